"""An archive of half a year, made once for the tests of a process."""

from __future__ import annotations

import pytest

from mailstore_sdk.reports import Report
from tests.reports.writers.html.pages import archive


@pytest.fixture(scope="session")
def half_a_year() -> list[Report]:
    """The newest report first."""
    return [archive(months) for months in range(6)]
