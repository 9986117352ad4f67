"""What a question asks for, read from its words alone.

The forms are English. A question in another language, or of a form not listed here, asks *about*
something: it is searched as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.replies import Intent

# Verbs of saying and of thinking aloud, as questions use them. Regular forms are derived.
REGULAR = """
    accuse add admit advise agree allege announce answer argue ask assert assure believe blame boast
    call caution claim comment complain concede conclude confess confirm contend criticise criticize
    cry declare demand deny describe disagree dismiss dub emphasise emphasize exclaim explain
    express insist joke label lament maintain mention mutter note object observe offer opine order
    pledge predict proclaim promise propose protest question quote react recall remark remind repeat
    acknowledge apologise apologize inquire enquire recommend guarantee hint reply
    report respond reveal shout state stress suggest talk thank threaten urge voice vow warn whisper
    wonder
""".split()
IRREGULAR = """
    say says said saying tell tells told think thinks thought feel feels felt write writes wrote
    written speak speaks spoke spoken swear swears swore sworn put
""".split()
NOUNS = """
    word words view views opinion position stance reply response answer reaction comment comments
    quote quotes statement argument claim take thought thoughts message criticism complaint warning
""".split()

# Verbs that say more than "say": asked for one, Quoth looks for words led in by one of its kin.
KINDRED = """
    deny denies denied denial reject rejected dispute disputed refute refuted dismiss dismissed
    promise promised pledge pledged vow vowed swear swore sworn guarantee guaranteed assure assured
    warn warned warning caution cautioned
    threaten threatened threat
    admit admitted confess confessed concede conceded acknowledge acknowledged
    ask asked question questioned inquire inquired enquire enquired wonder wondered
    suggest suggested propose proposed recommend recommended advise advised
    complain complained complaint protest protested object objected lament lamented
    claim claimed allege alleged assert asserted insist insisted maintain maintained contend
    predict predicted forecast foresaw foresee expect expected
    write wrote written
    whisper whispered mutter muttered murmur murmured
    shout shouted cry cried yell yelled scream screamed
    accuse accused blame blamed criticise criticised criticize criticized condemn condemned
    apologise apologised apologize apologized
    announce announced declare declared proclaim proclaimed
    explain explained
    order ordered command commanded demand demanded instruct instructed urge urged
    boast boasted brag bragged
    thank thanked
    agree agreed
    confirm confirmed
"""


def _forms(verb: str) -> list[str]:
    """The verb itself, its third person and its past: deny, denies, denied."""
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return [verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied"]
    if verb.endswith("e"):
        return [verb, f"{verb}s", f"{verb}d"]
    doubled = f"{verb}{verb[-1]}" if verb in {"dub", "label", "admit"} else verb
    return [verb, f"{verb}s", f"{verb}es", f"{doubled}ed", f"{verb}ed"]


def _kindred() -> dict[str, frozenset[str]]:
    """By each verb, in every form, all forms of the verbs that are as good."""
    groups = [
        frozenset(form for word in line.split() for form in (word, *_forms(word)))
        for line in KINDRED.strip().splitlines()
    ]
    return {verb: group for group in groups for verb in group}


KIN = _kindred()
# What cannot be said in other words: without such a verb, nobody denied or promised anything.
PERFORMED = frozenset().union(
    *(KIN[verb] for verb in ("deny", "promise", "warn", "threaten", "admit", "apologise", "ask"))
)

SAYING = sorted({form for verb in REGULAR for form in _forms(verb)} | {*IRREGULAR}, key=len)[::-1]

# What NAME and its like stand for in the forms below.
PIECES = {
    "LEAD": r"^[\W_]*(?:(?:so|and|but|then|ok|okay|well|now|please|tell me|do you know)[\s,]+)*",
    "SAY": rf"(?P<verb>{'|'.join(SAYING)})\b",
    "NOUN": rf"(?P<verb>{'|'.join(NOUNS)})\b",
    # "the note" is a name though "note" is a verb of saying too.
    "NAME": r"(?P<name>(?:(?:the|an?|his|her|its|their|my|our)\s+\S+"
    r"|(?!(?:the|an?|his|her|its|their|my|our)\b)\S+).*?)",
    "REST": r"(?P<rest>.*)",
    "ABOUT": r"(?P<rest>(?: (?:about|on|regarding|concerning|to) .*)?)",
    # Listed one by one: a pattern for "-ly" would take Kelly for an adverb.
    "ADVERBS": r"(?:(?:actually|really|exactly|publicly|recently|originally|finally|simply|only|"
    r"reportedly|allegedly|specifically|literally|previously|initially|directly|officially|later|"
    r"already|also|ever|never|just|then|first|once|have to|had to|has|have|had) )*",
    "DID": r"(?:did|does|do|has|have|had|would|could)",
    "BE": r"(?:is|are|was|were|did|do|does|has|have|had|will|would|can|could)\b",
    "SHOW": r"(?:(?:list|show|give|find|read|repeat|get|quote)(?: me| us)? )?",
    "END": r"[\s?.!]*$",
}


def _form(*lines: str) -> re.Pattern[str]:
    """A form of question as a pattern, with the pieces put in."""
    pattern = "".join(("{LEAD}", *lines, "{END}"))
    for piece, meaning in PIECES.items():
        pattern = pattern.replace(f"{{{piece}}}", meaning)
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


WHO_SAID = _form(
    "(?:who|whom|which (?:person|character|speaker|official|one)|what person)",
    "(?:['’]s| is| was| else| all)*(?: (?:it|the one|the person))?(?: (?:that|who))? ",
    "(?:{DID} )?{ADVERBS}(?:quoted (?:as )?)?{SAY}{REST}",
)
ANYONE_SAID = _form(
    "(?:did|does|has) (?:anyone|anybody|someone|somebody) {ADVERBS}",
    "{SAY}{REST}",
)
WHOSE_WORDS = _form(
    "(?:whose (?:words|quote|quotation|line|phrase|opinion|view|claim)s?(?: (?:is|are|was|were))?",
    "(?: (?:this|these|it|that))?|by whom (?:was|were)(?: it)?(?: said)?|who are you quoting)",
    r"[\s:,]*{REST}",
)
# "the line “…” - who says that?", "who was “deeply concerned”?": the words in marks are the content
QUOTED_WORDS = re.compile(
    r"[“«„\"](?P<rest>[^”»“\"]{3,})[”»“\"]|(?<!\w)[‘'](?P<inner>[^’']{8,})[’'](?!\w)"
)
ASKS_WHO = re.compile(r"\b(?:who(?:m|se|[’']s)?|by whom)\b", re.IGNORECASE)
CALLED_SO = re.compile(r"\bwho(?:[’']s| is| was| are| were) [“\"‘'«„](?:the|an?) ", re.IGNORECASE)
WHAT_SAID = [
    # what did NAME say to the council about the bridge
    _form("what(?:ever)?(?: else| all| exactly)? {DID} {NAME} {ADVERBS}", "{SAY}{REST}"),
    # how did NAME respond to the letter
    _form(
        "how (?:did|does|has) {NAME} {ADVERBS}(?P<verb>respond(?:ed)?|react(?:ed)?|reply|replied|",
        "answer(?:ed)?|describe[sd]?|explain(?:ed)?|justify|justified|defend(?:ed)?)\\b{REST}",
    ),
    # did NAME say anything about the bridge
    _form("(?:did|does|has) {NAME} {ADVERBS}", "{SAY}", "(?: anything| something| a word)?{REST}"),
    # what is NAME's view of the bridge
    _form(
        "(?:what|how)(?:['’]s| is| are| was| were)? {NAME}(?:['’]s|(?<=s)['’]) (?:own )?",
        "{NOUN}",
        "{REST}",
    ),
    # what is the view of NAME on the bridge
    _form("what(?:['’]s| is| are| was| were) the ", "{NOUN}", " of {NAME}", "{ABOUT}"),
    # what is NAME quoted as saying about the bridge
    _form(
        "what(?:['’]s| is| was| are| were) {NAME} (?P<verb>quoted as saying|quoted|saying|",
        "(?:reported|said|known) to have said|heard saying)\\b{REST}",
    ),
    # everything NAME said about the bridge
    _form(
        "{SHOW}(?P<all>all|everything|anything|each thing)",
        "(?: that| of what| of the things)? {NAME} {ADVERBS}",
        "{SAY}{REST}",
    ),
    # all quotes by NAME on the bridge
    _form(
        "{SHOW}(?:(?P<all>all|every|each)(?: of)? )?(?:the )?(?P<verb>quotes?|quotations?|words|",
        "statements?|remarks?|lines?|comments?|sayings?) (?:said |spoken )?",
        "(?:by|from|of|attributed to) {NAME}",
        "{ABOUT}",
    ),
    # list what NAME said about the bridge
    _form(
        "{SHOW}(?:(?P<all>all|every|each) )?(?:of )?what (?!{BE})", "{NAME} {ADVERBS}{SAY}{REST}"
    ),
    # quote NAME on the bridge
    _form("(?:quote|cite)(?: me| us)?(?P<verb>) {NAME}", "{ABOUT}"),
    # NAME's reaction to the bridge
    _form("(?!wh|how|{BE}){NAME}(?:['’]s|(?<=s)['’]) (?:own )?", "{NOUN}", "{ABOUT}"),
    # according to NAME, why is the bridge shut
    _form(r"according to(?P<verb>) (?P<name>[^,?]+),\s+{REST}"),
]
GREETING = re.compile(
    r"^(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)|yo)"
    r"(?:\s+(?:there|all|everyone|bot|quoth|friend))?[\W_]*$",
    re.IGNORECASE,
)
THANKS = re.compile(
    r"^(?:ok(?:ay)?[\s,]+)?"
    r"(?:thanks?(?:\s+you)?|thx|ty|cheers|great|perfect|nice|cool|awesome|wonderful)"
    r"(?:\s+(?:a lot|a million|so much|very much|again|you|quoth|bot|man|mate))*[\W_]*$",
    re.IGNORECASE,
)
FAREWELL = re.compile(
    r"^(?:bye|goodbye|good night|see you(?: later)?|farewell|ciao)[\W_]*$", re.IGNORECASE
)
ABOUT_TOPIC = re.compile(
    r"^\s*(?:to (?:the )?[\w’'-]+ )?(?:anything |something )?"
    r"(?:about|of|on|regarding|concerning|as to|with regard to|to|against|for)\s+(?P<topic>.+)$",
    re.IGNORECASE | re.DOTALL,
)
ADDRESSEE = re.compile(
    r"^\s*(?:(?:me|us|you|them|him|her|it)\b\s*"
    r"|(?:(?:the|an?|his|her|their|my|our) )?[\w’'.-]+(?: [\w’'.-]+){0,2}? (?=about ))",
    re.IGNORECASE,
)  # who is told: not what is told
LEFT_HANGING = re.compile(  # "what did he warn her about?"
    r"^\W*(?:(?:me|us|you|them|him|her|it|anyone|anybody|everyone|everybody|people)\b\s*)?"
    r"(?:about|of|on|to|against|for|from|with)?\W*$",
    re.IGNORECASE,
)
TELLING = frozenset("tell tells told telling ask asks asked asking warn warned warns".split())
MEDIUM = re.compile(
    r"^\s*in (?:it\b|this\b|(?:the|an?|his|her|their|that|this|its) (?:[\w’'-]+ )?"
    r"(?:letters?|statements?|interviews?|speech(?:es)?|notes?|e-?mails?|reports?|messages?|memos?"
    r"|posts?|diary|will)\b)\s*",
    re.IGNORECASE,
)  # where it is said: not what is said
NOT_A_NAME = re.compile(
    r"^(?:it|this|that|there|any(?:one|body)|some(?:one|body)|every(?:one|body)|people|you|i|we|"
    r"nobody|was|were|is|are|the|be|been)$",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"^(?:he|she|they|him|her|them|his|hers|their|it)$", re.IGNORECASE)
PLACED = re.compile(  # "who is in the kitchen?" asks for nobody of that name
    r"^(?:in|on|at|with|behind|under|over|near|inside|outside|beside|to|from|by|for|about|against"
    r"|not|never|also|still|always|going|coming)\b",
    re.IGNORECASE,
)
WHO_IS = _form("who(?:['’]s| is| was| are| were) {NAME}")
WHAT_IS = re.compile(  # of what has a name of its own: "what is the Merry Widow?"
    r"^\W*[Ww]hat(?:['’]s| is| was) "
    r"(?P<name>(?:the )?(?:[^\W\d_a-z][\w-]*)(?: [^\W\d_a-z][\w-]*)*)\W*$"
)
MISSPELT = {
    **dict.fromkeys(("wat", "waht", "whta", "wht", "wot", "whats", "hwat"), "what"),
    **dict.fromkeys(("hwo", "woh", "whoo", "ho"), "who"),
    **dict.fromkeys(("whos", "who`s"), "who is"),
    **dict.fromkeys(("wich", "whcih"), "which"),
    **dict.fromkeys(("wy", "whi", "whu"), "why"),
    **dict.fromkeys(("wen", "whne"), "when"),
    **dict.fromkeys(("were's", "wheres", "wher"), "where"),
}
SURNAMES = frozenset(("ho", "wen"))  # these are misspelt only before an auxiliary
AUXILIARY = re.compile(r"(?:is|was|are|were|do|does|did|has|have|had|will|would|can|could)\b", re.I)
WHICH_OF_TWO = re.compile(r"\s*(?:\w+\s?){0,2}, \w.* or ", re.IGNORECASE)  # first, he or she
FILLER = re.compile(
    r"^(?:that|whether|if|it|this|something like|the words|how|as)\b[\s:,]*", re.IGNORECASE
)
SEVERAL = re.compile(
    r"(?<=[?])\s+(?=\S)|,?\s+and\s+(?=(?:what|who|why|when|where|how)\s+(?:did|does|do|said|says)\b)",
    re.IGNORECASE,
)
ALSO_ASKED = re.compile(  # where the first half asks for no words, whose content this might be
    r",?\s+and\s+(?=(?:also\s+)?(?:"
    r"(?:(?:what|who|whom|why|when|where|how)|(?:which|whose|what)\s+\w+)\s+"
    r"(?:is|was|were|are|will|would|can|could|has|had|have|did|does|do)\b"
    r"|how\s+(?:many|much|long|old|far|often|deep|high|heavy|big|large|tall|wide|late|fast)\b"
    r"|who\s+(?!(?:he|she|it|they|we|I|you|the|an?|his|her|their|its|else)\b)\w+\s+\w))",
    re.IGNORECASE,
)
ASKING_FIRST = re.compile(
    r"^[\W_]*(?:(?:so|and|but|then|ok|okay|well|now|please|tell me|do you know)[\s,]+)*"
    r"(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can"
    r"|could|will|would|list|show|give|find|quote)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what it asks for.

    ``name`` is the speaker asked about, in the asker's words; ``topic`` what is to be found: the
    content for *who said*, the subject for *what did NAME say* (None: anything).
    """

    text: str
    intent: Intent
    name: str | None = None
    topic: str | None = None
    verb: str | None = None
    everything: bool = False
    who_is: bool = False

    @property
    def kin(self) -> frozenset[str]:
        """The verbs that are as good as the one asked for; none where any saying will do."""
        return KIN.get(self.verb or "", frozenset())

    @property
    def asks_by_pronoun(self) -> bool:
        """Whether the speaker asked about is only "he", "she" or "they"."""
        return bool(self.name and PRONOUN.match(self.name))


def parts(text: str) -> list[str]:
    """The questions in one message, at most three."""
    whole = text.strip()
    if not ASKING_FIRST.match(whole) and "?" not in whole:
        return [whole]  # told, not asked: "I know who did it and who did not"
    if re.match(r"\w+\s+and\s", whole):
        return [whole]  # "when and where did it happen?"
    pieces = [piece.strip() for part in SEVERAL.split(whole) for piece in _halves(part)]
    return [piece for piece in pieces if re.search(r"\w", piece)][:3] or [text.strip()]


def _halves(text: str) -> list[str]:
    """ "Who found it" and "how long is it?" of both in one; nothing is taken from what was said."""
    halves = ALSO_ASKED.split(text, maxsplit=1)
    alone = len(halves) < 2 or len(halves[0].split()) < 2
    return [text] if alone or parse(halves[0]).verb else halves


def parse(text: str) -> Question:
    """What one question asks for; its text is kept as it was typed."""
    typed = " ".join(text.split())
    return replace(_understood(_spelt(typed)), text=typed)


def _understood(text: str) -> Question:
    if any(pattern.match(text) for pattern in (GREETING, THANKS, FAREWELL)):
        return Question(text, Intent.COURTESY)
    if match := WHO_SAID.match(text) or ANYONE_SAID.match(text):
        return _who_said(text, match["rest"], match["verb"].lower())
    if match := WHOSE_WORDS.match(text):
        return _who_said(text, match["rest"], "said")
    if words := _words_asked_for(text):
        return Question(text, Intent.WHO_SAID, topic=words, verb="said")
    for pattern in WHAT_SAID:
        if (match := pattern.match(text)) and not NOT_A_NAME.match(match["name"].strip()):
            return _what_said(text, match)
    match = WHO_IS.match(text) or WHAT_IS.match(text)
    if match and not PLACED.match(match["name"]):
        return Question(text, Intent.ABOUT, name=match["name"], topic=match["name"], who_is=True)
    return Question(text, Intent.ABOUT, topic=text)


def _words_asked_for(text: str) -> str | None:
    """The words in quotation marks of a question that asks whose they are."""
    quoted = QUOTED_WORDS.search(text)
    if (
        quoted is None
        or CALLED_SO.search(text)
        or not ASKS_WHO.search(text[: quoted.start()] + text[quoted.end() :])
    ):
        return None
    words = _bare(quoted["rest"] or quoted["inner"])
    return words if len(words.split()) > 1 else None


def _spelt(text: str) -> str:
    """The question with its first word mended where it is a misspelt question word."""
    first, _, rest = text.partition(" ")
    meant = MISSPELT.get(first.lower())
    if meant is None or (first.lower() in SURNAMES and not AUXILIARY.match(rest)):
        return text
    return f"{meant} {rest}".strip()


def _who_said(text: str, rest: str, verb: str) -> Question:
    content = _bare(rest)
    if not re.search(r"\w", content) or WHICH_OF_TWO.match(rest):
        return Question(text, Intent.ABOUT, topic=text)
    everything = bool(re.search(r"\b(?:else|all)\b", text.lower().split(verb)[0]))
    return Question(text, Intent.WHO_SAID, topic=content, verb=verb, everything=everything)


def _what_said(text: str, match: re.Match[str]) -> Question:
    groups = match.groupdict()
    verb = (match["verb"] or "said").lower()
    return Question(
        text,
        Intent.WHAT_SAID,
        name=match["name"].strip(" ,"),
        topic=_topic(groups.get("rest") or "", verb),
        verb=verb,
        everything=bool(groups.get("all")),
    )


def _topic(rest: str, verb: str) -> str | None:
    """What the saying is about: "about the bridge" is the bridge, "that it was shut" all of it."""
    rest = rest.strip(" ,:?.!")
    if verb in TELLING:
        rest = ADDRESSEE.sub("", rest)
    rest = MEDIUM.sub("", rest)
    if LEFT_HANGING.match(rest):
        return None
    if match := ABOUT_TOPIC.match(rest):
        rest = match["topic"]
    return _bare(rest) or None


def _bare(words: str) -> str:
    """The content without the words that lead into it, marks of quoting or of asking."""
    words = words.strip(' \t\n,:;?!."“”«»„')
    while shorter := FILLER.match(words):
        if shorter.end() == len(words):
            break
        words = words[shorter.end() :]
    return words.strip(" \t\n,:;?!.\"“”«»„'‘’")


def courtesy(text: str) -> str:
    """A short line back for a greeting, thanks or a farewell."""
    if THANKS.match(text):
        return "You're welcome. Ask on whenever you like."
    if FAREWELL.match(text):
        return "Goodbye! The story stays where it is."
    return "Hello! Ask me about the story: who said what, or what happened."
