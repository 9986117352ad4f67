from __future__ import annotations

from corpus.readers.markdown import read_markdown

PAGE = """---
author: Ines Marlow
---

# The *Long* Ebb

It was **late**, and the [ferry](https://example.org) had
gone; `nobody` waited.

- a rope
- two lanterns

> “Go home,” said the purser.

| tide | time |
|------|------|
| high | 6:10 |

<div class="advert">Buy <b>rope</b></div>

Two &amp; two \\*not emphasis\\* <!-- hidden -->
"""


def test_markdown_is_read_without_its_marks() -> None:
    draft = read_markdown(PAGE)

    assert (draft.title, draft.author) == ("The Long Ebb", "Ines Marlow")
    assert draft.paragraphs == (
        "The Long Ebb",
        "It was late, and the ferry had gone; nobody waited.",
        "a rope",
        "two lanterns",
        "“Go home,” said the purser.",
        "tide | time",
        "high | 6:10",
        "Buy rope",
        "Two & two *not emphasis*",
    )


def test_a_heading_below_the_first_words_is_the_title_only_at_the_top_level() -> None:
    assert read_markdown("Words first.\n\n# Ebb\n\nMore.").title == "Ebb"
    assert read_markdown("Words come first.\n\n## Aside\n\nMore.").title is None
