"""Words that tell who can speak: people by noun, groups, papers, pronouns, verbs of saying."""

from __future__ import annotations

import re

from corpus.names import FEMALE_TITLES, MALE_TITLES, Gender
from corpus.spelling import LONG_WORD, NAME_WORD

MALE_NOUNS = frozenset(
    "man boy gentleman lad fellow chap guy father dad papa grandfather grandpa son brother uncle"
    " nephew husband bridegroom groom widower king prince duke lord baron count monk priest friar"
    " waiter actor steward policeman fireman postman milkman salesman chairman spokesman"
    " congressman councilman alderman businessman clergyman workman coachman footman butler"
    " schoolmaster landlord host hero wizard sir master squire baronet knight bachelor stepfather"
    " godfather grandson stepson brother-in-law father-in-law son-in-law curate parson vicar"
    " ferryman fisherman sportsman seaman horseman nobleman yeoman watchman gunman cowboy"
    " emperor pope sultan sheikh bishop hangman foreman doorman".split()
)
FEMALE_NOUNS = frozenset(
    "woman girl lady mother mum mom mamma mama grandmother grandma daughter sister aunt niece wife"
    " bride widow queen princess duchess countess baroness nun nurse waitress actress stewardess"
    " hostess heroine witch maid housemaid housekeeper governess landlady schoolmistress mistress"
    " madam spokeswoman chairwoman congresswoman councilwoman policewoman businesswoman midwife"
    " stepmother godmother granddaughter stepdaughter sister-in-law mother-in-law"
    " daughter-in-law seamstress empress goddess laundress spinster matron dame mare elf-girl"
    " charwoman washerwoman mistress sempstress".split()
)
PLAIN_PERSON_NOUNS = frozenset(
    "person child baby infant kid teenager youth adult parent cousin friend neighbour neighbor"
    " companion partner colleague stranger visitor guest traveller traveler passenger customer"
    " client patient doctor surgeon physician dentist lawyer solicitor attorney judge justice clerk"
    " officer captain colonel general major lieutenant sergeant soldier sailor pilot driver captor"
    " engineer teacher professor student pupil scholar scientist researcher analyst expert"
    " economist author writer poet novelist journalist reporter editor critic publisher historian"
    " curator artist painter sculptor musician singer dancer composer director producer player"
    " coach manager boss chief leader president minister secretary senator governor mayor"
    " councillor councilor deputy ambassador diplomat official spokesperson representative delegate"
    " chairperson founder owner farmer baker butcher carpenter tailor shopkeeper merchant"
    " trader banker accountant servant cook gardener porter messenger guard prisoner thief"
    " witness victim suspect accused defendant plaintiff narrator speaker listener reader stranger"
    " narrator old-timer veteran survivor resident citizen villager voter worker employee employer"
    " volunteer activist campaigner protester organiser organizer opponent enemy rival candidate"
    " member user poster blogger commentator warden inspector detective constable sheriff"
    " superintendent commissioner chancellor premier undersecretary co-author coauthor"
    " magistrate coroner bailiff auctioneer innkeeper pedestrian beadle apprentice orphan"
    " oldster youngster elder invalid beggar tramp"
    " rider hunter miner watchmaker shepherd keeper caretaker pastor rabbi imam reverend"
    " deacon source insider whistleblower adviser advisor aide assistant consultant counsel"
    " executive agent broker investor trustee treasurer principal dean lecturer tutor"
    " one somebody someone anybody anyone another other everyone everybody".split()
)
KIN = frozenset(
    "father mother dad mum mom papa mamma mama brother sister son daughter wife husband uncle aunt"
    " cousin nephew niece grandfather grandmother sister-in-law brother-in-law father-in-law"
    " mother-in-law guardian lady parents spouse fiance fiancee".split()
)
# What speaks for its owner: "his voice", "the voice of John Reed"
SPEAKING_PARTS = frozenset(
    "voice voices tone tones advice answer reply lips mouth tongue finger forefinger hand hands eye"
    " eyes face head accent accents whisper heart remark question cry shout".split()
)
ANIMALS = frozenset(
    "horse mare colt pony dog hound cat fox wolf bear lion tiger mouse rat rabbit hare duck goose"
    " hen cock rooster owl crow raven bird frog toad tortoise turtle snake fish whale cow bull ox"
    " pig sheep lamb goat donkey ass monkey ape elephant spider bee ant caterpillar dragon giant"
    " dwarf elf fairy troll ghost spirit robot machine computer phantom devil angel god".split()
)
# Nouns that end as people's do (baker, actor, client) and are things.
THINGS = frozenset(
    "half folder paper number letter water river corner counter dinner supper winter summer weather"
    " power order matter ladder hammer butter silver flower tower shower computer printer finger"
    " shoulder chamber cover border container trailer boiler heater drawer answer monster center"
    " theater layer razor mirror motor error terror horror honor color colour favor favour labor"
    " labour harbor harbour odor odour vapor vapour tractor factor sector corridor interior door"
    " floor moment document statement government department parliament agreement apartment"
    " instrument element comment argument event accent percent restaurant plant instant list fist"
    " mist wrist twist laughter thunder slumber timber lumber cancer fever liver leather feather"
    " copper rubber paper pepper sugar cellar altar collar dollar pillar anger danger hunger wonder"
    " character chapter quarter poster sticker marker charter barrier carrier ferry boiler engine"
    " minor major exterior parlour parlor tremor humor humour rumor rumour tumor vigor vigour"
    " remainder disorder manner banner corner sooner either neither ember ash amber ocean median"
    " accident incident continent content extent intent talent treatment movement payment cement"
    " garment ornament monument experiment achievement employment environment giant want front"
    " point tent rent current component ingredient patent cent scent ascent descent consent".split()
)
GROUP_NOUNS = frozenset(
    "people men women children boys girls ladies gentlemen parents police team crowd staff crew"
    " committee council court jury board party government ministry department agency company"
    " firm bank union church group association federation organisation organization institute"
    " university school club society opposition army navy coastguard administration authority"
    " authorities media press newspaper paper magazine radio station channel network house"
    " parliament congress senate commission campaign band chorus family couple pair public city"
    " town village office embassy hospital charity foundation service force league guild".split()
)
PAPERS = frozenset(
    "letter statement report sign notice note memo memorandum email e-mail message post posting"
    " tweet article editorial book document study survey poll review paper website site page"
    " section blog advertisement poster leaflet petition complaint lawsuit filing ruling verdict"
    " judgment judgement decision order resolution bill law act treaty agreement constitution"
    " results result figures data statistics telegram card inscription plaque label manual"
    " brochure release communique bulletin affidavit motion brief opinion test research findings"
    " records record minutes diary journal manifesto declaration proclamation headline caption"
    " banner transcript account story inquiry invitation essay pamphlet".split()
)
ORGANISATION_WORDS = frozenset(
    "ministry department agency court bank university college institute institution council"
    " commission committee office bureau party union church society association federation"
    " league club team company corporation corp inc ltd llc plc group trust foundation fund"
    " news times post herald tribune gazette courier guardian telegraph observer journal press"
    " radio television tv network authority administration service services police army navy"
    " force parliament congress senate house board assembly government museum hospital school"
    " center centre laboratory organization organisation international airlines railway board"
    " street palace kremlin pentagon movement alliance coalition front republic states kingdom"
    " nations conference summit congregation commune chamber academy sons bros associates"
    " partners".split()
)
MUTE = THINGS - PAPERS - GROUP_NOUNS - ORGANISATION_WORDS  # say nothing, whatever the verb
FEMALE = FEMALE_NOUNS | FEMALE_TITLES
MALE = MALE_NOUNS | MALE_TITLES
PERSON_NOUNS = MALE_NOUNS | FEMALE_NOUNS | PLAIN_PERSON_NOUNS | KIN

DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june"
    " july august september october november december christmas easter chapter god heaven lord"
    " english french german american british mr mrs".split()
)
PLACES = frozenset(
    "afghanistan africa albania algeria america angola argentina asia athens australia austria"
    " baghdad bangladesh beijing belgium berlin bolivia boston brazil britain brussels bulgaria"
    " cairo california cambodia canada chicago chile china colombia congo croatia cuba cyprus"
    " delhi denmark dublin edinburgh egypt england estonia ethiopia europe finland florida france"
    " geneva germany ghana greece haiti honduras hungary iceland india indonesia iran iraq ireland"
    " israel istanbul italy jamaica japan jerusalem jordan kenya kiev kong korea kuwait kyiv laos"
    " latvia lebanon liberia libya lisbon lithuania london luxembourg madrid malaysia malta"
    " manchester massachusetts mexico milan mongolia montreal morocco moscow mumbai myanmar nepal"
    " netherlands nigeria norway ohio oregon oslo ottawa oxford pakistan palestine panama paraguay"
    " paris peru philippines poland portugal prague qatar quebec romania rome russia rwanda"
    " scotland senegal serbia seoul shanghai singapore slovakia slovenia somalia spain stockholm"
    " sudan sweden switzerland sydney syria taiwan tanzania tehran texas thailand tibet tokyo"
    " toronto tunisia turkey uganda ukraine uruguay venezuela vienna vietnam wales warsaw"
    " washington yemen york zealand zimbabwe zurich uk us usa u.s u.k eu un internet".split()
)

# pronoun -> (person, gender, plural); gender "n" is for things and institutions
PRONOUNS: dict[str, tuple[int, str, bool]] = {
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), (1, "", False)),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), (1, "", True)),
    **dict.fromkeys(("you", "your", "yours", "yourself", "thou", "thee"), (2, "", False)),
    **dict.fromkeys(("he", "him", "his", "himself"), (3, "m", False)),
    **dict.fromkeys(("she", "her", "hers", "herself"), (3, "f", False)),
    **dict.fromkeys(("it", "its", "itself"), (3, "n", False)),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), (3, "", True)),
}
INDEFINITE = frozenset("somebody someone one another others other everyone everybody".split())

AGE_WORDS = frozenset(
    "old young elder older younger little big tall short fat thin other second third last next"
    " blind lame stout pale".split()
)
# Who is spoken to, in group 1: "Yes, sir." "Come, Lucy!"
ADDRESS = re.compile(
    r"(?:^|[,;:.!?…—-])[\s\"“‘']*(?:(?:oh|o|my|dear|dearest|old|poor|sir|yes|no|well|ah|now|come|the)"
    rf"\s+)*((?:{NAME_WORD}\.?\s+){{0,2}}{LONG_WORD}|(?:sir|madam|ma'am|ma’am|mamma|mama|papa|mother"
    r"|father|doctor|nurse|brother|sister|uncle|aunt|boys|girls|my dear|my lord|my lady|captain|mum"
    r"|dad|cousin|master|miss))(?=[,;:.!?…—]|-{2}|[\"”’']|$)"
)
# What parents are called to their faces, by each of these: "Papa" may be "her father".
FATHERS, MOTHERS = ("father", "papa", "dad", "daddy"), ("mother", "mamma", "mama", "mum", "mom")
PARENTS_CALLED = {**dict.fromkeys(FATHERS, FATHERS), **dict.fromkeys(MOTHERS, MOTHERS)}


def noun_gender(noun: str) -> Gender:
    """The gender that a noun such as "landlady" gives its bearer; empty where it gives none."""
    if noun in FEMALE or noun.endswith(("woman", "girl", "stress")):
        return "f"
    if noun in MALE or (noun.endswith(("man", "boy")) and noun not in ("human", "woman")):
        return "m"
    return ""


def names_person(noun: str) -> bool:
    """Whether a noun stands for one human being."""
    if noun in PERSON_NOUNS or noun in FEMALE or noun in MALE:
        return True
    return noun.endswith(("man", "woman", "person", "smith", "keeper", "maker", "ist", "girl"))


HEADS = frozenset(("head", "chair"))  # of something they are persons: "the head of leisure"
BARE_OFFICES = HEADS | {"ceo", "cfo"}  # offices whose words by themselves are no persons


def singular_of(noun: str) -> str:
    """The singular of a plural noun: "women" and "ladies" as well as "clerks"."""
    if noun.endswith("men"):
        return noun[:-2] + "an"
    if noun.endswith("wives"):
        return noun[:-3] + "fe"
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    if noun.endswith(("ches", "shes", "sses")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


def ends_like_person(noun: str) -> bool:
    """Whether a noun ends as those of trades do: baker, actor, librarian, violinist."""
    endings = ("er", "or", "ian", "ist", "ant", "ent", "eer", "ess")
    return noun.endswith(endings) and noun not in THINGS
