"""The calls that make, start and stop a profile, and how to see by reading whether they were carried out.

What CreateProfile answers is not known, so a new profile is found by what it tells: every setting but its id, its
secrets and whether it runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, NamedTuple

from pydantic import JsonValue

from mailstore_sdk.workflows.check import Check, Look, Need, is_hidden, telling
from mailstore_sdk.workflows.plan import Call, Step
from mailstore_sdk.workflows.profile_settings import (
    AUTOMATIC,
    EXECUTION,
    PAUSE,
    WINDOWS,
    Raw,
    Way,
    creatable,
    dotted,
    is_on,
    put,
    value_at,
)
from mailstore_sdk.workflows.profiles import READ, READING

SET_EXECUTION = "SetProfileServerSideExecution"


class Sought(NamedTuple):
    """How one profile is found among all of them.

    Attributes:
        values: What it tells.
        apart: The id of the profile that is not meant, though it may tell the same.
    """

    values: dict[str, JsonValue]
    apart: int | None = None

    def look(self, *way: str) -> dict[str, Any]:
        """Where to look for it, or for one of its settings: the arguments of a `Look`."""
        apart = {} if self.apart is None else {"id": self.apart}
        return {"function": READ, "arguments": READING, "path": [self.values, *way], "apart": apart}

    def one(self, why: str) -> Need:
        """Exactly one must be there."""
        return Need(**self.look(), kind="count", expected=1, why=why)

    def stopped(self, why: str) -> Need:
        """It must not run by itself; it need not be there."""
        return Need(**self.look(*AUTOMATIC), kind="flag", expected=False, why=why)


def identity(profile: Raw) -> dict[str, JsonValue]:
    """What makes a profile known again by reading: all it tells, but its id, its secrets and whether it runs."""
    told = creatable(profile)
    return {key: telling(value) for key, value in told.items() if key != EXECUTION and not is_hidden(key, value)}


def is_as(profile: Raw, known: Mapping[str, JsonValue]) -> bool:
    """Whether a profile has the settings of an `identity`."""
    return all(telling(profile.get(key)) == telling(value) for key, value in known.items())


def runs_by_itself(profile: Raw) -> bool:
    """Whether the server runs it automatically."""
    return is_on(value_at(profile, AUTOMATIC))


def stopped(profile: Raw) -> Raw:
    """The same profile, not running by itself."""
    made = deepcopy(profile)
    if runs_by_itself(made):
        put(made, AUTOMATIC, False)
    return made


def created(
    profile: Raw,
    names: Mapping[Way, str],
    sought: Sought,
    *,
    reason: str,
    needs: list[Need],
    undo: list[Need],
    group: str,
) -> Step:
    """The step that creates a profile, which does not run by itself then.

    Args:
        profile: Its settings.
        names: Where secrets belong, and under which names they are asked for.
        sought: How it is found by reading.
        reason: Why.
        needs: What must be there.
        undo: What must be there before it is deleted again.
        group: The steps that need each other.
    """
    properties = creatable(stopped(profile))
    for way in names:
        put(properties, way, None)
    return Step(
        function="CreateProfile",
        arguments={"properties": properties, **READING},
        secrets={f"properties/{'/'.join(way)}": name for way, name in names.items()},
        reason=reason,
        check=Check(**sought.look(), kind="count", before=0, after=1),
        needs=needs,
        undo=Call(function="DeleteProfile", found={"id": Look(**sought.look("id"))}, removes=True, needs=undo),
        group=group,
    )


def started(
    profile: Raw, sought: Sought, number: int | None, *, reason: str, needs: list[Need], undo: list[Need], group: str
) -> Step:
    """The step after which a profile runs by itself.

    Args:
        profile: Its settings, with those of its automatic runs.
        sought: How it is found by reading.
        number: Its id; None if it is not known yet.
        reason: Why.
        needs: What must be there.
        undo: What must be there before it is stopped again.
        group: The steps that need each other.
    """
    found = {"id": Look(**sought.look("id"))} if number is None else {}

    def call(automatic: bool) -> dict[str, Any]:
        given = {} if number is None else {"id": number}
        arguments = {**given, **execution(profile), "automatic": automatic}
        return {"function": SET_EXECUTION, "arguments": arguments, "found": found}

    return Step(
        **call(automatic=True),
        reason=reason,
        check=Check(**sought.look(*AUTOMATIC), kind="flag", before=False, after=True),
        needs=needs,
        undo=Call(**call(automatic=False), needs=undo),
        group=group,
    )


def told_empty(what: str, empty: Sequence[Way]) -> list[str]:
    """A note about places of a profile that sound like secrets, and are left empty."""
    names = ", ".join(map(dotted, empty))
    return [f"{what}: nothing is at {names}, and it stays so (if a secret belongs there: --secret-at)"] if empty else []


def execution(profile: Raw) -> dict[str, JsonValue]:
    """The arguments of SetProfileServerSideExecution that leave a profile as it is."""
    pause, windows = value_at(profile, PAUSE), value_at(profile, WINDOWS)
    if isinstance(pause, str) and pause.isascii() and pause.isdigit():
        pause = int(pause)  # clients send it as text
    given: dict[str, JsonValue] = {"automatic": runs_by_itself(profile), PAUSE[-1]: pause, WINDOWS[-1]: windows}
    return {key: value for key, value in given.items() if value is not None}
