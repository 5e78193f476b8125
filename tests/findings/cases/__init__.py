"""For each rule: reports in which it fires, with the keys, and reports in which it stays silent."""

from __future__ import annotations

from tests.findings.cases.archive import ARCHIVES, STORES, USERS
from tests.findings.cases.case import Case
from tests.findings.cases.profiles import PROFILES, SETTINGS
from tests.findings.cases.server import JOBS, MISSING, SERVER, SPE

__all__ = ["CASES", "Case"]

CASES = [*PROFILES, *SETTINGS, *STORES, *USERS, *ARCHIVES, *JOBS, *SERVER, *SPE, *MISSING]
