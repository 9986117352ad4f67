from __future__ import annotations

from bot.wiring import quotation_finder
from config.settings import QuotationSettings, Settings
from corpus.quoting.attribution import BAR


def test_the_bar_for_speakers_is_the_measured_one_unless_it_is_set() -> None:
    stricter = Settings(quotations=QuotationSettings(min_confidence=0.9))

    assert quotation_finder(Settings()).min_confidence == BAR
    assert quotation_finder(stricter).min_confidence == 0.9
