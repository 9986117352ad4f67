"""Learns how the evidence that a line is no story is weighed; writes corpus/page/evidence.json.

    python -m training.train_cleaning tests/corpus/sites/dev STORIES...

Learnt from pages whose lines are marked, and from real stories put between their furniture.
STORIES are folders of ``corpus.jsonl`` files. What is reported was measured on pages left out.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from corpus.cleaning import furniture
from corpus.page.evidence import WEIGHTS_FILE, context, evidence, likelihood
from corpus.page.lines import is_label
from corpus.page.story_kinds import story_lines

if TYPE_CHECKING:
    from corpus.page.evidence import Evidence

STORY, FURNITURE = "+", "-"
UNKNOWN: Final = 0.25  # of the furniture known from rules, hidden as on a site that no rule knows
STRENGTH: Final = 0.3  # of the regression
HEADING: Final = 3  # times as much counts a headline, a heading or a verse that would go
FOLDS: Final = 3
GRAFTS: Final = 600
LEAST, MOST = 5, 25  # paragraphs of a real story
ONE_BREAK: Final = 0.5  # share of stories that are cut at every line
SCRAP: Final = re.compile(r"\W*|.*displaystyle.*|Categories:.*|.*READ MORE.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page in order, each with its mark, and whose furniture they stand among."""

    site: str
    marks: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """What there is of evidence on a page, line by line."""

    site: str
    marks: tuple[str, ...]
    found: list[dict[str, float]]

    def judged(self) -> Iterator[tuple[dict[str, float], bool]]:
        for mark, each in zip(self.marks, self.found, strict=True):
            if mark in (STORY, FURNITURE):
                yield each, mark == FURNITURE


def pages(folder: Path) -> list[Page]:
    """The marked pages in ``folder``."""
    found = []
    for file in sorted(folder.glob("*.txt")):
        lines = file.read_text(encoding="utf-8").splitlines()
        marks = tuple(line[0] for line in lines)
        found.append(Page(file.stem, marks, tuple(line[2:] for line in lines)))
    return found


def stories(folders: Sequence[Path]) -> Iterator[list[str]]:
    """The paragraphs of real stories; of some, their lines."""
    drawn = random.Random("stories")
    for file in sorted(file for folder in folders for file in folder.rglob("corpus.jsonl")):
        for row in file.read_text(encoding="utf-8").splitlines():
            text = json.loads(row)["text"]
            cut = "\n" if drawn.random() < ONE_BREAK else r"\n\s*\n"
            parts = [part.strip() for part in re.split(cut, text)]
            yield [part for part in parts if not SCRAP.fullmatch(part)]


def titled(page: Page) -> Page:
    """``page`` with Its Headline in Title Case, as papers elsewhere write theirs."""
    first = page.marks.index(STORY)
    headline = " ".join(
        w[0].upper() + w[1:] if len(w) > 3 else w for w in page.lines[first].split()
    )
    return replace(page, lines=(*page.lines[:first], headline, *page.lines[first + 1 :]))


def grafts(sites: Sequence[Page], told: Sequence[list[str]], many: int) -> list[Page]:
    """Real stories between the furniture of marked pages, as many as ``many``."""
    drawn = random.Random("grafts")
    long = [story for story in told if len(story) >= LEAST]
    found = []
    for story in drawn.sample(long, min(many, len(long))):
        start = drawn.randrange(max(1, len(story) - MOST))
        found.append(_graft(drawn.choice(list(sites)), story[start : start + MOST], drawn))
    return found


def _graft(site: Page, story: Sequence[str], drawn: random.Random) -> Page:
    own = [number for number, mark in enumerate(site.marks) if mark == STORY]
    lines = [
        line if mark == FURNITURE else None
        for mark, line in zip(site.marks, site.lines, strict=True)
    ]
    inside: dict[int, list[str]] = {}
    place = 1
    for line in lines[own[0] : own[-1]]:
        if line is None:
            place = drawn.randrange(1, len(story))
        else:
            inside.setdefault(place, []).append(line)
    marked = [(FURNITURE, line) for line in lines[: own[0]] if line]
    for number, paragraph in enumerate(story):
        marked += [(FURNITURE, line) for line in inside.get(number, ())]
        marked.append((STORY, paragraph))
    marked += [(FURNITURE, line) for line in lines[own[-1] :] if line]
    return Page(site.site, tuple(mark for mark, _ in marked), tuple(line for _, line in marked))


def sample(page: Page, hidden: float = 0.0, drawn: random.Random | None = None) -> Sample:
    """The evidence on a page; ``hidden`` is the share of the furniture that is taken as unknown."""
    reasons = [furniture(line) for line in page.lines]
    if drawn:
        reasons = [None if drawn.random() < hidden else reason for reason in reasons]
    known = [
        bool(reason) or (is_label(line) and not (drawn and drawn.random() < hidden))
        for line, reason in zip(page.lines, reasons, strict=True)
    ]
    return Sample(
        page.site, page.marks, evidence(page.lines, known, story_lines(page.lines, reasons))
    )


def samples(sites: Sequence[Page], told: Sequence[list[str]]) -> list[Sample]:
    """All that is learnt from: each page in several views, and the stories between pages."""
    drawn = random.Random("hidden")
    views = [page for each in sites for page in (each, each, titled(each))]
    found = [sample(page, UNKNOWN, drawn) for page in views]
    return found + [sample(page, UNKNOWN, drawn) for page in grafts(sites, told, GRAFTS)]


def learn(found: Sequence[Sample]) -> dict[str, Evidence]:
    """The weights of the evidence of a line, and of it with what the lines beside it are."""
    sites = sorted({each.site for each in found})
    fold = {site: number % FOLDS for number, site in enumerate(sites)}
    seen: list[Sample] = []
    for number in range(FOLDS):  # the lines beside one must look as on a page that is new
        weights = fit([each for each in found if fold[each.site] != number])
        seen += [_with_context(each, weights) for each in found if fold[each.site] == number]
    return {"first": fit(found), "context": fit(seen)}


def _with_context(each: Sample, weights: Evidence) -> Sample:
    likely = [likelihood(line, weights) for line in each.found]
    both = [{**line, **beside} for line, beside in zip(each.found, context(likely), strict=True)]
    return Sample(each.site, each.marks, both)


def fit(found: Sequence[Sample]) -> Evidence:
    """The weights that tell the furniture among samples."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    judged = [line for each in found for line in each.judged()]
    vectorizer = DictVectorizer()
    values = vectorizer.fit_transform([line for line, _ in judged])
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    weights = [1 if is_furniture or line.get("ended") else HEADING for line, is_furniture in judged]
    model.fit(values, [is_furniture for _, is_furniture in judged], weights)
    names = vectorizer.get_feature_names_out()
    rounded = {n: round(float(w), 3) for n, w in zip(names, model.coef_[0], strict=True)}
    return {"bias": round(float(model.intercept_[0]), 3), **rounded}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path)
    parser.add_argument("stories", type=Path, nargs="+")
    parser.add_argument("--write", action="store_true", help="write the weights")
    given = parser.parse_args()
    weights = learn(samples(pages(given.pages), list(stories(given.stories))))
    if given.write:
        text = json.dumps(weights, indent=1, sort_keys=True)
        WEIGHTS_FILE.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
