"""One master document for Zabbix, from which dependent items take their values, and lists for low-level discovery.

Sources: https://www.zabbix.com/documentation/current/en/manual/config/items/itemtypes/dependent_items and
…/discovery/low_level_discovery/custom_rules.
"""

from __future__ import annotations

import json
from typing import Any

from mailstore_sdk.errors import ArgumentError, MailStoreError
from mailstore_sdk.monitoring.services import CODES, OF_ALL, Facts, Kind, Service
from mailstore_sdk.monitoring.text import summary

LONGEST = 4_000
DISCOVERED: dict[str, Kind] = {of_all: kind for kind, of_all in OF_ALL.items()}


def zabbix(facts: Facts) -> str:
    """The master document: `$.state`, `$.server.state`, `$.profile['3'].last_run_age` and so on.

    It is complete when the server is down too: then the states say so, and the measured values are missing.

    Args:
        facts: What is known.
    """
    document: dict[str, Any] = {
        "state": CODES[facts.state],
        "text": summary(facts, LONGEST),
        "now": int(facts.now.timestamp()),
        **{kind: {} for kind in OF_ALL},
    }
    for service in facts.services:
        if service.id is None:
            document[service.kind] = _values(service)
        else:
            document[service.kind][service.id] = _values(service)
    return json.dumps(document) + "\n"


def discovery(facts: Facts, what: str) -> str:
    """What there is of a kind, as low-level discovery reads it: `[{"{#ID}": "3", "{#NAME}": "Exchange"}, …]`.

    Args:
        facts: What is known; of a server that is down, the names of the last look do.
        what: profiles, stores, jobs or instances.

    Raises:
        ArgumentError: There is no such kind.
        MailStoreError: The server did not tell, and there are no names of an earlier look. An empty list would have
            Zabbix delete items with their history; no list has not.
    """
    kind = DISCOVERED.get(what)
    if kind is None:
        raise ArgumentError(f"{what!r} cannot be discovered, but {', '.join(sorted(DISCOVERED))}")
    services, of_all = facts.of(kind), facts.of(OF_ALL[kind])
    if not services and any(one.state == "unknown" for one in of_all):
        raise MailStoreError(f"{what} are not known: {of_all[0].text}")
    rows = [{"{#ID}": one.id, "{#NAME}": one.label or one.id, "{#SERVICE}": one.name} for one in services]
    return json.dumps(rows) + "\n"


def _values(service: Service) -> dict[str, Any]:
    told: dict[str, Any] = {"state": CODES[service.state], "text": service.text}
    if service.label is not None:
        told["name"] = service.label
    return told | {metric.name: metric.value for metric in service.metrics}
