"""Which addresses change hands by a list of people: whoever gives one up comes before whoever gets it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from mailstore_sdk.workflows.names import folded
from mailstore_sdk.workflows.provision_people import Person


class Moves(NamedTuple):
    """Which addresses change hands.

    Attributes:
        problems: What cannot be, with the line.
        order: The numbers of the rows, whoever gives up an address before whoever gets it; else as they were.
        waiting: Rows that get an address that another one gives up.
        groups: Of rows between which addresses move, the one that all of them need: the first.
    """

    problems: list[tuple[int, str]]
    order: list[int]
    waiting: frozenset[int]
    groups: dict[int, int]


def moves(users: Mapping[str, Sequence[str]], rows: Sequence[tuple[Person, str]]) -> Moves:
    """Find the addresses that change hands.

    Args:
        users: The addresses of every user now.
        rows: What the list says, and the user's name as the server spells it.
    """
    owners: dict[str, list[str]] = {}
    for user, addresses in users.items():
        for address in addresses:
            owners.setdefault(folded(address), []).append(user)
    row_of = {name: number for number, (_, name) in enumerate(rows)}
    needs: dict[int, set[int]] = {number: set() for number in range(len(rows))}
    problems = []
    for number, (person, name) in enumerate(rows):
        for address in person.addresses or ():
            for owner in owners.get(folded(address), ()):
                giver = row_of.get(owner)
                if owner == name:
                    continue
                if giver is None or not _gives_up(rows[giver][0], address):
                    problems.append((person.line, f"address {address!r} belongs to user {owner!r}"))
                else:
                    needs[number].add(giver)
    try:
        order = list(TopologicalSorter(needs).static_order())
    except CycleError as error:
        lines = sorted({rows[number][0].line for number in error.args[1]})
        given = ", ".join(map(str, lines))
        problems.append((lines[0], f"lines {given} exchange addresses: that takes two lists, one after the other"))
        order = list(needs)
    return Moves(problems, order, frozenset(number for number in needs if needs[number]), _groups(needs))


def _gives_up(person: Person, address: str) -> bool:
    return person.addresses is not None and folded(address) not in map(folded, person.addresses)


def _groups(needs: Mapping[int, set[int]]) -> dict[int, int]:
    groups: dict[int, int] = {}
    for number, givers in needs.items():
        if givers:
            connected = {groups.get(one, one) for one in (number, *givers)}
            groups |= {one: min(connected) for one in (number, *givers)}
            groups |= {one: min(connected) for one, group in groups.items() if group in connected}
    return groups
