from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from config.errors import UserError
from config.loading import example_toml, known_keys, load_settings
from config.settings import Settings

ROOT = Path(__file__).parent.parent.parent


def written(folder: Path, text: str) -> Path:
    path = folder / "quoth.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_flags_are_stronger_than_the_environment_and_it_is_stronger_than_the_file(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, "[index]\nthreads = 1\nbatch_size = 1\n[answers]\nexcerpts = 1\n")

    settings = load_settings(
        config=path,
        environ={"QUOTH_INDEX_THREADS": "2", "QUOTH_INDEX_BATCH_SIZE": "2"},
        flags={"index": {"threads": 3}},
    )

    assert settings.index.threads == 3
    assert settings.index.batch_size == 2
    assert settings.answers.excerpts == 1
    assert settings.passages == Settings().passages


def test_an_unknown_key_is_one_line_that_names_key_file_and_the_nearest_known_key(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, '[index]\nencodr = "x"\n')

    with pytest.raises(UserError) as caught:
        load_settings(config=path, environ={})

    message = f"{path}: unknown setting index.encodr; the nearest known one is index.encoder"
    assert str(caught.value) == message


def test_an_unknown_variable_names_the_nearest_known_one() -> None:
    with pytest.raises(UserError, match=r"QUOTH_INDEX_THRADS; .* QUOTH_INDEX_THREADS"):
        load_settings(environ={"QUOTH_INDEX_THRADS": "2"})


@pytest.mark.parametrize(
    ("toml", "environ", "flags", "place"),
    [
        ("[passages]\nsentences = 0\n", {}, {}, "quoth.toml: passages.sentences = 0"),
        ("", {"QUOTH_PASSAGES_SENTENCES": "no"}, {}, "environment: QUOTH_PASSAGES_SENTENCES"),
        ("", {}, {"passages": {"sentences": 99}}, "command line: passages.sentences = 99"),
        ("[passages]\nsentences = 2\noverlap = 2\n", {}, {}, "less than passages.sentences"),
        ("passages = 3\n", {}, {}, "quoth.toml: passages = 3"),
    ],
)
def test_a_value_that_does_not_fit_is_one_line_that_names_its_place(
    tmp_path: Path, toml: str, environ: dict[str, str], flags: dict[str, dict[str, int]], place: str
) -> None:
    with pytest.raises(UserError) as caught:
        load_settings(config=written(tmp_path, toml), environ=environ, flags=flags)

    assert place in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_toml_is_named_with_the_line(tmp_path: Path) -> None:
    path = written(tmp_path, "[index\n")

    with pytest.raises(UserError, match=r"quoth\.toml: not valid TOML: .*line 1"):
        load_settings(config=path, environ={})


def test_a_settings_file_that_is_not_there_is_an_error_only_when_it_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert load_settings(environ={}) == Settings()
    with pytest.raises(UserError, match="no such settings file"):
        load_settings(config=tmp_path / "none.toml", environ={})


def test_relative_paths_in_the_file_count_from_its_folder(tmp_path: Path) -> None:
    path = written(tmp_path, '[corpus]\npath = "stories"\n[index]\ndata = "kept"\n')

    settings = load_settings(config=path, environ={"QUOTH_INDEX_DATA": "elsewhere"})

    assert settings.corpus.path == tmp_path / "stories"
    assert settings.index.data == Path("elsewhere")


def test_ids_may_be_written_as_a_list_or_with_commas(tmp_path: Path) -> None:
    path = written(tmp_path, "[telegram]\nadmins = [1, 2]\n")

    settings = load_settings(config=path, environ={"QUOTH_TELEGRAM_GROUPS": "-100, -200"})

    assert settings.telegram.admins == (1, 2)
    assert settings.telegram.groups == (-100, -200)


def test_the_example_file_shows_every_setting_with_its_default(tmp_path: Path) -> None:
    example = (ROOT / "quoth.example.toml").read_text(encoding="utf-8")

    assert example == example_toml()
    assert load_settings(config=written(tmp_path, example), environ={}) == Settings()
    for key in known_keys():
        assert f"{key.split('.')[1]} =" in example
    assert set(tomllib.loads(example)) == set(Settings.model_fields)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[passages]\nsentences = 1\n", "passages.overlap = 2 does not fit: must be less than"),
        ('[corpus]\nencoding = "klingon"\n', "corpus.encoding = 'klingon' does not fit: no such"),
        (
            '[corpus]\npath = "~nobody-here/x"\n',
            "corpus.path = '~nobody-here/x' does not fit: there",
        ),
        ("telegram = 3\n", "telegram = 3 does not fit: it is a section; write [telegram]"),
    ],
)
def test_what_fits_no_setting_is_one_line_that_says_why(
    tmp_path: Path, text: str, said: str
) -> None:
    path = written(tmp_path, text)

    with pytest.raises(UserError) as refused:
        load_settings(config=path, environ={})

    assert str(refused.value).startswith(f"{path}: {said}")
    assert "\n" not in str(refused.value)


def test_one_id_needs_no_brackets(tmp_path: Path) -> None:
    settings = load_settings(config=written(tmp_path, "[telegram]\nusers = 5\n"), environ={})

    assert settings.telegram.users == (5,)


def test_a_tilde_is_the_home_folder_wherever_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    settings = load_settings(
        config=written(tmp_path, '[index]\ndata = "~/index"\n'),
        environ={"QUOTH_CORPUS_PATH": "~/stories"},
    )

    assert settings.corpus.path == tmp_path / "stories"
    assert settings.index.data == tmp_path / "index"
