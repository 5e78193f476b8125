"""The list of people for whom there are to be users, as somebody keeps it in a spreadsheet."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from mailstore_sdk._generated.functions import CREATE_USER, SET_USER_PRIVILEGES_ON_FOLDER
from mailstore_sdk.text import cut
from mailstore_sdk.workflows.names import folded
from mailstore_sdk.workflows.sheet import Line, Sheet, SheetError, read_sheet

# The names of the columns, and how else a list may call them, in English and in German.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "user": ("user name", "username", "user id", "benutzer", "benutzername", "benutzer-name"),
    "full name": ("fullname", "display name", "displayname", "vollständiger name", "voller name", "anzeigename"),
    "addresses": (
        "address", "e-mail", "email", "mail", "e-mail address", "e-mail addresses", "email address", "email addresses",
        "emailaddresses", "adresse", "adressen", "e-mail-adresse", "e-mail-adressen", "e-mailadresse", "e-mailadressen",
        "emailadresse", "emailadressen", "mailadresse", "mailadressen",
    ),
    "authentication": ("authentifizierung", "authentisierung"),
    "distinguished name": ("distinguishedname", "dn", "ldap dn", "ldap-dn"),
    "password": ("passwort", "kennwort"),
    "privileges": ("user privileges", "berechtigungen", "benutzerberechtigungen", "rechte"),
    "login privileges": ("loginprivileges", "login rights", "anmelderechte", "anmeldeberechtigungen"),
    "archive rights": ("own archive", "archivrechte", "archivberechtigungen", "ordnerrechte", "eigenes archiv"),
}  # fmt: skip
PRIVILEGES = tuple(CREATE_USER.by_name["privileges"].values)
LOGIN_PRIVILEGES = tuple(CREATE_USER.by_name["loginPrivileges"].values)
ARCHIVE_RIGHTS = tuple(SET_USER_PRIVILEGES_ON_FOLDER.by_name["privileges"].values)
INTEGRATED, DIRECTORY = "integrated", "directoryServices"
AUTHENTICATION = {
    **dict.fromkeys(("integrated", "mailstore-integrated", "integriert", "mailstore-integriert"), INTEGRATED),
    **dict.fromkeys(
        ("directoryservices", "directory services", "directory", "verzeichnisdienste", "verzeichnisdienst"), DIRECTORY
    ),
}
NOTHING = ("none", "keine")  # what takes everything away; an empty cell says nothing
ALONE = ("none", "admin")  # documented: such a word has to be the only one
BETWEEN = re.compile(r"[\s,;]+")
LABEL = r"[^\s@,;:<>()\[\]\"\\.]+"
ADDRESS = re.compile(rf"[^\s@,;:<>()\[\]\"\\]+@{LABEL}(\.{LABEL})*")


@dataclass(frozen=True, kw_only=True)
class Person:
    """A row of the list. Of what it says nothing, None.

    Attributes:
        line: In which line of the file; the first is 1.
        user: The user's name.
        full_name: Display name.
        addresses: All of his addresses, the primary one first; none: he has none.
        authentication: Known values: integrated, directoryServices.
        distinguished_name: LDAP distinguished name.
        password: His password.
        privileges: All of his rights on the whole server.
        login_privileges: All of the ways by which he may log in.
        archive_rights: All of his rights on his own archive.
    """

    line: int
    user: str
    full_name: str | None = None
    addresses: tuple[str, ...] | None = None
    authentication: str | None = None
    distinguished_name: str | None = None
    password: str | None = field(default=None, repr=False)
    privileges: tuple[str, ...] | None = None
    login_privileges: tuple[str, ...] | None = None
    archive_rights: tuple[str, ...] | None = None


class PeopleList(NamedTuple):
    """The list.

    Attributes:
        name: Of the file, for messages.
        people: Its rows.
    """

    name: str
    people: list[Person]


def read_people(source: str | os.PathLike[str] | bytes) -> PeopleList:
    """Read the list of people from a CSV file; see `read_sheet`.

    The column `user` is needed; the others are `full name`, `addresses`, `authentication`, `distinguished name`,
    `password`, `privileges`, `login privileges` and `archive rights`, and may have German names. Addresses and rights
    stand in one cell, with commas, semicolons, blanks or line breaks between them. An empty cell says nothing; `none`
    takes all of them away.

    Args:
        source: The file; or its bytes.

    Returns:
        The list; names are in composed form (NFC).

    Raises:
        SheetError: It is no such list, a name or an address is in it twice, or something in it can never be meant;
            all that is wrong is told. Nothing of it is a password, not even where cells are shifted.
        OSError: The file cannot be read.
    """
    sheet = _sheet(source)
    reader = _Reader(shows="password" not in sheet.columns)
    people = [reader.person(line) for line in sheet.lines]
    reader.need_single(people)
    if reader.problems:
        raise SheetError(sheet.name, told(reader.problems))
    return PeopleList(sheet.name, people)


def words(text: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """The rights that a text names, in the order in which they are known; none of them for `none`.

    Args:
        text: Words with commas, semicolons, blanks or line breaks between them; letters' case does not matter.
        known: The words that there are.

    Raises:
        ValueError: There is another word, or one that has to be the only one is not.
    """
    meant = {folded(word): word for word in known} | dict.fromkeys(NOTHING, "none")
    given = [part for part in BETWEEN.split(text) if part]
    found = {meant.get(folded(part), part) for part in given}
    strange = [part for part in given if folded(part) not in meant]
    if strange:
        raise ValueError(f"{cut(strange[0])!r} is none of {', '.join(known)}")
    for word in ALONE:
        if word in found and len(found) > 1:
            raise ValueError(f"{word} has to be the only word")
    return tuple(word for word in known if word in found and word != "none")


def told(problems: list[tuple[int, str]]) -> list[str]:
    """Problems in the order of the lines."""
    return [f"line {line}: {problem}" for line, problem in sorted(problems, key=lambda one: one[0])]


def _sheet(source: str | os.PathLike[str] | bytes) -> Sheet:
    """The list as it stands; of one without headings nothing is told, since its first row may have a password in it."""
    try:
        return read_sheet(source, COLUMNS, required=("user",), verbatim=("password",))
    except SheetError as error:
        name, problems = error.args[0], error.problems
    lacking = [problem for problem in problems if problem.endswith(": no column user")]
    if lacking:
        problems = (f"{lacking[0]} (or Benutzer); the first line has to name the columns: {', '.join(COLUMNS)}",)
    raise SheetError(name, problems)


class _Reader:
    """Makes people of lines, and collects what is wrong.

    Args:
        shows: Whether cells are told in problems. Not where passwords are in the list: a row whose cells are shifted
            has its own in another column.
    """

    def __init__(self, *, shows: bool) -> None:
        self.problems: list[tuple[int, str]] = []
        self._shows = shows

    def person(self, line: Line) -> Person:
        """What a line says."""
        return Person(
            line=line.number,
            user=self._text(line, "user") or "",
            full_name=self._text(line, "full name"),
            addresses=self._addresses(line),
            authentication=self._authentication(line),
            distinguished_name=self._text(line, "distinguished name"),
            password=self._password(line),
            privileges=self._words(line, "privileges", PRIVILEGES),
            login_privileges=self._words(line, "login privileges", LOGIN_PRIVILEGES),
            archive_rights=self._words(line, "archive rights", ARCHIVE_RIGHTS),
        )

    def need_single(self, people: list[Person]) -> None:
        """Look for users, and for addresses, that two lines have."""
        users: dict[str, int] = {}
        addresses: dict[str, int] = {}
        for person in people:
            first = users.setdefault(folded(person.user), person.line)
            if first != person.line:
                self.problems.append((person.line, f"user {person.user!r} is in line {first} already"))
                continue
            for address in person.addresses or ():
                first = addresses.setdefault(folded(address), person.line)
                if first != person.line:
                    self.problems.append((person.line, f"address {self._shown(address)} is in line {first} already"))

    def _text(self, line: Line, column: str) -> str | None:
        text = unicodedata.normalize("NFC", line.cells[column])
        if not text.isprintable():
            self._problem(line, column, "has a line break, or another character that is no letter")
            return None
        return text or None

    def _password(self, line: Line) -> str | None:
        text = line.cells["password"]
        if not text.isprintable():
            self._problem(line, "password", "has a line break, or another character that nobody can type")
            return None
        return text or None

    def _addresses(self, line: Line) -> tuple[str, ...] | None:
        text = unicodedata.normalize("NFC", line.cells["addresses"])
        parts = [part for part in BETWEEN.split(text) if part]
        if not parts:
            return None
        if len(parts) == 1 and folded(parts[0]) in NOTHING:
            return ()
        wrong = [part for part in parts if not (part.isprintable() and ADDRESS.fullmatch(part))]
        if wrong:
            self._problem(line, "addresses", f"{self._shown(wrong[0])} is no address")
        return tuple({folded(part): part for part in reversed(parts)}[key] for key in dict.fromkeys(map(folded, parts)))

    def _authentication(self, line: Line) -> str | None:
        text = line.cells["authentication"]
        found = AUTHENTICATION.get(folded(text))
        if text and found is None:
            self._problem(line, "authentication", f"{self._shown(text)} is neither {INTEGRATED} nor {DIRECTORY}")
        return found

    def _words(self, line: Line, column: str, known: tuple[str, ...]) -> tuple[str, ...] | None:
        text = line.cells[column]
        if not BETWEEN.sub("", text):
            return None
        try:
            return words(text, known)
        except ValueError as error:
            problem = str(error) if self._shows else f"not made of {', '.join(known)}; none and admin stand alone"
        self._problem(line, column, problem)
        return None

    def _shown(self, text: str) -> str:
        return repr(cut(text)) if self._shows else "something in the cell"

    def _problem(self, line: Line, column: str, problem: str) -> None:
        self.problems.append((line.number, f"{column}: {problem}"))
