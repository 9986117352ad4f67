"""Web pages, saved as .html or .mhtml: the story in them, and what the page says of it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any, Final

from corpus.documents import Removal
from corpus.normalising import tidy
from corpus.readers.blocks import paragraphs_in
from corpus.readers.decoding import decoded, stated
from corpus.readers.draft import AROUND, Draft, Unreadable, extra

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_ELEMENTS: Final = 500_000  # of one page
DECLARED: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]+)""", re.I)
PROLOGUE: Final = re.compile(r"\A\s*<\?xml[^>]*>", re.I)
PREAMBLE: Final = 20_000  # characters in which a page declares its own entities
DECLARATIONS: Final = re.compile(r"<!DOCTYPE[^\[>]*\[([^\]]*)\]\s*>", re.I)
ENTITY: Final = re.compile(
    r"""<!ENTITY\s+([\w.-]+)\s+("[^"<&%]*"|'[^'<&%]*'|"&\#\w+;"|'&\#\w+;')\s*>"""
)
DECLARED_NAME: Final = re.compile(r"<!ENTITY\s+([\w.-]+)")
REFERENCE: Final = re.compile(r"&([A-Za-z_][\w.-]*);")
SAVED_FROM: Final = re.compile(r"<!-- saved from url=\(\d+\)(https?://\S+) -->")
INLINE: Final = frozenset(
    "a abbr b br cite code em font i mark q s small span strong sub sup u".split()
)
STATED: Final = {
    "og:title": "title", "twitter:title": "title", "dc.title": "title", "headline": "title",
    "author": "author", "article:author": "author", "dc.creator": "author", "byl": "author",
    "parsely-author": "author", "sailthru.author": "author",
    "article:published_time": "published", "datepublished": "published", "date": "published",
    "dc.date": "published", "pubdate": "published", "publishdate": "published",
    "dcterms.created": "published", "parsely-pub-date": "published", "time": "published",
    "canonical": "url", "og:url": "url",
}  # fmt: skip
# What a page puts around a story, by the names that its makers give to such parts.
FURNITURE: Final = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|banner|breadcrumbs?|byline|caption|comments?|consent|cookies?"
    r"|credits?|dateline|disqus|donat\w*|footer|hidden|interstitial|login|masthead|menu|metadata"
    r"|most-?(?:read|popular)|nav(?:bar|igation)?|newsletter|outbrain|pagination|paywall|popup"
    r"|promos?|recirc\w*|recommend\w*|related|share\w*|sharing|shar|sidebar|signup|skip|social\w*"
    r"|sponsor\w*|subscri\w*|taboola|tags?|teasers?|timestamp|toolbar|topics|trending|widget"
    r"|author-(?:bio|box|info)|read-?(?:more|next)|more-(?:on|from|stories))(?:$|[\s_-])",
    re.IGNORECASE,
)
COMMENT: Final = re.compile(r"cmnt\d+$")  # what an editor remarked on a draft, in its page
FURNITURE_TAGS: Final = frozenset({"nav", "aside", "footer", "form", "figcaption", "dialog"})
FURNITURE_ROLES: Final = frozenset(
    {"navigation", "banner", "complementary", "contentinfo", "search", "dialog", "menu"}
)
LINE_TAGS: Final = frozenset({"p", "div", "li", "h3", "h4", "h5", "h6", "section", "article"})
HEADLINE_WORDS: Final = range(5, 25)  # of another story; names that are links have fewer
STORY_SHARE: Final = 0.3  # of the prose; a part that holds more is the story, whatever its name
MOST: Final = 0.7  # of the prose is in the part that a page declares to be its story
NEARLY_ALL: Final = 0.9  # of the prose; the smallest part that holds so much is the story's
HOLDERS: Final = (  # of prose; old pages put theirs into nothing at all
    "p", "div", "td", "pre", "blockquote", "li", "section", "article", "main", "center", "body",
)  # fmt: skip
LITTLE: Final = 400  # characters of prose; with less, a page may hold verse, which has none
PROSE: Final = 40  # characters of a paragraph that is prose, not a label


def read_html(data: bytes, encoding: str | None = None, *, whole: bool = False) -> Draft:
    """The one story of a web page; ``whole`` takes the page as it is, menus and all."""
    return _story(page_text(data, encoding), whole=whole)


def read_mhtml(data: bytes, *, whole: bool = False) -> Draft:
    """The one story of a page that a browser saved with its pictures in one file."""
    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                text = page_text(content, part.get_content_charset())
                address = part.get("content-location") or message.get("snapshot-content-location")
                return _story(text, str(address or ""), whole=whole)
    raise Unreadable("a saved web page without a page in it; save it again as .html")


def page_text(data: bytes, encoding: str | None = None) -> str:
    """A page's source in the encoding that it is in, which pages often declare wrongly."""
    if not encoding and (known := stated(data)):
        return data.decode(known, "replace").removeprefix("\ufeff")
    if not encoding and (declared := DECLARED.search(data[:4096])):
        encoding = declared[1].decode("ascii")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return decoded(data, encoding)[0]
    except Unreadable:  # the page declares what there is not
        return decoded(data)[0]


def page_paragraphs(text: str) -> tuple[str, ...]:
    """All paragraphs of a page that is nothing but text, such as an e-mail's."""
    return tuple(paragraphs_in(parsed(text)))


def parsed(source: str | bytes, encoding: str | None = None) -> Element:
    """The tree of a page that is within the limits."""
    with extra("html", "reading web pages"):
        import lxml.html
    if isinstance(source, bytes):
        source = page_text(source, encoding)
    page = _with_entities(PROLOGUE.sub("", source, count=1)).encode("utf-8", "replace")
    parser = lxml.html.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
    try:
        tree = lxml.html.document_fromstring(page, parser=parser)
    except (lxml.etree.LxmlError, ValueError):
        raise Unreadable("no page that can be parsed; save it again") from None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise Unreadable("a page nested too deeply to be one; save it again")
    if sum(1 for _ in zip(range(MOST_ELEMENTS + 1), tree.iter(), strict=False)) > MOST_ELEMENTS:
        raise Unreadable(f"a page of more than {MOST_ELEMENTS:,} elements; split it")
    return tree


def _with_entities(source: str) -> str:
    """The page with what it declares itself (``<!ENTITY who "Oda">``) put where it belongs."""
    if not (declared := DECLARATIONS.search(source[:PREAMBLE])):
        return source
    values = {name: value[1:-1] for name, value in ENTITY.findall(declared[1])}
    page = source[declared.end() :]
    used = Counter(REFERENCE.findall(page))
    strange = [n for n in DECLARED_NAME.findall(declared[1]) if n not in values and used[n]]
    grown = sum(len(value) * used[name] for name, value in values.items())
    if strange or grown > len(page) + PREAMBLE:
        raise Unreadable("it declares XML entities of its own; open it and save it again")
    return REFERENCE.sub(lambda found: values.get(found[1], found[0]), page)


def _story(text: str, address: str = "", *, whole: bool = False) -> Draft:
    tree = parsed(text)
    body = tree.find("body")
    body = tree if body is None else body
    everything = paragraphs_in(body)
    if whole:
        paragraphs = everything
    else:
        part = _main_part(body)
        paragraphs = paragraphs_in(part, _furniture(part)) or everything or _stated_body(tree)
    facts = _facts(tree)
    saved = SAVED_FROM.search(text[:2000])
    return Draft(
        tuple(paragraphs),
        title=_title(tree, facts),
        author=facts.get("author"),
        published=(facts.get("published") or "")[:10] or None,
        url=facts.get("url") or (saved[1] if saved else address) or None,
        removed=_removed(everything, paragraphs),
    )


def _removed(everything: list[str], kept: list[str]) -> tuple[Removal, ...]:
    left = set(kept)
    return tuple(Removal(p, AROUND) for p in dict.fromkeys(everything) if p not in left)


def _main_part(body: Element) -> Element:
    """The element that holds the story: the one declared, or the smallest with all the prose."""
    weights, paragraphs = _prose(body)
    total = weights.get(body, 0)
    declared = [e for e in body.iter() if _is_declared(e) and weights.get(e, 0) >= MOST * total]
    if declared and total:
        return declared[-1]  # in the order of the page, so the innermost
    part = body
    if total < LITTLE:
        return part
    while inner := [c for c in part if weights.get(c, 0) >= NEARLY_ALL * total > 0]:
        if inner[0] in paragraphs:
            break
        part = inner[0]
    return part


def _is_declared(element: Element) -> bool:
    """Whether the page itself says that its story is in here."""
    names = (element.get("itemprop"), element.get("role"))
    return element.tag in ("article", "main") or "articleBody" in names or "main" in names


def _prose(body: Element) -> tuple[dict[Element, int], set[Element]]:
    """How many characters of prose stand in each element, and which are paragraphs themselves."""
    weights: dict[Element, int] = {}
    paragraphs: set[Element] = set()
    for element in body.iter(*HOLDERS):
        own = len(" ".join([element.text or "", *(_inline_text(c) for c in element)]).strip())
        if own < PROSE:
            continue
        paragraphs.add(element)
        for holder in (element, *element.iterancestors()):
            weights[holder] = weights.get(holder, 0) + own
            if holder is body:
                break
    return weights, paragraphs


def _inline_text(child: Element) -> str:
    """The words of a child that is part of its paragraph, and those after it."""
    inner = "".join(map(str, child.itertext())) if child.tag in INLINE else ""
    return inner + (child.tail or "")


def _furniture(part: Element) -> frozenset[Element]:
    """The elements in ``part`` whose tag, role or name says that they are no story."""
    weights, _ = _prose(part)
    most = STORY_SHARE * weights.get(part, 0)
    return frozenset(
        element
        for element in part.iter()
        if isinstance(element.tag, str)
        and element is not part
        and (_is_furniture(element) or _is_linked(element))
        and weights.get(element, 0) <= most
    )


def _is_furniture(element: Element) -> bool:
    if element.tag in FURNITURE_TAGS or element.get("role") in FURNITURE_ROLES:
        return True
    if element.get("aria-hidden") == "true" or element.get("hidden") is not None:
        return True
    remark = element.find("p/a[@id]") if element.tag == "div" else None
    if remark is not None and COMMENT.match(remark.get("id") or ""):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(names.strip() and FURNITURE.search(names))


def _is_linked(element: Element) -> bool:
    """Whether a block is nothing but the headline of another story, all of it a link."""
    links = element.findall(".//a[@href]")
    if element.tag not in LINE_TAGS or not links:
        return False
    words = "".join(map(str, element.itertext())).split()
    linked = sum(len("".join(map(str, link.itertext())).split()) for link in links)
    ended = words and words[-1].endswith((".", "”", '"', ":"))
    return len(words) in HEADLINE_WORDS and linked == len(words) and not ended


def _facts(tree: Element) -> dict[str, str]:
    """Title, author, date and address as the page states them for search engines."""
    facts: dict[str, str] = {}
    for record in _linked_data(tree):
        _note(facts, "title", record.get("headline"))
        _note(facts, "author", _names(record.get("author")))
        _note(facts, "published", record.get("datePublished"))
    for element in tree.iter("meta", "link", "time"):
        key = (element.get("property") or element.get("name") or element.get("itemprop")
               or element.get("rel") or element.tag)  # fmt: skip
        noun = STATED.get(str(key).lower())
        if noun:
            value = element.get("content") or element.get("href") or element.get("datetime")
            _note(facts, noun, value)
    for noun in ("author", "url"):
        if noun in facts and (noun == "url") != facts[noun].startswith("http"):
            del facts[noun]
    return facts


def _note(facts: dict[str, str], noun: str, value: object) -> None:
    if isinstance(value, str) and (value := tidy(value).replace("\n", " ")):
        facts.setdefault(noun, value)


def _linked_data(tree: Element) -> Iterator[dict[str, Any]]:
    """The articles that the page describes in JSON-LD."""
    for script in tree.iter("script"):
        if script.get("type") != "application/ld+json":
            continue
        try:
            pending = [json.loads(script.text or "")]
        except (ValueError, RecursionError):
            continue
        while pending:
            value = pending.pop()
            if isinstance(value, list):
                pending.extend(value)
            elif isinstance(value, dict):
                graph = value.get("@graph")
                pending.extend(graph if isinstance(graph, list) else ())
                if "headline" in value or "articleBody" in value:
                    yield value


def _stated_body(tree: Element) -> list[str]:
    """The story of a page that shows it only by a program, from what it tells search engines."""
    bodies = (record.get("articleBody") for record in _linked_data(tree))
    text = next((body for body in bodies if isinstance(body, str) and body.strip()), "")
    return [paragraph for line in text.split("\n") if (paragraph := tidy(line))]


def _names(value: object) -> str | None:
    items = value if isinstance(value, list) else [value]
    found = [item.get("name") if isinstance(item, dict) else item for item in items]
    names = [tidy(name) for name in found if isinstance(name, str) and name.strip()]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:]))) or None


def _title(tree: Element, facts: dict[str, str]) -> str | None:
    """The page's headline, without the name of the site that many titles end with."""
    named = tree.find(".//title")
    stated = facts.get("title") or (tidy(named.text or "") if named is not None else "")
    headings = [tidy("".join(map(str, h.itertext()))) for h in tree.iter("h1")]
    headings = [heading for heading in headings if heading]
    for heading in headings:
        if heading in stated or len(headings) == 1:
            return heading.replace("\n", " ")
    short = re.split(r"\s+[|–—]\s+|\s+-\s+(?=[^-]+$)", stated)[0]
    return short or None
