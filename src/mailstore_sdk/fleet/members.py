"""Who belongs to a fleet."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any, Generic, Self, TypeVar

from mailstore_sdk import concurrency as bounded
from mailstore_sdk import profiles
from mailstore_sdk.base_client import AsyncBaseClient, BaseClient
from mailstore_sdk.calls import AsyncCalls, Calls
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.fleet.run import FleetRun, Progress

M = TypeVar("M", bound=Calls | AsyncCalls)
P = TypeVar("P", bound=BaseClient | AsyncBaseClient)


class Members(Generic[M]):
    """Who belongs to a fleet, and how many calls may be under way."""

    def __init__(self, members: Mapping[str, M], *, concurrency: int = 32, per_server: int = 2) -> None:
        bounded.check(concurrency)
        bounded.check(per_server, "per_server")
        self._members = dict(members)
        self._concurrency = concurrency
        self._per_server = per_server

    @property
    def names(self) -> list[str]:
        """The servers' names, in the order in which they were given."""
        return list(self._members)

    def only(self, names: Iterable[str]) -> Self:
        """A fleet of some of these servers, as those that failed: `fleet.only(report.failures)`.

        Args:
            names: Of the servers.

        Raises:
            ConfigurationError: A name is not in this fleet.
        """
        chosen = set(names)
        unknown = sorted(chosen - self._members.keys())
        if unknown:
            raise ConfigurationError(f"not in this fleet: {', '.join(map(repr, unknown))}")
        members = {name: member for name, member in self._members.items() if name in chosen}
        return type(self)(members, concurrency=self._concurrency, per_server=self._per_server)

    def __len__(self) -> int:
        return len(self._members)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self)}>"

    def _run(
        self, items: Mapping[str, Collection[Any]] | None, deadline: float | None, on_progress: Progress | None
    ) -> FleetRun[M]:
        once = dict.fromkeys(self._members, (None,)) if items is None else items
        return FleetRun(self._members, once, self._per_server, deadline, on_progress)


def from_profiles(client: type[P], patterns: Collection[str], settings: Mapping[str, Any]) -> dict[str, P]:
    """Clients by the names of the profiles that a pattern fits."""
    if not patterns:  # a fleet of nobody would succeed at everything
        raise ConfigurationError("no names of profiles; '*' stands for all of them")
    path = profiles.config_file(os.environ)
    every = profiles.read(path)
    for pattern in patterns:
        if not any(fnmatchcase(name, pattern) for name in every):
            raise ConfigurationError(f"no profile in {path} has a name as {pattern!r}")
    members: dict[str, P] = {}
    problems: list[str] = []
    for name, found in every.items():
        if any(fnmatchcase(name, pattern) for pattern in patterns):
            try:
                members[name] = client(**profiles.fitted(os.environ, path, name, found, settings, client.edition))
            except ConfigurationError as error:
                problems.append(str(error))
    if problems:
        raise ConfigurationError("; ".join(problems))
    return members
