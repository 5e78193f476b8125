"""One line, the worst first, for whatever shows a line: RMM tools, a status bar, a message."""

from __future__ import annotations

from mailstore_sdk.monitoring.services import OF_ALL, Facts, Service
from mailstore_sdk.watch.words import many

LONGEST = 200


def text(facts: Facts, longest: int = LONGEST) -> str:
    """What is wrong in one line: every service that is not ok as far as there is room, and how many more there are.

    Args:
        facts: What is known.
        longest: How many characters there is room for.
    """
    return _cut(f"{facts.state.upper()}: {summary(facts, longest - len(facts.state) - 2)}", longest)


def summary(facts: Facts, longest: int) -> str:
    """The same without the state.

    Args:
        facts: What is known.
        longest: How many characters there is room for.
    """
    if facts.failure is not None:
        return _cut(facts.failure, longest)
    bad = facts.bad
    if not bad:
        return _cut(_calm(facts), longest)
    counted = f"{len(bad)} not ok: "
    told = [_told(service) for service in bad]
    for shown in range(len(told), 0, -1):
        line = counted + "; ".join(told[:shown]) + _more(len(told) - shown)
        if len(line) <= longest:
            return line
    rest = _more(len(told) - 1)
    # Names first: whom to ask for the reason.
    for shown in range(len(told), 1, -1):
        line = counted + ", ".join(service.name for service in bad[:shown]) + _more(len(told) - shown)
        if len(line) <= longest:
            return line
    return _cut(counted + told[0], longest - len(rest)) + rest


def _told(service: Service) -> str:
    return f"{service.name}: {service.text}"


def _more(count: int) -> str:
    return f"; and {count} more" if count else ""


def _calm(facts: Facts) -> str:
    counted = [many(len(facts.of(kind)), kind) for kind in OF_ALL if facts.of(kind)]
    return f"{', '.join(counted) or many(len(facts.services), 'service')}: nothing is wrong"


def _cut(line: str, longest: int) -> str:
    return line if len(line) <= longest else line[: longest - 1] + "…"
