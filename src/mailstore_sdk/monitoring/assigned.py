"""Which service a finding is about."""

from __future__ import annotations

from collections.abc import Collection

from mailstore_sdk.findings import Finding
from mailstore_sdk.monitoring.services import OF_ALL, Kind

BY_HEALTH = frozenset({"profile-silent", "profile-overdue", "profile-failing", "profile-unknown", "job-not-running"})
"""Rules about what health tells too. A finding stays until it is mended; health turns ok by itself, as a check does."""

OF_RULE: dict[str, Kind] = {
    **dict.fromkeys(sorted(BY_HEALTH - {"job-not-running"}), "profile"),
    "job-not-running": "job",
    "no-mail-archived": "profiles",
    "store-error": "store",
    "store-needs-upgrade": "store",
    "store-index-rebuild": "store",
    "store-over-limit": "store",
    "no-current-store": "stores",
    "licence-nearly-used": "licence",
    "certificate-expiring": "certificate",
    "spe-server-down": "server",
    "spe-message": "server",
    "instance-not-running": "instance",
}
OF_SECTION: dict[str, Kind] = {
    "server": "server",
    "licence": "licence",
    "certificate": "certificate",
    "profiles": "profiles",
    "runs": "profiles",
    "stores": "stores",
    "jobs": "jobs",
    "job_runs": "jobs",
    "service_status": "server",
    "instances": "instances",
}
BY_SECTION = ("section-missing", "section-incomplete", "runs-unreadable")
"""Rules whose findings are about a part of the report; the key names it."""


def service_of(finding: Finding, there: Collection[str]) -> str:
    """The key of the service that a finding is about; what belongs to none is in `findings`.

    Args:
        finding: The finding.
        there: The keys of all services that there are.
    """
    _, _, of = finding.key.partition(":")
    kind = OF_SECTION.get(of) if finding.rule in BY_SECTION else OF_RULE.get(finding.rule)
    key = f"{kind}:{of}" if kind in OF_ALL else str(kind)
    return key if key in there else "findings"
