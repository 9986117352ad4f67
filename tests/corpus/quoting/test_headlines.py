"""Headlines report in their own shorthand."""

from __future__ import annotations

import pytest

from corpus.documents import Span
from corpus.quoting.headlines import headline


@pytest.mark.parametrize(
    ("text", "said", "source", "cue"),
    [
        ("Engineers: pier is unsafe", "pier is unsafe", "Engineers", None),
        ("Pier is unsafe: harbour engineers", "Pier is unsafe", "harbour engineers", None),
        (
            "Harbour judge rules letter was a forgery",
            "letter was a forgery",
            "Harbour judge",
            "rules",
        ),
        ("Mayor denies pier is unsafe", "pier is unsafe", "Mayor", "denies"),
    ],
)
def test_a_headline_reports(text: str, said: str, source: str, cue: str | None) -> None:
    found = headline(text, Span(0, len(text)))

    assert found is not None
    assert text[slice(*found.said)] == said
    assert text[slice(*found.source)] == source
    assert (text[slice(*found.cue)] if found.cue else None) == cue


@pytest.mark.parametrize(
    "text",
    [
        "Regatta day five: Lind, Okoro win",
        "Court rules change after nine years",
        "Engineers: pier is unsafe.",
        "The mayor says a few words to the crew",
        "Hens lost at sea",
        "x",
    ],
)
def test_other_titles_report_nothing(text: str) -> None:
    assert headline(text, Span(0, len(text))) is None
