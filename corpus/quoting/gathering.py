"""Gathers the cast of a document: from mentions in its text to figures, step by step."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.quoting import kin
from corpus.quoting.cast import Cast
from corpus.quoting.figures import NOBODY, Figure
from corpus.quoting.joining import Joiner
from corpus.quoting.judging import vote_on_gender, weigh_humans
from corpus.quoting.letters import letters_in
from corpus.quoting.mentions import Form, Mention
from corpus.quoting.papers import find_signers, sign_by_pronoun
from corpus.quoting.parsing import Parse
from corpus.quoting.pronouns import resolve_pronouns
from corpus.quoting.register import Register
from corpus.quoting.spotting import find_mentions


def gather(text: str, parse: Parse) -> Cast:
    """Who appears in a document, with a figure for each mention of its narration."""
    found = find_mentions(text, parse)
    cast = Cast(text, parse, Register(text, letters_in(text), _bare(found)))
    _place(found, cast)
    find_signers(cast)
    joiner = Joiner(cast)
    joiner.appositions()
    joiner.offices()
    joiner.join(kin.bearers_of_title(cast.figures))
    joiner.titles()
    joiner.introductions()
    joiner.doers()
    vote_on_gender(cast)
    weigh_humans(cast)
    cast.find_pairs()
    resolve_pronouns(cast)
    Joiner(cast).join(kin.relatives(cast.mentions))  # anew: pronouns follow their figure now
    for figure, word, relative in kin.called_by_relatives(cast.mentions):
        cast.register.call(figure, word, by=relative)
    sign_by_pronoun(cast)
    return cast


def _bare(mentions: Sequence[Mention]) -> set[str]:
    """The words that stand alone as names."""
    names = [mention.name for mention in mentions if mention.name]
    return {name.words[0] for name in names if len(name.words) == 1 and not name.title}


def _place(mentions: Sequence[Mention], cast: Cast) -> None:
    """Gives named and described mentions their figure; he, she, it and they wait."""
    for mention in mentions:  # full names first, so that "Ames" on page 1 is Jeff Ames of page 2
        if mention.name and mention.name.full:
            cast.register.enter(mention)
    for mention in mentions:
        mention.figure = _figure_of(mention, cast.register)
        cast.add(mention)


def _figure_of(mention: Mention, register: Register) -> Figure:
    if mention.form is Form.PRONOUN:
        return _figure_of_pronoun(mention, register)
    named = mention.form is Form.NAME
    figure = register.of_name(mention) if named else register.of_noun(mention)
    register.touch(figure)
    return figure


def _figure_of_pronoun(mention: Mention, register: Register) -> Figure:
    """ "I" and, in a letter, "you"; for the others nobody as yet."""
    if mention.person == 1 and not mention.plural:
        return register.first_person()
    if mention.person == 2:
        return register.second_person() or NOBODY
    return NOBODY
