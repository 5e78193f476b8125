"""The text format of Prometheus, version 0.0.4.

Source: https://prometheus.io/docs/instrumenting/exposition_formats/.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mailstore_sdk.monitoring.numbers import number
from mailstore_sdk.monitoring.services import CODES, OF_ALL, Facts, Service, Unit

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
ENDINGS: dict[Unit, str] = {"": "", "s": "_seconds", "B": "_bytes", "%": ""}
IN_HELP = str.maketrans({"\\": r"\\", "\n": r"\n"})
IN_LABELS = str.maketrans({"\\": r"\\", "\n": r"\n", '"': r"\""})
STATE_HELP = "How it is: 0 ok, 1 warning, 2 critical, 3 unknown."


def prometheus(facts: Facts, *, people: bool = False) -> str:
    """Metrics in the text format. With the server down, `mailstore_up` is 0 and no value of before is told.

    Args:
        facts: What is known.
        people: Whether labels may name people. Without, email addresses and user names in the names of profiles, jobs
            and instances are left out, as metrics are stored for long and read by many.
    """
    return "".join(line + "\n" for line in _lines(facts, people))


def _lines(facts: Facts, people: bool) -> Iterator[str]:
    yield from _family("mailstore_up", "Whether the archive could be looked at.")
    yield f"mailstore_up {int(facts.failure is None)}"
    if facts.created is not None:
        yield from _family("mailstore_report_timestamp_seconds", "When the report was made, in Unix time.")
        yield f"mailstore_report_timestamp_seconds {number(facts.created.timestamp())}"
    yield from _family("mailstore_state", "The worst state of all: 0 ok, 1 warning, 2 critical, 3 unknown.")
    yield f"mailstore_state {CODES[facts.state]}"
    families: dict[str, list[str]] = {}
    for service in facts.services:
        labels = _labels(_names(service, people))
        for name, told, value in _samples(service):
            family = families.setdefault(name, list(_family(name, told)))
            family.append(f"{name}{labels} {value}")
    for family in families.values():
        yield from family


def _samples(service: Service) -> Iterator[tuple[str, str, str]]:
    """Name of the family, its help and the value; what belongs together has to stand together."""
    yield f"mailstore_{service.kind}_state", STATE_HELP, str(CODES[service.state])
    for metric in service.metrics:
        yield f"mailstore_{service.kind}_{metric.name}{ENDINGS[metric.unit]}", metric.help, number(metric.value)


def _family(name: str, told: str) -> Iterator[str]:
    yield f"# HELP {name} {told.translate(IN_HELP)}"
    yield f"# TYPE {name} gauge"


def _names(service: Service, people: bool) -> dict[str, str]:
    if service.kind not in OF_ALL:
        return {}
    shown = service.label if people else service.public
    # Not by the kind: `job` and `instance` are labels of Prometheus' own.
    return {"id": service.id or "", "name": shown or ""}


def _labels(labels: Mapping[str, str]) -> str:
    told = ",".join(f'{name}="{value.translate(IN_LABELS)}"' for name, value in labels.items())
    return f"{{{told}}}" if told else ""
