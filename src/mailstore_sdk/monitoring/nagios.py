"""The output of a plugin for Nagios, Icinga and what understands the same: a line, performance data, more lines.

Source: the guidelines of the Monitoring Plugins project, https://www.monitoring-plugins.org/doc/guidelines.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mailstore_sdk.monitoring.numbers import number
from mailstore_sdk.monitoring.services import OF_ALL, Facts, Metric, Service, State
from mailstore_sdk.monitoring.text import summary

LONGEST = 400
NOT_IN_LABELS = re.compile(r"[^A-Za-z0-9_.-]+")


def nagios(facts: Facts) -> str:
    """One line with the worst, then a line a service; performance data with the first and the last.

    Args:
        facts: What is known.
    """
    first = headline(facts.state, summary(facts, LONGEST))
    # With the last line, what is of single profiles and stores: there may be much of it, and the end is what gets lost.
    lines = [_with(first, _performance(one for one in facts.services if one.kind not in OF_ALL))]
    lines += [_plain(f"[{service.state.upper()}] {service.name}: {service.text}") for service in facts.services]
    lines[-1] = _with(lines[-1], _performance(one for one in facts.services if one.kind in OF_ALL))
    return "".join(line + "\n" for line in lines)


def headline(state: State, text: str) -> str:
    """The first line.

    Args:
        state: How it is.
        text: Why, on one line.
    """
    return f"MAILSTORE {state.upper()} - {_plain(text)}"


def _performance(services: Iterable[Service]) -> str:
    return " ".join(_labelled(service, metric) for service in services for metric in service.metrics)


def _labelled(service: Service, metric: Metric) -> str:
    # By the key, not the name: a graph goes on when a profile is renamed.
    label = NOT_IN_LABELS.sub("_", f"{service.key}_{metric.name}")
    levels = [_range(value, metric.lower) for value in (metric.warning, metric.critical)]
    value = f"{number(metric.value)}{metric.unit}"
    return f"{label}={value};{';'.join([*levels, number(metric.minimum), number(metric.maximum)])}".rstrip(";")


def _range(value: float | int | None, lower: bool) -> str:
    """From which value on, as a range of what is good: `10` is 0 to 10, `10:` is 10 and more."""
    return number(value) + ":" * (lower and value is not None)


def _plain(line: str) -> str:
    return line.replace("|", "¦")  # what follows a `|` is performance data


def _with(line: str, data: str) -> str:
    return f"{line} | {data}" if data else line
