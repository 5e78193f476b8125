"""Watch an archive: how its profiles and jobs are, judged from their runs over any span of time.

Loaded when first used, since it needs the models; the clients need only how runs are read.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mailstore_sdk.severity import SEVERITIES, Severity, worst
    from mailstore_sdk.watch.jobs import job_health
    from mailstore_sdk.watch.overall import health
    from mailstore_sdk.watch.profiles import profile_health
    from mailstore_sdk.watch.rules import HealthRules

__all__ = ["HealthRules", "SEVERITIES", "Severity", "health", "job_health", "profile_health", "worst"]

_MODULES = {
    "HealthRules": "watch.rules",
    "SEVERITIES": "severity",
    "Severity": "severity",
    "health": "watch.overall",
    "job_health": "watch.jobs",
    "profile_health": "watch.profiles",
    "worst": "severity",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"mailstore_sdk.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
