"""What the operator can mend."""

from __future__ import annotations


class UserError(Exception):
    """Something that the operator can mend; the message is one line that says what to change."""


class CorpusError(UserError):
    """A file or folder of the corpus that cannot be read; the message names it."""


class PartError(CorpusError):
    """A part of a file that cannot be read, such as one row; the rest of the file is read."""


class StorageError(UserError):
    """The data folder cannot be read or written; the message names it."""
