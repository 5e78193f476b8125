"""What monitoring systems read: one judgement of an archive, in the format of each.

Loaded when first used, since it needs reports and findings.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mailstore_sdk.monitoring.formats import FORMATS, Format, Output, render
    from mailstore_sdk.monitoring.judging import facts
    from mailstore_sdk.monitoring.looking import LOOKED_AT, check, check_async, failed, from_file
    from mailstore_sdk.monitoring.metrics_server import MetricsServer
    from mailstore_sdk.monitoring.names import recall, remember
    from mailstore_sdk.monitoring.selecting import only
    from mailstore_sdk.monitoring.services import Facts, Metric, Name, Service
    from mailstore_sdk.monitoring.zabbix import discovery

__all__ = [
    "FORMATS",
    "Facts",
    "Format",
    "LOOKED_AT",
    "Metric",
    "MetricsServer",
    "Name",
    "Output",
    "Service",
    "check",
    "check_async",
    "discovery",
    "facts",
    "failed",
    "from_file",
    "only",
    "recall",
    "remember",
    "render",
]

_MODULES = {
    "FORMATS": "formats",
    "Facts": "services",
    "Format": "formats",
    "LOOKED_AT": "looking",
    "Metric": "services",
    "MetricsServer": "metrics_server",
    "Name": "services",
    "Output": "formats",
    "Service": "services",
    "check": "looking",
    "check_async": "looking",
    "discovery": "zabbix",
    "facts": "judging",
    "failed": "looking",
    "from_file": "looking",
    "only": "selecting",
    "recall": "names",
    "remember": "names",
    "render": "formats",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
