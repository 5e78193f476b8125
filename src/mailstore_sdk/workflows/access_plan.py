"""From who has access to a plan for who should have it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Literal, NamedTuple, Self

from mailstore_sdk._generated.functions import SET_USER_PRIVILEGES_ON_FOLDER
from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.text import some
from mailstore_sdk.workflows.access import ALL, UNKNOWN, Access, UserAccess
from mailstore_sdk.workflows.check import Check
from mailstore_sdk.workflows.names import People, folded
from mailstore_sdk.workflows.plan import Call, Plan, Step

PRIVILEGES = tuple(word for word in SET_USER_PRIVILEGES_ON_FOLDER.by_name["privileges"].values if word != "none")
# The mailbox's owner, as Exchange lists him in English and in German, and his well-known SID.
OWNER = frozenset(map(folded, ("NT AUTHORITY\\SELF", "NT-AUTORITÄT\\SELBST", "S-1-5-10")))
SHOWN = 5  # rows, or names, in a note


class Wanted(NamedTuple):
    r"""A row of the list of rights as they should be.

    Attributes:
        user: The user: name, `DOMAIN\name` or address.
        archive: The archive's name, or its user's name or address.
        privileges: read, write and delete, as a sequence or as text with commas; `none` takes all of them away. What
            `Access.rows` says of an administrator, `all (administrator)`, and `not told` plan nothing.
        line: In which line of a list it stands; for messages.
    """

    user: str
    archive: str
    privileges: Sequence[str] | str = ("read",)
    line: int | None = None


class MailboxRight(NamedTuple):
    r"""Who may open a mailbox in Exchange.

    Attributes:
        mailbox: The mailbox: name, `DOMAIN\name` or address of its user, or the name of the archive.
        trustee: Who may open it, likewise.
        line: In which line of a list it stands; for messages.
    """

    mailbox: str
    trustee: str
    line: int | None = None


def plan_access(
    access: Access,
    wanted: Iterable[Wanted],
    *,
    others: Literal["keep", "remove"] = "keep",
    domain: str | None = None,
) -> Plan:
    r"""Plan the calls after which the rights are as wanted: those that give first, then those that take away.

    MailStore function: SetUserPrivilegesOnFolder

    A row whose user or archive is not there, or may be two of them, is a note in the plan, as is one for an
    administrator, who has access to everything. A user's right on his own archive is taken away only by a row that says
    so.

    Args:
        access: The rights as they are.
        wanted: The rights as they should be. Each row sets all rights of a user on an archive.
        others: What happens to rights, on the archives that rows name, of users whom no row names there. Where a row's
            user could not be told, they are kept.
        domain: The Windows domain of the users here; `OTHER\jdoe` is somebody else then.

    Returns:
        The plan; without steps if everything is so already.

    Raises:
        ArgumentError: Rows contradict each other, lack a name, or have a right that is none; all of them are named. Or
            users are of several domains, and `domain` does not say which is meant.
    """
    draft = _Draft(access, domain)
    settled: dict[tuple[str, str], frozenset[str]] = {}
    first: dict[tuple[str, str], _Place] = {}
    strangers: set[str] = set()
    problems: list[str] = []
    for number, row in enumerate(wanted, 1):
        words, place = _words(row.privileges), _Place.of(number, row.line)
        if row.privileges in (ALL, UNKNOWN):
            strangers |= draft.not_on_one_archive(row, place)
        elif not row.user.strip() or not row.archive.strip():
            problems.append(f"{place} lacks a name")
        elif words is None:
            problems.append(f"{place}: {row.privileges!r} is not made of {', '.join(PRIVILEGES)}, or none alone")
        else:
            user, archive = draft.user(row.user, place), draft.archive(row.archive, place)
            if user is None or archive is None:
                strangers |= {archive} if archive else set()
                continue
            if settled.setdefault((user.user, archive), words) != words:
                problems.append(f"{place} contradicts {first[user.user, archive]}")
            first.setdefault((user.user, archive), place)
    if problems:
        raise ArgumentError("; ".join(problems))
    draft.need_one_domain()
    for (name, archive), words in settled.items():
        draft.set(draft.by_name[name], archive, words, f"{first[name, archive]} wants it")
    if others == "remove":
        for archive in dict.fromkeys(archive for _, archive in settled):
            named = {user for user, where in settled if where == archive}
            draft.take_from_others(archive, named, "no row wants it", keep=archive in strangers)
    return draft.plan("access as wanted")


def plan_exchange_access(
    access: Access,
    rows: Iterable[MailboxRight | tuple[str, str]],
    *,
    mailboxes: Iterable[str] | None = None,
    ignored: Collection[str] = (),
    domain: str | None = None,
    privilege: str = "read",
) -> Plan:
    r"""Plan the calls after which archives are open to those to whom Exchange opens the mailboxes.

    MailStore function: SetUserPrivilegesOnFolder

    Only archives of mailboxes that are named are compared. A trustee who is no user here may be a group, whose members
    nobody knows here: then nothing is taken away on that archive, and a note says so. Rights of users on their own
    archives stay as they are, and rights beyond `privilege` are not touched.

    Args:
        access: The rights as they are.
        rows: Mailbox and trustee, as Get-MailboxPermission lists who has full access: each as a name, `DOMAIN\name` or
            address.
        mailboxes: All mailboxes that are to be compared, those without any trustee, too; those in the rows if left out.
        ignored: Trustees to pass over, as groups for services.
        domain: The Windows domain of the users here; `OTHER\jdoe` is somebody else then.
        privilege: What a trustee gets.

    Returns:
        The plan; without steps if everything is so already.

    Raises:
        ArgumentError: A row lacks a name; trustees of several domains are users here by their name, and `domain` does
            not say which are meant; or there is no such right.
    """
    draft = _Draft(access, domain)
    if privilege not in PRIVILEGES:
        raise ArgumentError(f"{privilege!r} is none of the rights {', '.join(PRIVILEGES)}")
    passed_over = OWNER | {folded(name.strip()) for name in ignored}
    trustees: dict[str, set[str]] = {}
    told: set[str] = set()
    strangers: set[str] = set()
    for number, row in enumerate(rows, 1):
        mailbox, trustee, line = row if isinstance(row, MailboxRight) else MailboxRight(*row)
        place = _Place.of(number, line)
        if not mailbox.strip() or not trustee.strip():
            raise ArgumentError(f"{place} lacks a name")
        told.add(folded(mailbox))
        archive = draft.archive(mailbox, place)
        if archive is None:
            continue
        trustees.setdefault(archive, set())
        if folded(trustee.strip()) in passed_over:
            continue
        user = draft.user(trustee, place)
        if user is None:
            strangers.add(archive)
        else:
            trustees[archive].add(user.user)
    draft.need_one_domain()
    for number, mailbox in enumerate(mailboxes or (), 1):
        if folded(mailbox) in told:
            continue
        archive = draft.archive(mailbox, _Place("mailbox", number))
        if archive is not None:
            trustees.setdefault(archive, set())
    for archive in sorted(trustees, key=folded):
        _compare(draft, archive, trustees[archive], archive in strangers, privilege)
    draft.note_others(trustees)
    return draft.plan("access as in Exchange")


def _compare(draft: _Draft, archive: str, trustees: set[str], has_strangers: bool, privilege: str) -> None:
    for name in sorted(trustees, key=folded):
        user = draft.by_name[name]
        if not _owns(user, archive):
            draft.set(user, archive, user.on(archive) | {privilege}, "Exchange opens the mailbox to him")
    draft.take_from_others(archive, trustees, "Exchange does not open the mailbox to him", keep=has_strangers)


class _Place(NamedTuple):
    """Where something stands: the third row, or line 4."""

    what: str
    number: int

    def __str__(self) -> str:
        return f"{self.what} {self.number}"

    @classmethod
    def of(cls, number: int, line: int | None) -> Self:
        return cls("row", number) if line is None else cls("line", line)


class _Draft:
    """A plan in the making."""

    def __init__(self, access: Access, domain: str | None = None) -> None:
        self.by_name = {one.user: one for one in access.users}
        self.notes = list(access.notes)
        self._access = access
        self._people = People({one.user: one.addresses for one in access.users}, access.archives, domain)
        self._nobody: dict[tuple[str, str], list[str]] = {}
        self._steps: list[Step] = []

    def user(self, text: str, place: _Place) -> UserAccess | None:
        """The user whom a row means, or nobody and a note."""
        found = self._people.users(text)
        return self.by_name[found[0]] if self._only_one(found, text, "user", place) else None

    def archive(self, text: str, place: _Place) -> str | None:
        """The archive that a row means, or none and a note."""
        found = self._people.archives(text)
        return found[0] if self._only_one(found, text, "archive", place) else None

    def not_on_one_archive(self, row: Wanted, place: _Place) -> set[str]:
        """Say what a row does not plan that was no right on an archive; the archive on which its user may have one."""
        user = self.user(row.user, place)
        archives = self._people.archives(row.archive)
        if user is not None and user.scope == "all":
            return set()
        if user is not None:
            lacking = "was an administrator" if row.privileges == ALL else "has rights that the list does not tell"
            self.notes.append(f"{place}: {user.user!r} {lacking}: nothing is planned for it")
        return {*archives}

    def need_one_domain(self) -> None:
        """Refuse to guess whose user a name is."""
        domains = self._people.domains.values()
        if len(domains) > 1:
            raise ArgumentError(f"the rows have users of several domains, say which one is meant: {', '.join(domains)}")

    def having(self, archive: str) -> list[UserAccess]:
        """Who has a right on an archive that is not his own; administrators and the unknown left out."""
        return [
            one for one in self._access.users if one.scope == "rights" and one.on(archive) and not _owns(one, archive)
        ]

    def set(self, user: UserAccess, archive: str, wanted: frozenset[str], why: str) -> None:
        """Plan the call, if it is needed."""
        if user.scope != "rights":
            reason = (
                "is an administrator, and has access to all" if user.scope == "all" else "has rights that were not told"
            )
            self.notes.append(f"user {user.user!r} {reason}: nothing is planned on archive {archive!r}")
            return
        present = user.on(archive)
        if present != wanted:
            now = ", ".join(_sorted(present)) or "none"
            self._steps.append(rights_step(user.user, archive, present, wanted, f"{why}; now: {now}"))

    def take_from_others(self, archive: str, named: Collection[str], why: str, *, keep: bool) -> None:
        """Plan to take away what users have who are not named; or say that they keep it."""
        others = [user for user in self.having(archive) if user.user not in named]
        if others and keep:
            names = some([user.user for user in others], SHOWN)
            self.notes.append(f"archive {archive!r}: {names} may be meant by a row whose user is not known: kept")
            return
        for user in others:
            self.set(user, archive, frozenset(), why)

    def note_others(self, compared: Collection[str]) -> None:
        """Say which archives are open to others, and were not compared."""
        others = [archive for archive in self._access.archives if archive not in compared and self.having(archive)]
        if others:
            self.notes.append(f"left alone, since no mailbox was named for them: the archives {some(others, SHOWN)}")

    def plan(self, title: str) -> Plan:
        """What came of it."""
        notes = [
            f"{where}{'s' * (len(numbers) > 1)} {some(numbers, SHOWN)}: {problem}"
            for (where, problem), numbers in self._nobody.items()
        ]
        steps = sorted(self._steps, key=lambda step: step.removes)  # a stable order: giving first, else as it came
        return Plan(title=title, server=self._access.server, steps=steps, notes=[*self.notes, *notes])

    def _only_one(self, found: Sequence[str], text: str, what: str, place: _Place) -> bool:
        if len(found) == 1:
            return True
        several = f"{text.strip()!r} may be any of the {what}s {some(found, SHOWN)}"
        problem = several if found else f"{text.strip()!r} is no {what} here"
        self._nobody.setdefault((place.what, problem), []).append(str(place.number))
        return False


def rights_step(
    user: str, archive: str, present: frozenset[str], wanted: frozenset[str], reason: str, group: str | None = None
) -> Step:
    """The step that sets all rights of a user on an archive, told by the rights that the server tells of him.

    Args:
        user: The user's name, as it is when the step is carried out.
        archive: The archive's name.
        present: The rights now.
        wanted: The rights afterwards.
        reason: Why.
        group: The step's group.
    """
    before, after = _sorted(present), _sorted(wanted)
    return Step(
        **dict(_call(user, archive, after, removes=bool(present - wanted))),
        reason=reason,
        check=Check(
            function="GetUserInfo",
            arguments={"userName": user},
            path=["privilegesOnFolders", {"folder": archive}, "privileges"],
            kind="set",
            before=list(before),
            after=list(after),
        ),
        undo=_call(user, archive, before, removes=bool(wanted - present)),
        group=group,
    )


def _call(user: str, archive: str, privileges: Sequence[str], *, removes: bool) -> Call:
    arguments = {"userName": user, "folder": archive, "privileges": list(privileges) or ["none"]}
    return Call(function="SetUserPrivilegesOnFolder", arguments=arguments, removes=removes)


def _words(privileges: Sequence[str] | str) -> frozenset[str] | None:
    """The rights; None if something else is among them."""
    parts = privileges.split(",") if isinstance(privileges, str) else privileges
    words = frozenset(part.strip().lower() for part in parts)
    if words == {"none"}:
        return frozenset()
    return words if words and words <= {*PRIVILEGES} else None


def _sorted(words: frozenset[str]) -> list[str]:
    known = [word for word in PRIVILEGES if word in words]
    return [*known, *sorted(words - {*known})]


def _owns(user: UserAccess, archive: str) -> bool:
    return folded(user.user) == folded(archive)
