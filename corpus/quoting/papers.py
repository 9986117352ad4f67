"""Whose words a paper is: a letter or a statement speaks for those who signed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.quoting.cast import Cast
from corpus.quoting.figures import INDEFINITE_PHRASE, Figure, Sort
from corpus.quoting.lexicon import PRONOUNS
from corpus.quoting.mentions import Form, Mention
from corpus.quoting.parsing import SUBJECTS, Token

# Papers whose words are their sender's own; a survey by a board is not the board.
CORRESPONDENCE = frozenset(
    "letter statement note memo memorandum email e-mail message post posting tweet telegram card"
    " petition complaint communique".split()
)
MAKING = frozenset("issued released published signed wrote penned drafted sent made gave".split())
NEAR = 400  # characters between a statement and the "it" that quotes it
MENTIONS_BACK = 8
SIGNING = frozenset("signed written penned issued released published sent co-signed".split())


def find_signers(cast: Cast) -> None:
    """Gives papers their signers: the sender, the owner, and who is said to have signed them.

    What somebody said *in* a paper makes it theirs only where nobody else is named for it.
    """
    said_in: list[tuple[Figure, list[Figure]]] = []
    for mention, paper, noun in _papers(cast):
        sender = next((t for t in noun.rights if t.lower in ("from", "by")), None)
        if sender and mention.noun in CORRESPONDENCE:
            _sign(paper, _named_under(cast, sender))
        owner = noun.left("poss")
        if owner and (known := cast.mention_of(owner)) and known.form is Form.NAME:
            _sign(paper, [f for f in [known.figure] if f and f.sort is Sort.PERSON])
        if owner is None or owner.lower in PRONOUNS:
            said_in.append((paper, _speaking_in(cast, noun)))
    for token in cast.parse.tokens:
        if token.lower in SIGNING and not token.quoted:
            by = next((t for t in token.rights if t.lower == "by"), None)
            if by and (signed := _signed_paper(cast, token)):
                _sign(signed, _named_under(cast, by))
        if token.lower in MAKING and not token.quoted:
            _sign_made(cast, token)
    for paper, speaking in said_in:
        if not paper.signers:
            _sign(paper, speaking)


def sign_by_pronoun(cast: Cast) -> None:
    """ "Their letter" is of the two named before, "her letter" of whoever she is."""
    for _, paper, noun in _papers(cast):
        owner = noun.left("poss")
        if owner is None or paper.signers or owner.lower not in PRONOUNS:
            continue
        if owner.lower == "their":
            _sign(paper, cast.pair_before(owner.start))
        elif (known := cast.mention_of(owner)) and known.figure and known.figure.named:
            _sign(paper, [known.figure])


def paper_before(cast: Cast, offset: int) -> Figure | None:
    """The paper that "it" means: one of several makers just told of, or the subject just before."""
    for mention in reversed(cast.before(offset, MENTIONS_BACK)):
        paper = mention.figure
        if offset - mention.start > NEAR or mention.form is Form.PRONOUN:
            continue
        if paper and paper.sort is Sort.PAPER:
            near = mention.subject and cast.text.find("\n\n", mention.end, offset) < 0
            return paper if near or len(paper.signers) > 1 else None
        if mention.subject:
            return None
    return None


def _sign_made(cast: Cast, verb: Token) -> None:
    """ "The union and the firm issued a joint statement": it is theirs."""
    noun = verb.right("dobj")
    found = cast.mention_of(noun) if noun else None
    subject = verb.left("nsubj")
    paper = found.figure if found else None
    if paper and paper.sort is Sort.PAPER and subject and not paper.signers:
        _sign(paper, cast.joined(subject))


def _papers(cast: Cast) -> Iterator[tuple[Mention, Figure, Token]]:
    """Every mention of a paper, with the paper and the head word of the phrase."""
    for mention in cast.mentions:
        paper = mention.figure
        if mention.head is not None and paper is not None and paper.sort is Sort.PAPER:
            yield mention, paper, mention.head


def _speaking_in(cast: Cast, noun: Token) -> list[Figure]:
    """Who does what is told to be done in a paper: "In a letter the two wrote that ..."."""
    if noun.dep != "pobj" or noun.head.lower != "in":
        return []
    verb = next((t for t in noun.ancestors() if t.is_verb), None)
    subject = verb.left("nsubj") if verb else None
    return cast.joined(subject) if subject else []


def _signed_paper(cast: Cast, token: Token) -> Figure | None:
    """The paper that "signed" tells of: before it, or the subject of its sentence."""
    if token.dep in ("acl", "relcl", "appos"):
        noun: Token | None = token.head
    else:
        verb = token if token.dep == "ROOT" else token.head
        noun = next((t for t in verb.children if t.dep in SUBJECTS), None)
    found = cast.mention_of(noun) if noun else None
    return found.figure if found and found.figure and found.figure.sort is Sort.PAPER else None


def _named_under(cast: Cast, preposition: Token) -> list[Figure]:
    noun = preposition.right("pobj")
    return cast.joined(noun) if noun else []


def _sign(paper: Figure, signers: Iterable[Figure]) -> None:
    """Adds those who are more than "a man" or "some officials"."""
    known = (
        f for f in signers if f.named or any(not INDEFINITE_PHRASE.match(p) for p in f.phrases)
    )
    paper.signers.extend(f for f in known if f not in paper.signers)
