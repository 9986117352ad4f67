"""Words of saying: which verbs and nouns introduce speech, in every form that they take."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntFlag


class Cue(IntFlag):
    """What a word of saying can do; most can do several of these."""

    SAYING = 1  # introduces a reported clause: "said that it rained"
    TELLING = 2  # ... with a hearer before it: "told me that it rained"
    ORDERING = 4  # reports with an infinitive: "urged them to leave"
    PROMISING = 8  # reports with an infinitive of its own subject: "promised to leave"
    UTTERING = 16  # beside words in quotation marks only: "he growled"
    BELIEVING = 32  # reports a belief, as speech where it is somebody's public view
    FINDING = 64  # what studies, courts and papers do: "the survey found"
    ASKING = 128  # reports a question: "asked whether"
    DENYING = 256  # says that it is not so: "denied that"
    PARTICLE = 512  # a verb of saying only with its particle: "pointed out", "went on"


SPEAKING = Cue.SAYING | Cue.TELLING | Cue.UTTERING | Cue.ASKING  # beside direct speech
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")  # as words of saying are looked for

_VERBS: dict[Cue, str] = {
    Cue.SAYING: """
        say state add admit acknowledge affirm agree allege announce answer argue assert attest
        aver avow blog boast brag certify claim clarify comment complain concede conclude confess
        confide confirm contend counter cry declare decree detail disclose elaborate emphasise
        emphasize exclaim explain hint imply insist joke lament maintain mention mumble
        murmur muse mutter note object observe opine pledge post preach proclaim promise pronounce
        protest quip reaffirm recall record recount reiterate rejoin relate remark
        repeat reply report respond restate retort reveal shout specify speculate stipulate stress
        summarise summarize surmise swear testify text theorise theorize threaten tweet underline
        underscore venture verify volunteer vow whisper write yell signal predict propose recommend
        suggest warn caution declaim gripe grumble moan whine scream interject plead pray
        rule order demand urge request argue estimate conclude posit
        postulate prophesy forecast foretell
        hypothesise hypothesize describe divulge enthuse
    """,
    Cue.TELLING: """
        tell assure inform remind notify advise warn caution promise
        brief write text email message answer ask
    """,
    Cue.ORDERING: """
        urge order instruct command advise warn beg implore entreat direct encourage exhort remind
        beseech challenge plead call invite
    """,
    Cue.PROMISING: "promise vow pledge threaten swear offer refuse agree undertake",
    Cue.UTTERING: """
        go cough bark bawl beam bellow blurt boom breathe chant chime chirp chorus chuckle coax
        console continue coo croak crow cackle drawl drone echo ejaculate falter fume gasp giggle
        greet grin groan growl grunt gush hiss holler hoot howl hum implore interpose interrupt
        intervene intone jeer jest laugh lisp mock mouth mumble murmur mutter nod pant persist pipe
        praise prompt proceed pursue purr quaver quote rant rasp read recite resume return roar
        scoff scold shriek shrug sigh sing smile smirk snap snarl sneer sniff snort sob soothe
        speak splutter squawk squeak squeal stammer storm stutter taunt tease thunder tut venture
        vociferate wail wheeze whimper whine whistle wink yawn yelp begin commence finish thank
        correct apologise apologize assent bid chide reprove rebuke grumble remonstrate expostulate
        observe rap pipe begin call cry repeat conclude agree admit suggest scream shout demand
        inquire enquire query ask question wonder think guess hazard chip guffaw gulp comfort
        reassure approve deadpan reason recall reckon remember recollect reflect ponder
    """,
    Cue.BELIEVING: """
        believe think expect hope fear suspect doubt anticipate foresee reckon worry fret trust
    """,
    Cue.FINDING: """
        find show indicate suggest demonstrate reveal estimate project forecast calculate conclude
        determine rule hold learn discover read record warn conjecture
    """,
    Cue.ASKING: "ask inquire enquire query question demand explain ponder",
    Cue.DENYING: "deny dispute refute",
    Cue.PARTICLE: "point go make put carry burst chip cut break spell set pipe lay call",
}
_PARTICLES = {
    "point": {"out"},
    "go": {"on"},
    "make": {"clear", "plain", "known"},
    "carry": {"on"},
    "burst": {"out"},
    "chip": {"in"},
    "cut": {"in"},
    "break": {"in"},
    "spell": {"out"},
    "set": {"out"},
    "pipe": {"up"},
    "call": {"out"},
    "put": {"in"},
    "lay": {"out"},
}
_IRREGULAR = {
    "say": "says said saying",
    "tell": "tells told telling",
    "write": "writes wrote written writing",
    "speak": "speaks spoke spoken speaking",
    "swear": "swears swore sworn swearing",
    "sing": "sings sang sung singing",
    "think": "thinks thought thinking",
    "teach": "teaches taught teaching",
    "find": "finds found finding",
    "show": "shows showed shown showing",
    "hold": "holds held holding",
    "read": "reads read reading",
    "begin": "begins began begun beginning",
    "go": "goes went gone going",
    "make": "makes made making",
    "put": "puts put putting",
    "set": "sets set setting",
    "cut": "cuts cut cutting",
    "burst": "bursts burst bursting",
    "break": "breaks broke broken breaking",
    "lay": "lays laid laying",
    "spell": "spells spelled spelt spelling",
    "feel": "feels felt feeling",
    "foresee": "foresees foresaw foreseen foreseeing",
    "foretell": "foretells foretold foretelling",
    "forecast": "forecasts forecast forecasted forecasting",
    "learn": "learns learned learnt learning",
    "bid": "bids bade bid bidden bidding",
    "undertake": "undertakes undertook undertaken undertaking",
    "beseech": "beseeches besought beseeching",
    "plead": "pleads pleaded pled pleading",
    "understand": "understands understood understanding",
}
_DOUBLED = frozenset(
    "admit aver blog brag quip sob snap beg rap hum nod chat grin chip plan tut deter".split()
)


def _forms(verb: str) -> set[str]:
    """A verb as it is written in every person and tense."""
    if verb in _IRREGULAR:
        return {verb, *_IRREGULAR[verb].split()}
    stem = verb
    if verb in _DOUBLED:
        stem = verb + verb[-1]
    if verb.endswith("e"):
        return {verb, verb + "s", verb + "d", verb[:-1] + "ing"}
    if verb.endswith("y") and verb[-2] not in "aeou":
        return {verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"}
    plural = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    return {verb, plural, stem + "ed", stem + "ing"}


def _table() -> tuple[dict[str, Cue], dict[str, str]]:
    flags: dict[str, Cue] = {}
    for flag, verbs in _VERBS.items():
        for verb in verbs.split():
            flags[verb] = flags.get(verb, Cue(0)) | flag
    by_form: dict[str, Cue] = {}
    bases: dict[str, str] = {}
    for verb, flag in flags.items():
        for form in _forms(verb):
            by_form[form] = by_form.get(form, Cue(0)) | flag
            bases.setdefault(form, verb)
    return by_form, bases


_FLAGS, _BASES = _table()

# Nouns whose clause is what somebody says: "a statement that the lights were off".
NOUNS = frozenset(
    """
    statement claim claims warning warnings announcement suggestion suggestions report reports
    allegation allegations assertion assertions assurance assurances accusation accusations
    admission argument comment comments complaint complaints confession denial insistence
    news promise pledge prediction proposal remark rumour rumours rumor rumors testimony threat
    vow message reminder conclusion declaration contention assessment hope concern concerns
    confidence
    fear fears doubt doubts regret belief view opinion
    """.split()
)

# How the verbs begin that say what somebody thinks of a thing: "called the plan 'a joke'".
DESCRIBING = (
    "call", "describ", "characteri", "label", "brand", "denounc", "condemn", "prais", "hail",
    "dismiss", "critici", "slam", "deplor", "salut", "blam", "ridicul", "mock", "dub",
)  # fmt: skip

# What names or titles a thing, so that the marks after it show a name and no speech.
NAMING = frozenset(
    """
    called calls call calling dubbed titled entitled named nicknamed termed labelled labeled
    christened styled known word term title headline song novel book film play poem
    album single essay article chapter column magazine entry tag hashtag nickname name motto slogan
    so-called
    """.split()
)


def cue_of(form: str) -> Cue:
    """What a word of saying can do; nothing (falsy) for any other word."""
    return _FLAGS.get(form.lower(), Cue(0))


def base_of(form: str) -> str:
    """The verb that a form belongs to; the form itself for a verb that is no word of saying."""
    return _BASES.get(form.lower(), form.lower())


def particles_of(form: str) -> set[str]:
    """The particles that make a verb a verb of saying: out for "pointed"."""
    return _PARTICLES.get(base_of(form), set())


def may_say(form: str, following: Iterable[str]) -> bool:
    """Whether a verb says something with the words after it: "put in", but not "put down"."""
    cue = cue_of(form)
    if cue != Cue.PARTICLE:
        return bool(cue)
    return not particles_of(form).isdisjoint(word.lower() for word in following)
