"""What the whole text tells of its figures: their gender, and whether a name is a person's."""

from __future__ import annotations

import re

from corpus.names import GENDERED_TITLES, first_names
from corpus.quoting.cast import Cast
from corpus.quoting.figures import Figure, Sort
from corpus.quoting.lexicon import PLACES
from corpus.quoting.mentions import Form
from corpus.spelling import NAME_WORD

LONGEST_VESSEL = 30  # characters before a name that show a ship: "the hull of the"
NAME = rf"(?:{NAME_WORD}\.? ?)+$"
VESSEL = re.compile(
    rf"\b(?:[Aa]board|[Oo]n board) (?:the )?{NAME}"
    r"|\b(?:hull|decks?|bows?|stern|masts?|keel|crew|skipper|engines?|engine room|sails) of the"
    rf" {NAME}"
    r"|\b(?:ferry|steamer|trawler|schooner|brig|barge|tug|tugboat|yacht|liner|freighter|tanker"
    rf"|cutter|sloop|submarine|frigate|ketch|lifeboat|fishing boat|ship|vessel) {NAME}"
)
STREETS = {(word,) for word in ("street", "road", "lane", "avenue", "alley", "quay", "square")}
SURE_VOTES = 4  # pronouns that outweigh the gender of a first name
CLEAR_SHARE = 3  # times that one gender's pronouns must outnumber the other's
VOTING_REACH = 160  # characters within which a pronoun follows its figure
VOTING_MENTIONS = 4  # and mentions
MOST_HUMAN = 2.0  # what mentions, or a name, can add to either side


def vote_on_gender(cast: Cast) -> None:
    """A pronoun that follows a lone subject tells its gender."""
    _count_votes(cast)
    for figure in cast.figures:
        m, f = figure.votes["m"], figure.votes["f"]
        clear = max(m, f) >= 1 and max(m, f) >= CLEAR_SHARE * min(m, f)
        if not clear or figure.sort is not Sort.PERSON or figure.plural:
            continue
        by_first_name = figure.first_name_gender and not any(
            name.full or name.title in GENDERED_TITLES for name in figure.names
        )
        if not figure.gender or (by_first_name and max(m, f) >= SURE_VOTES):
            figure.gender = "m" if m > f else "f"


def _count_votes(cast: Cast) -> None:
    for number, mention in enumerate(cast.mentions):
        figure = mention.figure
        if not mention.subject or mention.form is Form.PRONOUN or figure is None:
            continue
        for later in cast.mentions[number + 1 : number + 1 + VOTING_MENTIONS]:
            if later.start - mention.end > VOTING_REACH or later.form is not Form.PRONOUN:
                break
            if later.person == 3 and later.gender in ("m", "f"):
                figure.votes[later.gender] += 1
                break


def weigh_humans(cast: Cast) -> None:
    """Tells persons from places and things among the names that carry no title."""
    for mention in cast.mentions:
        figure = mention.figure
        if figure is not None and mention.form is not Form.PRONOUN:
            figure.human += 0.5 * mention.says + 0.1 * mention.subject - 0.5 * mention.setting
            figure.human -= 1.5 * mention.with_article
    _tell_vessels(cast)
    lower = {token.text for token in cast.parse.tokens if token.text.islower()}
    for figure in cast.figures:
        figure.human -= _only_a_word(figure, lower)
        figure.human = max(-MOST_HUMAN, min(MOST_HUMAN, figure.human)) + _human_by_name(figure)
        figure.human += min(MOST_HUMAN, 0.5 * (figure.votes["m"] + figure.votes["f"]))
        if figure.sort is Sort.PERSON and figure.named and figure.human < 0:
            figure.sort = Sort.PLACE


def _tell_vessels(cast: Cast) -> None:
    """A ship is no person, whatever lady it is called after, nor a street that says nothing."""
    saying = {m.figure.number for m in cast.mentions if m.figure and m.says}
    for mention in cast.mentions:
        figure = mention.figure
        if figure is None or mention.form is not Form.NAME or figure.number in saying:
            continue
        before = cast.text[max(0, mention.start - LONGEST_VESSEL) : mention.end]
        name = mention.name
        street = name is not None and not name.title and name.words[-1:] in STREETS
        if street or (figure.sort is Sort.PERSON and VESSEL.search(before)):
            figure.sort, figure.gender, figure.first_name_gender = Sort.THING, "", False


def _only_a_word(figure: Figure, lower: set[str]) -> float:
    """Whether a single name is rather a word that stood first in its sentence: "Laughter"."""
    words = {name.words for name in figure.names if not name.title}
    single = len(words) == 1 and len(next(iter(words))) == 1 and len(words) == len(figure.names)
    return 1.0 if single and next(iter(words))[0] in lower else 0.0


def _human_by_name(figure: Figure) -> float:
    if not figure.named:
        return 1.0 if figure.sort in (Sort.PERSON, Sort.NARRATOR) else 0.0
    if any(name.words and name.words[-1] in PLACES and not name.title for name in figure.names):
        return -MOST_HUMAN
    if any(name.title or name.words[0] in first_names() for name in figure.names) or figure.roles:
        return MOST_HUMAN
    return 0.0
