"""Every section has a title, and every known result a word."""

from __future__ import annotations

from typing import get_args

from mailstore_sdk._generated.values import WorkerOutcome
from mailstore_sdk.reports import SECTIONS
from mailstore_sdk.reports.wording import RESULT_WORDS, SECTION_TITLES


def test_every_section_has_a_title_in_the_order_of_the_report() -> None:
    assert tuple(SECTION_TITLES) == SECTIONS


def test_every_result_that_is_known_for_sure_has_a_word() -> None:
    known, _ = get_args(WorkerOutcome)
    assert set(get_args(known)) - set(RESULT_WORDS) == {"threadAbort"}  # seen on weak evidence: shown as it is
