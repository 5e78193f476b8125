"""Which customer an instance belongs to, from a list that the provider keeps."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from mailstore_sdk.workflows.names import Names, folded
from mailstore_sdk.workflows.sheet import read_sheet

COLUMNS: dict[str, tuple[str, ...]] = {
    "customer": ("customer number", "customer no", "customer no.", "kunde", "kundennummer", "kundennr", "kunden-nr."),
    "instance": ("instance id", "instanceid", "instanz", "instanz-id", "instanzid"),
}


class Customer(NamedTuple):
    """A row of the list.

    Attributes:
        number: The customer's number, as the provider writes it.
        instance: Id of the instance.
        line: Line of the file; the first is 1.
    """

    number: str
    instance: str
    line: int


class Mapped(NamedTuple):
    """Which instance belongs to which customer.

    Attributes:
        customers: By the instance's id; not there: nobody, or not one alone.
        of_instances: By the instance's id what is wrong with its customer.
        problems: What else is wrong with the list.
    """

    customers: dict[str, str]
    of_instances: dict[str, str]
    problems: list[str]


def read_customers(source: str | os.PathLike[str] | bytes) -> list[Customer]:
    """Read which customer has which instance from a CSV file.

    The columns `customer` and `instance` (or `Kundennummer`, `Instanz`) are needed, others are passed over. What a
    spreadsheet writes is understood: see `workflows.read_sheet`.

    Args:
        source: The file; or its bytes.

    Returns:
        The rows. Whether they fit the instances is told with the usage.

    Raises:
        SheetError: It is no such list; all that is wrong is told.
        OSError: The file cannot be read.
    """
    sheet = read_sheet(source, COLUMNS, required=tuple(COLUMNS), others=True)
    return [Customer(one.cells["customer"], one.cells["instance"], one.number) for one in sheet.lines]


def mapped(customers: Sequence[Customer], instances: Sequence[str]) -> Mapped:
    """Find the customer of every instance; whatever does not fit one to one is a problem.

    Args:
        customers: The list.
        instances: Ids of all instances.
    """
    names = Names(instances)
    rows: dict[str, list[Customer]] = {instance: [] for instance in instances}
    problems = []
    for one in customers:
        called = names.called(one.instance)
        if len(called) == 1:
            rows[called[0]].append(one)
        elif called:
            several = ", ".join(map(repr, called))
            problems.append(f"line {one.line} of the map: {one.instance!r} may be any of {several}")
        else:
            problems.append(f"line {one.line} of the map: there is no instance {one.instance!r} ({one.number!r})")
    found, wrong = {}, {}
    for instance, some in rows.items():
        if not some:
            wrong[instance] = "it is not in the map of customers"
        elif len(some) > 1:
            wrong[instance] = f"it is in the map of customers more than once: {_lines(some)}"
        if some and len({one.number for one in some}) == 1:
            found[instance] = some[0].number
    return Mapped(found, wrong, problems + _twice(rows))


def _twice(rows: dict[str, list[Customer]]) -> list[str]:
    """Customers with more than one instance, which may be right, but is not expected."""
    instances: dict[str, dict[str, Customer]] = {}
    for instance, some in rows.items():
        for one in some:
            instances.setdefault(folded(one.number), {})[instance] = one
    return [
        f"customer {next(iter(some.values())).number!r} is in the map more than once: "
        + ", ".join(f"{instance!r} (line {one.line})" for instance, one in some.items())
        for some in instances.values()
        if len(some) > 1
    ]


def _lines(some: Sequence[Customer]) -> str:
    return ", ".join(f"line {one.line} ({one.number!r})" for one in some)
