"""Which rules there are: those of the SDK, and those that other packages bring along."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from inspect import isabstract, isclass

from mailstore_sdk.findings._built_in import BUILT_IN
from mailstore_sdk.findings.rule import Rule
from mailstore_sdk.language import Text
from mailstore_sdk.reports import SECTIONS
from mailstore_sdk.severity import SEVERITIES
from mailstore_sdk.text import cut, one_line

GROUP = "mailstore_sdk.rules"
TEXTS = ("title", "effect", "todo", "done")


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that cannot be used.

    Attributes:
        name: What it is called.
        problem: Why not.
    """

    name: str
    problem: str


def rules(found: Iterable[EntryPoint] | None = None) -> tuple[list[Rule], list[Broken]]:
    """All rules, and those of other packages that cannot be used.

    Another package brings a rule along by an entry point of the group `mailstore_sdk.rules` that names the class.

    Args:
        found: The entry points; when left out, those of all installed packages.

    Returns:
        The rules, those of the SDK first; and what cannot be used, with the problem.
    """
    usable: list[Rule] = [kind() for kind in BUILT_IN]
    broken: list[Broken] = []
    for point in sorted(entry_points(group=GROUP) if found is None else found, key=lambda one: (one.name, one.value)):
        try:
            rule = _loaded(point)
            taken = {other.id for other in usable}
            if rule.id in taken:
                raise ValueError(f"there is a rule {rule.id!r} already")
            usable.append(rule)
        except Exception as error:  # somebody else's code may raise anything, and must not stop the rest
            broken.append(Broken(one_line(point.name), problem(error)))
    return usable, broken


def problem(error: Exception) -> str:
    """What an error of somebody else's code says."""
    return cut(one_line(f"{type(error).__name__}: {error}"))


def _loaded(point: EntryPoint) -> Rule:
    kind = point.load()
    if not isclass(kind) or not issubclass(kind, Rule) or isabstract(kind):
        raise TypeError(f"{point.value} is no rule")
    lacking = [name for name in ("id", "severity", *TEXTS) if not hasattr(kind, name)]
    if lacking:
        raise TypeError(f"{point.value} has no {', '.join(lacking)}")
    wrong = list(_wrong(kind))
    if wrong:
        raise TypeError(f"{point.value}: {', '.join(wrong)} cannot be used")
    return kind()


def _wrong(kind: type[Rule]) -> Iterator[str]:
    name: object = kind.id  # whatever its author put there
    commands: object = kind.commands
    if not isinstance(name, str) or not re.fullmatch(r"[\w.-]+", name):
        yield "id"
    if kind.severity not in SEVERITIES:
        yield "severity"
    if not set(kind.needs) <= set(SECTIONS):
        yield "needs"
    if isinstance(commands, str):  # each letter of it would become a command
        yield "commands"
    yield from (text for text in TEXTS if not isinstance(getattr(kind, text), Text))
