"""One story, written to a file of every kind by a library that writes such files."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

TITLE = "The Long Ebb"
AUTHOR = "Ines Marlow"
STORY = (
    "The ferry to Little Skerry made its last crossing of the season on Thursday, a month earlier"
    " than the island had been promised, and nobody on the quay looked up when the bell rang.",
    "“We were told November,” said Oda Fenn, who keeps the island’s only shop. “Nobody rang. I"
    " heard it from the gulls.”",
    "The council blamed the weather and a worn-out ramp. Repairs would cost £400,000, it said in a"
    " statement that ran to eleven pages and, according to the one councillor who had read it,"
    " promised nothing at all.",
    "Short and naïve, that.",
    "“Sign up, they said, and you will have a boat,” Ms Fenn added. “So I signed up.”",
)


def docx(path: Path) -> None:
    import docx as word

    document = word.Document()
    document.core_properties.title = TITLE
    document.core_properties.author = AUTHOR
    for paragraph in STORY:
        first, _, rest = paragraph.partition(" ")
        piece = document.add_paragraph()
        piece.add_run(first + " ").bold = True
        piece.add_run(rest)
    document.sections[0].header.paragraphs[0].text = "A running head"
    document.save(str(path))


def odt(path: Path) -> None:
    from odf.dc import Creator, Title
    from odf.opendocument import OpenDocumentText
    from odf.text import P

    document = OpenDocumentText()
    document.meta.addElement(Title(text=TITLE))
    document.meta.addElement(Creator(text=AUTHOR))
    for paragraph in STORY:
        document.text.addElement(P(text=paragraph))
    document.save(str(path))


def rtf(path: Path) -> None:
    """As word processors write it: Windows-1252 bytes, and Unicode with a stand-in."""
    code = "".join(
        c if c.isascii() else f"\\'{c.encode('cp1252')[0]:02x}" if c in "ïé£" else f"\\u{ord(c)}?"
        for c in "\\par\n".join(STORY)
    )
    head = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Helvetica;}}"
    about = rf"{{\info{{\title {TITLE}}}{{\author {AUTHOR}}}}}"
    path.write_text(f"{head}{about}{{\\header A running head\\par}}\\f0\\fs24 {code}\\par}}")


def epub(path: Path) -> None:
    import mkepub

    book = mkepub.Book(title=TITLE, author=AUTHOR)
    for number, part in enumerate((STORY[:2], STORY[2:]), 1):
        book.add_page(f"Part {number}", "".join(f"<p>{p}</p>" for p in part))
    book.save(str(path))
    book.tempdir.cleanup()


def pdf(path: Path) -> None:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    style = ParagraphStyle("story", fontSize=11, leading=14, spaceAfter=8)
    document = SimpleDocTemplate(str(path), title=TITLE, author=AUTHOR)
    document.build([Paragraph(paragraph, style) for paragraph in STORY])


def page() -> str:
    body = "\n".join(f"<p>{p}</p>" for p in STORY)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE} | Harbour Post</title>'
        f'<meta name="author" content="{AUTHOR}"><style>p {{ color: red }}</style></head><body>'
        '<nav><a href="/">Home</a> <a href="/news">News</a></nav>'
        f"<article>{body}</article><footer>© 2021 Harbour Post. All rights reserved.</footer>"
        "<script>document.write('<p>not read</p>')</script></body></html>"
    )


def html(path: Path) -> None:
    path.write_text(page(), encoding="utf-8")


def mhtml(path: Path) -> None:
    message = MIMEMultipart("related", type="text/html")
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://example.org/ebb"
    message["Subject"] = TITLE
    part = MIMEText(page(), "html", "utf-8")
    part["Content-Location"] = "https://example.org/ebb"
    message.attach(part)
    path.write_bytes(message.as_bytes())


def eml(path: Path) -> None:
    message = EmailMessage()
    message["From"] = f"{AUTHOR} <ines@example.org>"
    message["To"] = "desk@example.org"
    message["Subject"] = TITLE
    message["Date"] = "Thu, 04 Mar 2021 09:15:00 +0000"
    message.set_content("\n\n".join(STORY) + "\n\n-- \nInes Marlow\nHarbour Post\n")
    path.write_bytes(message.as_bytes())


def txt(path: Path) -> None:
    path.write_text(f"Title: {TITLE}\nAuthor: {AUTHOR}\n\n" + "\n\n".join(STORY), encoding="utf-8")


def md(path: Path) -> None:
    path.write_text(
        f"---\ntitle: {TITLE}\nauthor: {AUTHOR}\n---\n" + "\n\n".join(STORY), encoding="utf-8"
    )


def jsonl(path: Path) -> None:
    row = {"title": TITLE, "author": AUTHOR, "text": "\n\n".join(STORY)}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")


def csv_(path: Path) -> None:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["title", "author", "text"])
    rows.writerow([TITLE, AUTHOR, "\n\n".join(STORY)])
    path.write_text(out.getvalue(), encoding="utf-8")


def zip_(path: Path) -> None:
    inner = path.with_name("inner.docx")
    docx(inner)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(inner, "folder/inner.docx")
    inner.unlink()


def gz(path: Path) -> None:
    path.write_bytes(gzip.compress(("\n\n".join(STORY)).encode()))


WRITERS = {
    "docx": docx, "odt": odt, "rtf": rtf, "epub": epub, "pdf": pdf, "html": html, "mhtml": mhtml,
    "eml": eml, "txt": txt, "md": md, "jsonl": jsonl, "csv": csv_, "zip": zip_, "txt.gz": gz,
}  # fmt: skip
