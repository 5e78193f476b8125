"""What an archive looks like at a moment, collected into a model that dumps to JSON and can be compared.

The parts of a report are in `mailstore_sdk.reports.entries`.
"""

from __future__ import annotations

from mailstore_sdk.reports.collect import collect, collect_async, verify
from mailstore_sdk.reports.collection import Progress
from mailstore_sdk.reports.diff import Change, Growth, NotCompared, ReportDiff
from mailstore_sdk.reports.model import SECTIONS, Report, SectionName, Verification
from mailstore_sdk.reports.section import Problem, Section, Unavailable

__all__ = [
    "SECTIONS",
    "Change",
    "Growth",
    "NotCompared",
    "Problem",
    "Progress",
    "Report",
    "ReportDiff",
    "Section",
    "SectionName",
    "Unavailable",
    "Verification",
    "collect",
    "collect_async",
    "verify",
]
