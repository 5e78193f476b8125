"""Who can read whose archive."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple, TypeAlias

from pydantic import Field

from mailstore_sdk.documents import Document
from mailstore_sdk.errors import ArgumentError, ConfigurationError
from mailstore_sdk.models.base import Utc
from mailstore_sdk.workflows.names import People, folded
from mailstore_sdk.workflows.parts import Part, table_text
from mailstore_sdk.workflows.plan import noted

if TYPE_CHECKING:
    from mailstore_sdk.language import Language

ALL = "all (administrator)"
UNKNOWN = "not told"
Direction: TypeAlias = Literal["archive", "user"]


class AccessRow(NamedTuple):
    """A row of the table: a user and an archive.

    Attributes:
        user: The user's name; empty for an archive that nobody has a right on.
        archive: The archive's name; empty for a user who has a right on none, or on all of them, as an administrator.
        privileges: The rights; for an administrator `all (administrator)`.
    """

    user: str
    archive: str
    privileges: str


class ArchiveRight(Part):
    """Rights on an archive.

    Attributes:
        archive: The archive's name.
        privileges: Known values: read, write, delete.
    """

    archive: str
    privileges: list[str]


class UserAccess(Part):
    """What a user has access to.

    Attributes:
        user: The user's name.
        full_name: Display name.
        addresses: His addresses, the primary one first.
        privileges: Rights on the whole server, as GetUserInfo tells them.
        scope: `rights`: the archives named. `all`: everything, as an administrator, whose rights on single archives the
            server mostly does not tell. `unknown`: the server did not tell.
        rights: The rights on archives that the server told.
    """

    user: str
    full_name: str | None = None
    addresses: list[str] = Field(default_factory=list)
    privileges: list[str] = Field(default_factory=list)
    scope: Literal["rights", "all", "unknown"]
    rights: list[ArchiveRight] = Field(default_factory=list)

    def on(self, archive: str) -> frozenset[str]:
        """The rights on an archive, as far as they were told.

        Args:
            archive: The archive's name, as the server spells it.
        """
        return frozenset(word for right in self.rights if right.archive == archive for word in right.privileges)


class Access(Document, Part):
    """Who can read whose archive.

    Attributes:
        format: Version of the format.
        server: Which server, as `server_of` names it.
        created: When it was read.
        users: All users whose rights could be read.
        archives: All archives that somebody has a right on, and those that were asked for.
        notes: Who is not among the users, and why.
    """

    _kind: ClassVar[str] = "a list of who has access to what"
    format: Literal[1] = 1
    server: str
    created: Utc
    users: list[UserAccess]
    archives: list[str]
    notes: list[str] = Field(default_factory=list)

    def rows(self, by: Direction, user: str | None = None) -> list[AccessRow]:
        """The table in one of its two directions, ordered by name.

        Args:
            by: `user`: for every user the archives; an administrator has one row. `archive`: for every archive the
                users, the administrators among them.
            user: Only what this user has access to, or who has access to his archive; where no name is exactly that
                one, letters' case does not matter.

        Returns:
            The rows; those of an administrator name no archive where they go by user.
        """
        rows = list(self._by_user() if by == "user" else self._by_archive())
        if user is None:
            return rows
        place = _columns(by)[0]
        exactly = [row for row in rows if getattr(row, place) == user]
        return exactly or [row for row in rows if folded(getattr(row, place)) == folded(user)]

    def of_user(self, user: str) -> list[AccessRow]:
        """The rows of one user: what he has access to.

        Args:
            user: As of `rows`.

        Returns:
            The rows, ordered by archive.
        """
        return self.rows("user", user)

    def called(self, text: str) -> str:
        r"""The name of the user, or of the archive, that a text means.

        Args:
            text: A name, `DOMAIN\name` or an address.

        Returns:
            The name, as the server spells it.

        Raises:
            ArgumentError: There is none, or there are several.
        """
        people = People({one.user: one.addresses for one in self.users}, self.archives)
        found = people.users(text) or people.archives(text)
        if len(found) == 1:
            return found[0]
        several = f"may be any of {', '.join(found)}"
        raise ArgumentError(f"{text!r} {several if found else 'is no user and no archive here'}")

    def to_csv(self, by: Direction, user: str | None = None, *, delimiter: str = ";") -> str:
        """The table as CSV, lines ended by CR LF; a name that a spreadsheet would run gets an apostrophe in front.

        Args:
            by: As of `rows`.
            user: As of `rows`.
            delimiter: Between two cells; German Excel wants a semicolon.

        Returns:
            The text, without a byte order mark.
        """
        from mailstore_sdk.reports.writers.csv import cell  # with all that reports need

        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
        columns = _columns(by)
        writer.writerow(columns)
        writer.writerows([cell(getattr(row, name), ",") for name in columns] for row in self.rows(by, user))
        return text.getvalue()

    def to_html(self, user: str | None = None, *, language: Language = "en") -> str:
        """Both directions as a page of HTML that needs no other file, asks for none, and can be sorted and filtered.

        Args:
            user: As of `rows`.
            language: Of the page, `en` or `de`; names and notes stay as they are.

        Returns:
            The page.

        Raises:
            ArgumentError: There is no such language.
            ConfigurationError: The extra `report` is not installed.
        """
        from mailstore_sdk.language import LANGUAGES

        if language not in LANGUAGES:
            raise ArgumentError(f"there is no language {language!r}, but these: {', '.join(LANGUAGES)}")
        try:
            from mailstore_sdk.workflows.access_page import rendered
        except ModuleNotFoundError as error:
            lacking = error.name or ""
        else:
            return rendered(self, user, language)
        raise ConfigurationError(f"a page of HTML needs {lacking}: pip install 'mailstore-sdk[report]'")

    def to_text(self, by: Direction, user: str | None = None) -> str:
        """The table for a terminal, and the notes.

        Args:
            by: As of `rows`.
            user: As of `rows`.

        Returns:
            The lines.
        """
        columns = _columns(by)
        rows = [[getattr(row, name) for name in columns] for row in self.rows(by, user)]
        return "\n".join([table_text(columns, rows), *noted(self.notes)])

    def _by_user(self) -> Iterator[AccessRow]:
        for one in sorted(self.users, key=lambda one: order(one.user)):
            if one.scope != "rights":
                yield AccessRow(one.user, "", ALL if one.scope == "all" else UNKNOWN)
                continue
            if not one.rights:
                yield AccessRow(one.user, "", "")
            for right in sorted(one.rights, key=lambda right: order(right.archive)):
                yield AccessRow(one.user, right.archive, ", ".join(right.privileges))

    def _by_archive(self) -> Iterator[AccessRow]:
        listed: dict[str, list[AccessRow]] = {archive: [] for archive in sorted(self.archives, key=order)}
        everywhere: list[str] = []
        for row in self._by_user():
            if row.archive:
                listed[row.archive].append(row)
            elif row.privileges == ALL:
                everywhere.append(row.user)
        for archive, rows in listed.items():
            yield from (AccessRow(user, archive, ALL) for user in everywhere)
            yield from rows
            if not rows and not everywhere:
                yield AccessRow("", archive, "")


def _columns(by: Direction) -> list[str]:
    return ["user", "archive", "privileges"] if by == "user" else ["archive", "user", "privileges"]


def order(name: str) -> tuple[str, str]:
    """What names are sorted by: without regard to case first."""
    return folded(name), name
