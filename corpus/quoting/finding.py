"""Who said what in a document: the way in to quotations and their speakers."""

from __future__ import annotations

from corpus.documents import Document, Kind, Quotation
from corpus.quoting.marks import marked
from corpus.quoting.parsing import DEFAULT_MODEL, Parse, Parser, Quoted
from corpus.quoting.speech import Speech


class QuotationFinder:
    """Finds the quotations of whole documents; the model loads with the first one."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.parser = Parser(model)

    def speeches(self, document: Document) -> tuple[list[Speech], Parse]:
        """What is said in the document, in text order, and the grammar that it was found in."""
        found = marked(document.text, document.paragraphs)
        parse = self.parser.parse(
            document.text, [Quoted(start, end) for start, end, *_ in found], document.paragraphs
        )
        return [Speech(start, end, Kind.DIRECT) for start, end, *_ in found], parse

    def quotations(self, document: Document) -> list[Quotation]:
        """What is said in the document and by whom, in text order."""
        speeches, _ = self.speeches(document)
        return [
            Quotation(
                document,
                speech.start,
                speech.end,
                kind=speech.kind,
                mention=speech.mention,
                cue=speech.cue,
                negated=speech.negated,
            )
            for speech in speeches
        ]
