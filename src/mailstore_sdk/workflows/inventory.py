"""What on a server knows a user by his name: rights, archives, profiles, jobs, the directory, the licence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from pydantic import JsonValue

from mailstore_sdk.workflows.access import Access
from mailstore_sdk.workflows.names import People, folded
from mailstore_sdk.workflows.profile_settings import is_on

PROVIDER = "$archiveadmin"
"""The provider's own access to an instance, which is listed as a user (seen in answers of real servers)."""

Kind: TypeAlias = Literal["exists", "count"]
BETWEEN = re.compile(r"[\s,;|/\\<>()\[\]\"']+")  # what may stand between two words


@dataclass(frozen=True)
class KnownArchives:
    """The archives, and where it was read that they are there.

    Attributes:
        names: As the server spells them.
        function: What listed them.
        arguments: Its arguments.
        way: The keys by which its list is reached: of a call that runs long it is a part of the final status.
        key: Under which key it gives a name.
    """

    names: tuple[str, ...]
    function: str
    arguments: Mapping[str, Any]
    way: tuple[str, ...]
    key: str

    def look(self, name: str) -> dict[str, Any]:
        """Where to see whether an archive of that name is there; for a `Check` or a `Need`, which say how.

        Args:
            name: The archive's name.
        """
        return {"function": self.function, "arguments": dict(self.arguments), "path": [*self.way, {self.key: name}]}


@dataclass(frozen=True)
class KnownProfile:
    """What is known of an archiving or export profile.

    Attributes:
        id: Its number.
        name: Its name.
        owner: The user to whom it belongs.
        target: The archive that it writes to; None: several, or the server does not tell (seen in client code).
        execution: When the server runs it by itself, as the server told it.
        texts: All other texts in it but secrets.
    """

    id: int
    name: str
    owner: str | None
    target: str | None
    execution: Mapping[str, Any]
    texts: tuple[str, ...] = field(default=(), repr=False)

    @property
    def runs_by_itself(self) -> bool:
        """Whether the server runs it without being asked."""
        return is_on(self.execution.get("automatic"))

    def __str__(self) -> str:
        return f"{self.id} {self.name!r}"


@dataclass(frozen=True)
class KnownJob:
    """What is known of a scheduled job.

    Attributes:
        id: Its number.
        name: Its name.
        owner: The administrator as whom it runs.
        words: The words of its command.
    """

    id: int
    name: str
    owner: str | None
    words: tuple[str, ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        return f"{self.id} {self.name!r}"


@dataclass(frozen=True)
class Inventory:
    """What on a server knows users by their names.

    Attributes:
        access: The users who could be read, and their rights.
        users: The names of all users, and the distinguished names of those who come from a directory.
        login: The user as whom the client is logged in; None on an instance, whose users he is none of.
        archives: The archives; None if the server does not tell which there are.
        profiles: The archiving and export profiles.
        jobs: The scheduled jobs.
        directory: What is set of directory services.
        licence: Named users in use, and at most, in words; None where it was not told.
        sessions: All texts in the list of who is logged in; its shape is not known.
        protected: The archive stores that are write-protected.
        notes: What could not be read, and why.
    """

    access: Access
    users: Mapping[str, str | None]
    login: str | None
    archives: KnownArchives | None
    profiles: tuple[KnownProfile, ...]
    jobs: tuple[KnownJob, ...]
    directory: Mapping[str, Any]
    licence: str | None
    sessions: tuple[str, ...] = field(repr=False)
    protected: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def archive_names(self) -> list[str]:
        """The names of all archives, and of those that only rights tell of."""
        listed = self.archives.names if self.archives else ()
        return list(dict.fromkeys([*listed, *self.access.archives]))

    def people(self) -> People:
        """Looks for users and archives by what they are called."""
        return People({one.user: one.addresses for one in self.access.users}, self.archive_names)

    def is_oneself(self, user: str) -> bool:
        """Whether the client is logged in as that user.

        Args:
            user: The user's name, as the server spells it.
        """
        if self.login is None:
            return False
        return folded(self.login) == folded(user) or user in self.people().users(self.login)


def presence(name: str, names: Iterable[str]) -> tuple[Kind, JsonValue, JsonValue]:
    """How to see that a name is there: the kind of the look, what it gives then, and what otherwise.

    `exists` would take one that differs only by case for it; where there is such a one, the very name is counted.

    Args:
        name: As the server spells it.
        names: All names there are.
    """
    twins = any(other != name and folded(other) == folded(name) for other in names)
    return ("count", 1, 0) if twins else ("exists", True, False)


def mentions(texts: Iterable[str], names: Iterable[str]) -> bool:
    """Whether one of the texts is one of the names, or has it as a word."""
    wanted = {folded(name) for name in names}
    return any(folded(text) in wanted or not wanted.isdisjoint(BETWEEN.split(folded(text))) for text in texts)
