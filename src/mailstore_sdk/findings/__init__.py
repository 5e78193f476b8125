"""What in a report is not as it should be: rules, findings, acknowledgements and tickets.

Rules are pure functions over a report: no server is asked, no file read. docs/findings.md lists them.
"""

from __future__ import annotations

from mailstore_sdk.findings.acks import acknowledge, acknowledgements, acknowledgements_file, forget
from mailstore_sdk.findings.evaluate import findings, scope_of
from mailstore_sdk.findings.health import report_health
from mailstore_sdk.findings.model import Acknowledgement, Finding, Findings, Unchecked
from mailstore_sdk.findings.registry import rules
from mailstore_sdk.findings.rule import Context, Rule
from mailstore_sdk.findings.thresholds import Thresholds
from mailstore_sdk.findings.tickets import Ticket, ticket

__all__ = [
    "Acknowledgement",
    "Context",
    "Finding",
    "Findings",
    "Rule",
    "Thresholds",
    "Ticket",
    "Unchecked",
    "acknowledge",
    "acknowledgements",
    "acknowledgements_file",
    "findings",
    "forget",
    "report_health",
    "rules",
    "scope_of",
    "ticket",
]
