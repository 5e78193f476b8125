"""The document of an EXE/Script Advanced sensor of PRTG, as JSON.

Source: https://www.paessler.com/manuals/prtg/custom_sensors: at most 50 channels, each with a name of its own; a
message of at most 2,000 characters that ends at a number sign; `error` in place of channels when nothing is known.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from mailstore_sdk.monitoring.services import OF_ALL, Facts, Metric, Service, State, Unit
from mailstore_sdk.monitoring.text import text

CHANNELS = 50
LONGEST = 2_000
LONGEST_NOTE = 900
VALUES: dict[State, int] = {"ok": 0, "warning": 1, "unknown": 2, "critical": 3}
"""A sensor knows warning and error; what is not known is an error, and told apart from the worst by its value."""
UNITS: dict[Unit, dict[str, Any]] = {
    "": {"Unit": "Count"},
    "s": {"Unit": "TimeSeconds"},
    "B": {"Unit": "BytesDisk"},
    "%": {"Unit": "Percent", "Float": 1},
}


def prtg(facts: Facts) -> str:
    """One document and nothing else; ASCII, so that no code page of Windows can spoil it.

    What sums up comes first, then the state of every profile, store and job, then what was measured of them. What there
    is no room for is named in the message, and still counts in what sums up.

    Args:
        facts: What is known.
    """
    if facts.failure is not None:
        return _document({"error": 1, "text": _message(text(facts, LONGEST))})
    every = list(_channels(facts))
    note = _left_out([str(channel["Channel"]) for channel in every[CHANNELS:]])
    message = _message(text(facts, LONGEST - LONGEST_NOTE) + note)
    return _document({"result": every[:CHANNELS], "text": message})


def _channels(facts: Facts) -> Iterator[dict[str, Any]]:
    fixed = [service for service in facts.services if service.kind not in OF_ALL]
    single = [service for service in facts.services if service.kind in OF_ALL]
    for services in (fixed, single):
        for service in services:
            yield _state(service)
        for service in services:
            for metric in service.metrics:
                yield _measured(service, metric)


def _state(service: Service) -> dict[str, Any]:
    return {
        "Channel": f"{service.name} state",
        "Value": VALUES[service.state],
        "Unit": "Custom",
        "CustomUnit": "state",
        "LimitMode": 1,
        "LimitMaxWarning": 0.5,
        "LimitMaxError": 1.5,
        "LimitWarningMsg": f"{service.name}: warning",
        "LimitErrorMsg": f"{service.name}: critical or unknown",
    }


def _measured(service: Service, metric: Metric) -> dict[str, Any]:
    channel = {"Channel": f"{service.name} {metric.name.replace('_', ' ')}", **UNITS[metric.unit]}
    # No limits: the state is decided already, and PRTG keeps those that a channel was made with.
    return {**channel, "Value": metric.value if channel.get("Float") else round(metric.value)}


def _left_out(names: list[str]) -> str:
    """Which channels there is no room for, as far as there is room to say it."""
    if not names:
        return ""
    for shown in range(len(names), 0, -1):
        more = f" and {len(names) - shown} more" if shown < len(names) else ""
        note = f" ({len(names)} channels left out: {', '.join(names[:shown])}{more})"
        if len(note) <= LONGEST_NOTE:
            return note
    return f" ({len(names)} channels left out)"


def _message(message: str) -> str:
    whole = message.replace("#", "No. ")
    return whole if len(whole) <= LONGEST else whole[: LONGEST - 1] + "…"


def _document(content: dict[str, Any]) -> str:
    return json.dumps({"prtg": content}) + "\n"
