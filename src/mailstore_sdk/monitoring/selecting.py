"""Some of the services alone, for systems in which a check is one service."""

from __future__ import annotations

from collections.abc import Iterable

from mailstore_sdk.monitoring.judging import unknown
from mailstore_sdk.monitoring.services import OF_ALL, TITLES, Facts, Kind, Name, Service


def only(facts: Facts, keys: Iterable[str]) -> Facts:
    """Facts with some of the services. One that is not there is unknown: a profile that was deleted is not ok.

    Args:
        facts: What is known.
        keys: `profile:3` for one, `profile` for each of a kind, `profiles` for what sums them up; none for all.
    """
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return facts
    chosen = [service for key in wanted for service in _chosen(facts, key)]
    return facts.model_copy(update={"services": list({service.key: service for service in chosen}.values())})


def _chosen(facts: Facts, key: str) -> list[Service]:
    found = [service for service in facts.services if key in (service.key, service.kind)]
    if found:
        return found
    kind, _, of = key.partition(":")
    for known in TITLES:
        if known == kind:
            return [unknown(Name(kind=known, id=of or None), facts.failure or _absent(facts, known, of))]
    return [unknown(Name(kind="server"), f"there is no service {key!r}, but those of {', '.join(TITLES)}")]


def _absent(facts: Facts, kind: Kind, of: str) -> str:
    summed = facts.of(OF_ALL[kind]) if kind in OF_ALL else []
    if summed and summed[0].state == "unknown":
        return summed[0].text
    return f"there is no {kind} {of}".rstrip()
