from __future__ import annotations

from email.message import EmailMessage

from corpus.readers.mail import attached_bytes, attachments, read_letter


def letter(body: str, subtype: str = "plain") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Ines Marlow <ines@example.org>"
    message["To"] = "desk@example.org"
    message["Subject"] = "Ebb"
    message.set_content(body, subtype=subtype)
    return message


def test_the_letter_below_is_removed_and_an_answer_in_between_is_not() -> None:
    below = read_letter(
        letter("It was late.\n\nOn Monday Oda Fenn wrote:\n> Was it late?\n> Tell me.\n")
    )
    between = read_letter(letter("> Was it late?\nIt was.\n> And cold?\nVery.\n"))

    assert below is not None
    assert between is not None
    assert below.paragraphs == ("It was late.",)
    assert [removal.reason for removal in below.removed] == ["earlier e-mail quoted below"]
    assert "And cold?" in " ".join(between.paragraphs)


def test_a_letter_in_html_is_read_as_text() -> None:
    draft = read_letter(letter("<p>It was <b>late</b>.</p><p>Go home.</p>", "html"))

    assert draft is not None
    assert draft.paragraphs == ("It was late.", "Go home.")


def test_attachments_come_with_their_names() -> None:
    message = letter("See below.")
    message.add_attachment(b"It was late.", maintype="text", subtype="plain", filename="ebb.txt")

    found = [(name, attached_bytes(part)) for name, part in attachments(message)]

    assert found == [("ebb.txt", b"It was late.")]
