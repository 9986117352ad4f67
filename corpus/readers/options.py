"""What one file may cost, and what shapes its text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What shapes a document's text, and how much one file may cost."""

    clean: bool = True
    encoding: str | None = None  # of text files; None finds it out for each
    max_file_bytes: int = 200_000_000
    max_pages: int = 5_000  # of one PDF
    max_articles: int = 100_000  # of one table or JSON file
    max_archive_entries: int = 10_000
    max_inflated_bytes: int = 500_000_000  # of one archive, e-book or Word file
    max_inflated_ratio: int = 200  # inflated bytes for each stored one
    seconds_per_file: float = 60.0
    memory_bytes: int = 2_000_000_000  # of the process that reads untrusted formats
