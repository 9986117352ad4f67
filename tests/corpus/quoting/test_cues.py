"""Words of saying are known in every form."""

from __future__ import annotations

import pytest

from corpus.quoting.cues import Cue, base_of, cue_of, may_say


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("said", "say"),
        ("says", "say"),
        ("told", "tell"),
        ("replied", "reply"),
        ("replies", "reply"),
        ("admitted", "admit"),
        ("stating", "state"),
        ("confesses", "confess"),
        ("Wrote", "write"),
        ("boat", "boat"),
    ],
)
def test_the_verb_that_a_form_belongs_to(form: str, base: str) -> None:
    assert base_of(form) == base


def test_what_a_verb_of_saying_can_do() -> None:
    assert cue_of("told") & Cue.TELLING
    assert cue_of("denies") & Cue.DENYING
    assert cue_of("growled") == Cue.UTTERING
    assert not cue_of("rowed")


def test_a_verb_that_needs_a_particle_says_something_only_with_it() -> None:
    assert may_say("put", ["in"])
    assert not may_say("put", ["down"])
    assert may_say("said", ["down"])
    assert not may_say("rowed", ["in"])


def test_there_are_well_over_a_hundred_verbs_that_report_a_clause() -> None:
    from corpus.quoting import cues

    reporting = {verb for verb in cues._BASES.values() if cue_of(verb) & (Cue.SAYING | Cue.TELLING)}

    assert len(reporting) > 120
