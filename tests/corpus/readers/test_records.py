from __future__ import annotations

from functools import partial

import pytest

from corpus.readers import records
from corpus.readers.draft import Unreadable
from corpus.readers.formats import Format

read_records = partial(records.read_records, most=1000)


def test_each_line_is_an_article_named_by_its_id_or_its_number() -> None:
    drafts, faults = read_records(
        '{"id": "ebb", "headline": "The Ebb", "Body": "It was late.", "date": "2021-03-04"}\n'
        '{"text": ["One.", "Two."], "author": {"name": "Ines Marlow"}}\n'
        '{"text": ""}\n'
        "{broken\n",
        Format.JSON,
    )

    assert [(d.name, d.title, d.author, d.published, d.paragraphs) for d in drafts] == [
        ("ebb", "The Ebb", None, "2021-03-04", ("It was late.",)),
        ("2", None, "Ines Marlow", None, ("One.", "Two.")),
    ]
    assert len(faults) == 1
    assert faults[0].startswith("row 4: not JSON")


def test_a_list_and_an_object_that_holds_one_are_read_alike() -> None:
    articles = '[{"text": "It was late."}, {"text": "It was early."}]'

    plain, _ = read_records(articles, Format.JSON)
    held, _ = read_records(f'{{"count": 2, "articles": {articles}}}', Format.JSON)

    assert plain == held
    assert len(plain) == 2


@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_a_table_is_read_by_the_names_of_its_columns(comma: str) -> None:
    rows = [["Title", "Text", "URL"], ["Ebb", '"It was ""late"".\n\nIt was."', "https://x.example"]]
    (draft,), faults = read_records("\n".join(comma.join(r) for r in rows), Format.TABLE)

    assert draft.paragraphs == ('It was "late".', "It was.")
    assert (draft.title, draft.url, faults) == ("Ebb", "https://x.example", [])


def test_rows_without_a_text_are_an_error_that_names_the_column() -> None:
    with pytest.raises(Unreadable, match="name its column text"):
        read_records('{"question": "Who rang?"}', Format.JSON)
