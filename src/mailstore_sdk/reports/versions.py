"""Report files of older versions of the format: each step leads from one version to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Literal

CURRENT: Final[Literal[2]] = 2

Step = Callable[[dict[str, Any]], dict[str, Any]]


def current(data: dict[str, Any]) -> dict[str, Any]:
    """The data of a report in the present version of the format.

    Args:
        data: As it stands in a file.

    Raises:
        ValueError: It was made by a later version of the SDK, or says no version.
    """
    # Version 1 called it `format`.
    version = data.get("version", data.get("format", CURRENT if "created" in data else None))
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise ValueError("it says no version of its format")
    if version > CURRENT:
        raise ValueError(f"version {version} of the format is of a later SDK; this one reads up to {CURRENT}")
    while version < CURRENT:
        data = STEPS[version](data)
        version += 1
    return data


def _from_1(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had server, users and stores as bare data, and null for what the server had not told."""
    missing = {"cause": "notAsked", "reason": "a report of version 1 does not have it"}
    new: dict[str, Any] = {"version": 2, "created": data.get("created"), "sdk": data.get("sdk"), "edition": "server"}
    for name in ("server", "users", "stores"):
        told = data.get(name)
        new[name] = {"unavailable": missing} if told is None else {"data": _without_null(told)}
    if data.get("verification") is not None:
        new["verification"] = data["verification"]
    return new


def _without_null(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_null(one) for one in value]
    if isinstance(value, dict):
        return {key: _without_null(one) for key, one in value.items() if one is not None}
    return value


STEPS: dict[int, Step] = {1: _from_1}
