"""Lines of a local check: `0 "MailStore Server" mailstore_report_age=0 version …`.

Source: https://docs.checkmk.com/latest/en/localchecks.html. Names in quotes may have blanks, but no quotes; metrics are
separated by `|`; a backslash and an n in the text begin a new line.
"""

from __future__ import annotations

from mailstore_sdk.monitoring.numbers import number
from mailstore_sdk.monitoring.services import CODES, Facts, Metric, Service

NOT_IN_NAMES = str.maketrans(dict.fromkeys("\"'|;\\", " "))
PREFIX = "MailStore"


def checkmk(facts: Facts, prefix: str = PREFIX) -> str:
    """A line a service.

    Args:
        facts: What is known.
        prefix: What every service's name begins with: two archives behind one agent need two.
    """
    return "".join(_line(service, prefix) + "\n" for service in facts.services)


def _line(service: Service, prefix: str) -> str:
    name = " ".join(f"{prefix} {service.name}".translate(NOT_IN_NAMES).split())
    metrics = "|".join(map(_metric, service.metrics)) or "-"
    return f'{CODES[service.state]} "{name}" {metrics} {service.text.replace(chr(92), "/")}'


def _metric(metric: Metric) -> str:
    # Lower levels alone have no place in the grammar, and the state is decided already.
    levels = (None, None) if metric.lower else (metric.warning, metric.critical)
    rest = (*levels, metric.minimum, metric.maximum)
    # Prefixed, as some plain names have a meaning there.
    return f"mailstore_{metric.name}={number(metric.value)};{';'.join(map(number, rest))}".rstrip(";")
