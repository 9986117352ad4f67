from __future__ import annotations

import io
import re
import zipfile

import pytest

from corpus.readers.decoding import decoded, looks_binary
from corpus.readers.dispatch import read_bytes
from corpus.readers.options import ReadingOptions

RUSSIAN = (
    "Паром опоздал на два часа, и никто на пристани не поднял головы. «Мы ждём», — сказала Ольга."
)
PLAIN_RUSSIAN = "Паром опоздал на два часа, и никто на пристани не поднял головы, сказала Ольга."
CZECH = "Starostka řekla, že žádná z lodí se nevrátila, protože řeka stále stoupá, a šla domů."
POLISH = (
    "Burmistrz powiedziała, że żadna łódź nie wróciła do portu, a prom spóźnił się o dwie godziny."
)
HUNGARIAN = "A komp két órát késett, és senki sem nézett föl a rakparton; őszintén szólva tűrtük."
GERMAN = "Die Bürgermeisterin erklärte, die Straße müsse überall geprüft werden, und ging früh."
FRENCH = "La mairesse a déclaré qu'aucun bateau n'était rentré; le bac a été arrêté à l'entrée."
GREEK = "Το πλοίο άργησε δύο ώρες και κανείς δεν σήκωσε το κεφάλι στην προβλήτα."
TURKISH = "Vapur iki saat gecikti ve rıhtımda kimse başını kaldırmadı; ışık söndü."


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        *[(e, RUSSIAN) for e in ("cp1251", "utf_16_le", "utf_16_be")],
        *[(e, PLAIN_RUSSIAN) for e in ("cp866", "iso8859_5", "koi8_r")],
        *[(e, text) for e in ("cp1250", "iso8859_2", "cp852") for text in (CZECH, POLISH)],
        ("iso8859_2", HUNGARIAN),
        *[
            (e, text)
            for e in ("cp1252", "cp437", "cp850", "mac_roman")
            for text in (GERMAN, FRENCH)
        ],
        ("cp1253", GREEK),
        ("utf_16_le", GREEK),
        ("cp1254", TURKISH),
        ("iso2022_jp", "市長は、船は一隻も戻っていないと述べた。"),
        ("euc_jp", "市長は、船は一隻も戻っていないと述べた。祭りは来週に延期された。"),
    ],
)
def test_the_letters_of_a_language_show_the_encoding(encoding: str, text: str) -> None:
    data = text.encode(encoding)

    assert not looks_binary(data)
    assert decoded(data).text == text


@pytest.mark.parametrize(
    "text", ["It’s late.", "The café is shut.", "“No,” he said.", "It was 10 °C.", "© Quay", "Maß"]
)  # fmt: skip
def test_a_few_letters_of_the_usual_encoding_are_no_cause_for_doubt(text: str) -> None:
    assert decoded(text.encode("cp1252")) == (text, (), "")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("koi8_r", "Паром опоздал."), ("iso8859_2", "Dvořák šel."), ("cp866", "Паром ушёл."),
     ("cp437", "The café is shut."), ("iso8859_2", "He saw Łódź.")],
)  # fmt: skip
def test_a_guess_from_a_few_letters_is_named_in_the_report(encoding: str, text: str) -> None:
    found = read_bytes(text.encode(encoding), "a.txt", ReadingOptions())

    assert len(found.drafts) == 1
    assert found.faults == ()
    assert re.match(r"read as [a-z0-9-]+, which is not certain;", found.notices[0].message)
    assert found.drafts[0].removed[0].reason == found.notices[0].message


def test_what_is_doubtful_in_a_part_of_a_file_is_noticed_under_its_name() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("tide.txt", "He saw Łódź.".encode("iso8859_2"))
        archive.writestr(
            "rows.csv", b"text\nIt was late.\nThe quay w\xc3s shut h\xc3\xa9las vo\xc3\xa9\n"
        )
    found = read_bytes(packed.getvalue(), "a.zip", ReadingOptions())

    assert found.faults == ()
    assert [notice.name for notice in found.notices] == ["rows.csv", "tide.txt"]
    assert "unreadable characters (1)" in found.notices[0].message


@pytest.mark.parametrize("encoding", ["utf_16_le", "utf_16_be", "utf_16", "cp1251"])
@pytest.mark.parametrize("declared", ["", "<meta charset=windows-1251>"])
def test_a_page_is_read_whatever_encoding_it_is_in(encoding: str, declared: str) -> None:
    page = f"<html><head>{declared}<title>Ebb</title></head><body><p>{RUSSIAN}</p></body></html>"
    (draft,) = read_bytes(page.encode(encoding), "a.html", ReadingOptions()).drafts

    assert draft.paragraphs == (RUSSIAN,)


@pytest.mark.parametrize(
    ("spoilt", "text"),
    [
        ("â€œIt was late,â€ she said.", "“It was late,” she said."),
        ("â€œIt was late.â€\nâ€œIt was.â€", "“It was late.”\n“It was.”"),
        ("dash â€” so â€“ itâ€™s", "dash — so – it’s"),
        ("a note â€\xa0 below", "a note † below"),
    ],
)
def test_a_quotation_mark_that_lost_its_last_byte_is_mended(spoilt: str, text: str) -> None:
    assert decoded(spoilt.encode()).text == text


def test_a_hole_in_a_text_makes_it_binary_and_no_utf_16() -> None:
    for data in (b"A story with a hole\0in it.", b"\0\1\2\3", b"It was late.\0The ferry had gone."):
        assert looks_binary(data)
