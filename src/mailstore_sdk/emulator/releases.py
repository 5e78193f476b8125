"""Versions of the server: which functions one has, and what it calls itself.

When a function came is known only as a range (spec/since.toml). Our choices within it: 22.3 has what was documented by
August 2022, and not what appeared somewhere after 2018 and by 2024, since the keys that belong to it were missing in a
captured 22.3; 8.1 has what 9.0 has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.function import Function

Version = Literal["8.1", "9.0", "22.3", "25.3"]
Served = Literal["modern", "legacy", "both"]


@dataclass(frozen=True, kw_only=True)
class Release:
    """A version that can be emulated.

    Attributes:
        number: What GetServerInfo tells: that of 8.1 is the tutorial's, the others were captured, the last one from
            SPE.
        protocol: Which generation of the API it speaks; whether 9.0 and later still answer the legacy one is open.
        since: The labels of spec/since.toml of the functions that it has.
    """

    number: str
    protocol: Served
    since: frozenset[str]

    def has(self, function: Function[Any]) -> bool:
        """Whether it has the function."""
        return function.since in self.since

    def is_called(self, number: str) -> bool:
        """Whether a server that calls itself `number` is one of this version."""
        return _parts(number)[:2] == _parts(self.number)[:2]


BY_2022 = frozenset({"9.0", "2015", "2018", "2022"})
RELEASES: dict[Version, Release] = {
    "8.1": Release(number="8.1.2.9268", protocol="legacy", since=frozenset({"9.0"})),
    "9.0": Release(number="9.0.0.9702", protocol="modern", since=frozenset({"9.0"})),
    "22.3": Release(number="22.3.0.21002", protocol="modern", since=BY_2022),
    "25.3": Release(number="25.3.1.23021", protocol="modern", since=BY_2022 | {"2024", "25.3"}),
}


def release(version: Version) -> Release:
    """That version, or a ConfigurationError that names those that there are."""
    if version not in RELEASES:
        raise ConfigurationError(f"version {version!r} cannot be emulated, but these can: {', '.join(RELEASES)}")
    return RELEASES[version]


def at_least(number: str, version: Version) -> bool:
    """Whether a server that calls itself `number` is that version or a later one."""
    return _parts(number) >= _parts(version)


def _parts(number: str) -> list[int]:
    return [int(part) for part in re.findall(r"[0-9]+", number)]
