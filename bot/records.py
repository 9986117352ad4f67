"""Replies, quotations and speakers as the JSON records of the command line contract."""

from __future__ import annotations

from typing import Any

from bot import wording
from bot.replies import Abstention, Answer, Citation, Courtesy, Intent, Reply
from corpus.documents import Person, Quotation


def reply_record(reply: Reply, *, id_: str | None = None) -> dict[str, Any]:
    """One reply of ``quoth ask --json``; offsets count characters of ``quoth text DOCUMENT``."""
    record: dict[str, Any] = {"id": id_, "question": reply.question}
    match reply:
        case Answer():
            return record | {
                "answered": True,
                "reason": None,
                "intent": reply.intent.value,
                "speaker": reply.speaker,
                "citations": [_citation(citation) for citation in reply.citations],
                "notes": list(reply.notes),
            }
        case Abstention():
            return record | {
                "answered": False,
                "reason": reply.reason.value,
                "intent": reply.intent.value,
                "speaker": None,
                "citations": [],
                "message": wording.abstention(reply),
                "suggestions": list(reply.suggestions),
            }
        case Courtesy():
            return record | {
                "answered": False,
                "reason": None,
                "intent": Intent.COURTESY.value,
                "speaker": None,
                "citations": [],
                "message": reply.text,
            }


def _citation(citation: Citation) -> dict[str, Any]:
    excerpt, quotation, highlight = citation.excerpt, citation.quotation, citation.highlight
    return {
        "number": citation.number,
        "document": excerpt.document.id,
        "title": excerpt.document.title,
        "paragraph": excerpt.paragraph,
        "start": excerpt.start,
        "end": excerpt.end,
        "excerpt": excerpt.text,
        "highlight": [highlight.start, highlight.end] if highlight else None,
        "speaker": quotation.speaker if quotation else None,
        "speaker_words": quotation.speaker_words if quotation else None,
        "kind": quotation.kind.value if quotation else "passage",
        "score": citation.score,
    }


def quotation_record(quotation: Quotation) -> dict[str, Any]:
    """One line of ``quoth quotes --json``."""
    text = quotation.document.text
    mention, cue = quotation.mention, quotation.cue
    return {
        "document": quotation.document.id,
        "start": quotation.start,
        "end": quotation.end,
        "text": quotation.text,
        "kind": quotation.kind.value,
        "speaker": quotation.speaker,
        "speaker_start": mention.start if mention else None,
        "speaker_end": mention.end if mention else None,
        "speaker_words": text[mention.start : mention.end] if mention else None,
        "cue": text[cue.start : cue.end] if cue else None,
        "evidence": quotation.evidence,
        "confidence": round(quotation.confidence, 3),
        "negated": quotation.negated,
        "via": quotation.via,
    }


def speaker_record(person: Person, count: int) -> dict[str, Any]:
    """One line of ``quoth speakers --json``."""
    return {
        "name": person.name,
        "aliases": list(person.aliases),
        "roles": list(person.roles),
        "quotations": count,
    }
