"""Rights as somebody keeps them in a spreadsheet, and as Exchange exports who may open whose mailbox."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import NamedTuple

from mailstore_sdk.text import cut
from mailstore_sdk.workflows.access import ALL, UNKNOWN
from mailstore_sdk.workflows.access_plan import OWNER, PRIVILEGES, MailboxRight, Wanted
from mailstore_sdk.workflows.names import folded
from mailstore_sdk.workflows.sheet import Line, SheetError, read_sheet

WANTED: dict[str, tuple[str, ...]] = {
    "user": ("user name", "username", "benutzer", "benutzername"),
    "archive": ("folder", "archiv", "archivname", "ordner"),
    "privileges": ("privilege", "rights", "berechtigungen", "berechtigung", "rechte"),
}
GERMAN = {"lesen": "read", "schreiben": "write", "löschen": "delete", "keine": "none"}
MAILBOX: dict[str, tuple[str, ...]] = {
    "mailbox": ("postfach",),
    "address": ("primarysmtpaddress", "windowsemailaddress", "e-mail", "email", "e-mail-adresse"),
    "identity": ("identität",),
}
EXCHANGE: dict[str, tuple[str, ...]] = {
    **MAILBOX,
    "trustee": ("user", "benutzer", "delegate", "stellvertreter"),
    "rights": ("accessrights", "access rights", "zugriffsrechte"),
    "inherited": ("isinherited", "geerbt"),
    "deny": ("denied", "verweigert"),
}
YES = frozenset({"true", "wahr", "yes", "ja", "1"})
NO = frozenset({"false", "falsch", "no", "nein", "0", ""})
# What PowerShell writes in place of a list: the name of its type.
TYPE = re.compile(r"\b(System|Microsoft|Deserialized)\.\w|\[\]")


class ExchangeList(NamedTuple):
    """What an export of Exchange says.

    Attributes:
        rights: Who may open which mailbox.
        mailboxes: All mailboxes that it names, those that nobody may open, too.
        notes: Which rows did not count.
    """

    rights: list[MailboxRight]
    mailboxes: list[str]
    notes: list[str]


def read_wanted(source: str | os.PathLike[str] | bytes) -> list[Wanted]:
    """Read the list of rights as they should be: columns user, archive and privileges, or as German lists call them.

    What `Access.to_csv` writes is such a list: its rows of administrators are taken over as such, and those that tell
    of no right, as of a user who has none, are passed over.

    Args:
        source: The file, as `read_sheet` takes it; or its bytes.

    Returns:
        The rows, with the lines in which they stand.

    Raises:
        SheetError: It is no such list; all that is wrong is told.
        OSError: The file cannot be read.
    """
    sheet = read_sheet(source, WANTED)
    problems = [f"line 1: no column {name}" for name in WANTED if name not in sheet.columns]
    rows: list[Wanted] = []
    for number, cells in () if problems else sheet.lines:
        user, archive, told = (cells[name] for name in WANTED)
        if not told and not (user and archive):
            continue
        words = [GERMAN.get(folded(word.strip()), word.strip()) for word in told.split(",")]
        special = told.lower() in (ALL, UNKNOWN)
        if not user or not (archive or special):
            problems.append(f"line {number}: no {'archive' if user else 'user'}")
        elif not told:
            problems.append(f"line {number}: no privileges (none takes all away)")
        elif not special and not _known(words):
            problems.append(f"line {number}: {cut(told)!r} is not made of {', '.join(PRIVILEGES)}, or none alone")
        else:
            rows.append(Wanted(user, archive, told.lower() if special else ",".join(words), number))
    if problems:
        raise SheetError(sheet.name, problems)
    return rows


def read_exchange(source: str | os.PathLike[str] | bytes) -> ExchangeList:
    r"""Read what `Get-MailboxPermission | Export-Csv` wrote, or any list with the columns mailbox and trustee.

    Of a list with the columns AccessRights, IsInherited and Deny only rows count that grant full access, are not
    inherited and do not deny it; a trustee to whom another row denies it has none. The owner (`NT AUTHORITY\SELF`) may
    be inherited.

    Args:
        source: The file, as `read_sheet` takes it; or its bytes.

    Returns:
        The rights that count, all mailboxes, and which rows did not count.

    Raises:
        SheetError: It is no such list; all that is wrong is told.
        OSError: The file cannot be read.
    """
    sheet = read_sheet(source, EXCHANGE, required=["trustee"], others=True)
    if not sheet.columns & {*MAILBOX}:
        raise SheetError(sheet.name, ["line 1: no column mailbox, PrimarySmtpAddress or Identity"])
    problems: list[str] = []
    granted: list[MailboxRight] = []
    denied: set[tuple[str, str]] = set()
    left: dict[str, int] = {}
    mailboxes: dict[str, None] = {}
    for line in sheet.lines:
        mailbox, trustee = _mailbox(line.cells), line.cells["trustee"]
        wrong = _wrong(line, sheet.columns)
        if wrong:
            problems += wrong
            continue
        mailboxes.setdefault(mailbox)
        full = "rights" not in sheet.columns or "fullaccess" in _words(line.cells["rights"])
        inherited, deny = (line.cells[name].lower() in YES for name in ("inherited", "deny"))
        pair = (folded(mailbox), folded(trustee))
        why = "other rights" if not full else "inherited" if inherited else "denied" if deny else ""
        if full and deny and not inherited:
            denied.add(pair)
        if why:
            left[why] = left.get(why, 0) + 1
        elif folded(trustee) not in OWNER:
            granted.append(MailboxRight(mailbox, trustee, line.number))
    if problems:
        raise SheetError(sheet.name, problems)
    notes = [f"rows that do not count: {count} ({why})" for why, count in left.items()]
    rights = [one for one in granted if (folded(one.mailbox), folded(one.trustee)) not in denied]
    return ExchangeList(rights, list(mailboxes), notes)


def read_mailboxes(source: str | os.PathLike[str] | bytes) -> list[str]:
    """Read a list of mailboxes: the column mailbox, or PrimarySmtpAddress or Identity, as `Get-Mailbox` has them.

    Args:
        source: The file, as `read_sheet` takes it; or its bytes.

    Returns:
        The mailboxes, in the order of the lines.

    Raises:
        SheetError: It is no such list.
        OSError: The file cannot be read.
    """
    sheet = read_sheet(source, MAILBOX, others=True)
    if not sheet.columns:
        raise SheetError(sheet.name, ["line 1: no column mailbox, PrimarySmtpAddress or Identity"])
    return [found for line in sheet.lines if (found := _mailbox(line.cells))]


def _known(words: list[str]) -> bool:
    found = {word.lower() for word in words}
    return found == {"none"} or found <= {*PRIVILEGES}


def _mailbox(cells: Mapping[str, str]) -> str:
    return next((cells[name] for name in MAILBOX if cells[name]), "")


def _words(text: str) -> set[str]:
    return {word.lower() for word in re.split(r"[\s,;{}]+", text)}


def _wrong(line: Line, columns: frozenset[str]) -> list[str]:
    """What a row of Exchange cannot mean."""
    problems = [] if _mailbox(line.cells) else [f"line {line.number}: no mailbox"]
    rights = line.cells["rights"]
    if "rights" in columns and not rights:
        problems.append(f"line {line.number}: no AccessRights")
    if TYPE.search(rights):
        problems.append(f"line {line.number}: AccessRights is {cut(rights)!r}: export it with -join ','")
    for name in ("inherited", "deny"):
        if line.cells[name].lower() not in YES | NO:
            problems.append(f"line {line.number}: {name} is {cut(line.cells[name])!r}, and neither True nor False")
    return problems
