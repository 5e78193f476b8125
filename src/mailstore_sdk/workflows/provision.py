"""From a list of people to a plan for users: those that are not there are created, the others brought in line."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.text import some
from mailstore_sdk.workflows.access_plan import rights_step
from mailstore_sdk.workflows.names import Names, folded
from mailstore_sdk.workflows.plan import Plan, Step
from mailstore_sdk.workflows.provision_addresses import Moves, moves
from mailstore_sdk.workflows.provision_people import (
    ARCHIVE_RIGHTS,
    DIRECTORY,
    INTEGRATED,
    LOGIN_PRIVILEGES,
    PeopleList,
    Person,
    told,
    words,
)
from mailstore_sdk.workflows.provision_present import PresentUsers
from mailstore_sdk.workflows.provision_steps import (
    ADDRESSES,
    AUTHENTICATION,
    DISTINGUISHED_NAME,
    FULL_NAME,
    PRIVILEGES,
    Property,
    creation,
    new_password,
)
from mailstore_sdk.workflows.provision_steps import LOGIN_PRIVILEGES as LOGINS
from mailstore_sdk.workflows.sheet import SheetError

if TYPE_CHECKING:
    from mailstore_sdk.models import UserInfo

LOGIN_BY_DEFAULT = ("windows", "web", "outlook")
SHOWN = 5  # names in a note


def plan_provision(
    present: PresentUsers,
    people: PeopleList,
    *,
    login_privileges: Sequence[str] | str = LOGIN_BY_DEFAULT,
    own_archive: Sequence[str] | str = ("read",),
    allow_admins: bool = False,
    set_passwords: bool = False,
    make_passwords: bool = False,
) -> Plan:
    """Plan the calls after which there is a user for every row, as the row wants him.

    MailStore functions: CreateUser, SetUserEmailAddresses, SetUserPrivilegesOnFolder; for users that are there also
    SetUserFullName, SetUserDistinguishedName, SetUserAuthentication, SetUserPrivileges, SetUserLoginPrivileges and
    SetUserPassword

    Of a user that is there only that is changed of which his row says something. Users that are in no row stay as they
    are.

    Args:
        present: Who is there.
        people: Who is to be there.
        login_privileges: The ways by which new users may log in whose row says nothing.
        own_archive: The rights on his own archive for whoever has none there, and whose row says nothing, whether he
            was there or not: the API gives none to new users (documented).
        allow_admins: Whether rows may make somebody an administrator, or take that away.
        set_passwords: Whether users that are there get the password in their row. Nothing tells whether they have it
            already, so every plan has those steps.
        make_passwords: Whether passwords will be made for new users whose row has none. Without, such a user is
            authenticated by directory services.

    Returns:
        The plan; without steps if everything is so already. Passwords are not in it: it asks for them by name.

    Raises:
        SheetError: Something in the list cannot be carried out on this server; all that is wrong is told.
        ArgumentError: There are no such rights as `login_privileges` or `own_archive` say.
    """
    draft = _Draft(
        present,
        people.people,
        _known("login privileges", login_privileges, LOGIN_PRIVILEGES),
        _known("own archive", own_archive, ARCHIVE_RIGHTS),
        allow_admins=allow_admins,
        set_passwords=set_passwords,
        make_passwords=make_passwords,
    )
    draft.fill()
    if draft.problems:
        raise SheetError(people.name, told(draft.problems))
    return draft.plan()


class _Draft:
    """A plan in the making."""

    def __init__(
        self,
        present: PresentUsers,
        people: Sequence[Person],
        logins: tuple[str, ...],
        own_archive: tuple[str, ...],
        *,
        allow_admins: bool,
        set_passwords: bool,
        make_passwords: bool,
    ) -> None:
        self.problems: list[tuple[int, str]] = []
        self._present = present
        self._logins = logins
        self._own_archive = own_archive
        self._allow_admins = allow_admins
        self._set_passwords = set_passwords
        self._make_passwords = make_passwords
        self._steps: list[tuple[bool, Step]] = []  # and whether it comes behind all that only give
        self._told: dict[str, list[str]] = {}
        self._names = Names([*present.users, *present.unread])
        ordinary = [user for user in present.users.values() if "admin" not in user.privileges]
        self._tells_rights = all(user.privileges_on_folders is not None for user in ordinary)
        self._archives = Names(present.archives)
        self._rows = [row for person in people if (row := self._row(person)) is not None]
        self._moves: Moves = moves({name: user.email_addresses for name, user in present.users.items()}, self._rows)

    def fill(self) -> None:
        """Plan every row, and collect what is wrong."""
        self.problems += self._moves.problems
        new = [person for person, name in self._rows if name not in self._present.users]
        left = self._present.licences_left
        if left is not None and len(new) > left:
            self._wrong(
                new[left], f"no licence for {new[left].user!r}: {len(new)} users are new, and free licences: {left}"
            )
        for number in self._moves.order:
            person, name = self._rows[number]
            if name in self._present.users:
                self._existing(number, person, name, self._present.users[name])
            else:
                self._new(number, person)

    def plan(self) -> Plan:
        """What came of it: what only gives first, and in the order of the list."""
        notes = [*self._present.notes, *(f"{what}: {some(names, SHOWN)}" for what, names in self._told.items())]
        steps = [step for _, step in sorted(self._steps, key=lambda one: one[0])]
        return Plan(title="people from a list", server=self._present.server, steps=steps, notes=notes)

    def _row(self, person: Person) -> tuple[Person, str] | None:
        """The row with the name as the server spells it, if it can be planned."""
        found = self._names.called(person.user)
        if len(found) > 1:
            self._wrong(person, f"{person.user!r} may be any of the users {some(found, SHOWN)}")
        elif found and found[0] in self._present.unread:
            self._note("left alone, since they could not be read", found[0])
        elif not found and {"/", "\\"} & {*person.user}:
            self._wrong(person, f"{person.user!r}: a new user's name cannot have a slash, nor a domain before it")
        else:
            return person, found[0] if found else person.user
        return None

    def _new(self, number: int, person: Person) -> None:
        privileges = ("login",) if person.privileges is None else person.privileges
        if "admin" in privileges:
            self._need_permission(person, "would make an administrator of a new user")
        authentication = person.authentication or self._authentication(person)
        if person.authentication is None and person.distinguished_name is None and authentication == DIRECTORY:
            self._note("to be authenticated by directory services, since they have no password", person.user)
        if authentication == INTEGRATED and person.password is None and not self._make_passwords:
            self._wrong(person, f"no password for {person.user!r}, who is to log in with one")
        self._need_use_of_password(person)
        logins = self._logins if person.login_privileges is None else person.login_privileges
        group = self._group(number) or person.user
        with_password = authentication == INTEGRATED
        self._add(creation(person, authentication, privileges, logins, with_password=with_password, group=group))
        if person.addresses:
            reason = f"line {person.line}: his addresses"
            step = ADDRESSES.step(person.user, [], person.addresses, reason, gives=True, group=group)
            self._add(step, waits=number in self._moves.waiting)
        self._new_archive(number, person, "admin" in privileges, group)

    def _authentication(self, person: Person) -> str:
        """How a new user proves who he is if his row does not say it: our choice."""
        from_directory = person.distinguished_name is not None or not self._make_passwords
        return DIRECTORY if person.password is None and from_directory else INTEGRATED

    def _new_archive(self, number: int, person: Person, is_admin: bool, group: str) -> None:
        wanted = self._own_archive if person.archive_rights is None else person.archive_rights
        if is_admin:
            if person.archive_rights is not None:
                self._note("administrators, who have access to all archives: no right is planned", person.user)
            return
        if not self._tells_rights:
            self._note("no right on their own archives is planned, since the server does not tell rights", person.user)
            return
        found = self._archives.called(person.user)
        if found and person.archive_rights is None and wanted:
            text = f"there is an archive {found[0]!r} already, maybe a leaver's: say in column archive rights what"
            self._wrong(person, f"{text} the new user may do there")
        if wanted:
            archive = found[0] if found else person.user
            reason = f"line {person.line}: a new user has no right on his own archive"
            step = rights_step(person.user, archive, frozenset(), frozenset(wanted), reason, group)
            self._add(step, waits=number in self._moves.waiting)  # behind his addresses: it may be refused

    def _existing(self, number: int, person: Person, name: str, user: UserInfo) -> None:
        self._need_use_of_password(person)
        self._change(person, name, FULL_NAME, user.full_name, person.full_name)
        self._change(person, name, DISTINGUISHED_NAME, user.distinguished_name, person.distinguished_name)
        self._change_addresses(number, person, name, user)
        self._change_login(person, name, user)
        self._change_words(person, name, PRIVILEGES, user.privileges, person.privileges)
        if person.login_privileges is not None and user.login_privileges is None:
            self._note("their login privileges stay as they are, since the server does not tell them", name)
        else:
            self._change_words(person, name, LOGINS, user.login_privileges or (), person.login_privileges)
        self._change_archive(person, name, user)

    def _change(self, person: Person, name: str, of: Property, before: str | None, after: str | None) -> bool:
        if after is None or after == before:
            return False
        self._add(of.step(name, before, after, f"line {person.line}; now: {before or 'none'}"))
        return True

    def _change_addresses(self, number: int, person: Person, name: str, user: UserInfo) -> None:
        before, after = user.email_addresses, person.addresses
        if after is None or _same_addresses(before, after):
            return
        gone = [address for address in before if folded(address) not in map(folded, after)]
        new = [address for address in after if folded(address) not in map(folded, before)]
        reason = f"line {person.line}; now: {', '.join(before) or 'none'}"
        reason += f"; taken away: {', '.join(gone)}" if gone else ""
        group = self._group(number)
        step = ADDRESSES.step(name, before, after, reason, removes=bool(gone), gives=bool(new), group=group)
        self._add(step, waits=number in self._moves.waiting)

    def _change_login(self, person: Person, name: str, user: UserInfo) -> None:
        """How he proves who he is, and his password."""
        if person.authentication not in (None, user.authentication):
            self._need_another(person, name, "authentication")
        changed = self._change(person, name, AUTHENTICATION, user.authentication, person.authentication)
        if person.password is not None and self._set_passwords:
            self._need_another(person, name, "password")
            self._add(new_password(name, f"line {person.line}: his password is to be set"))
        elif person.password is not None:
            self._note("their passwords stay as they are, since they are users already", name)
        elif changed and person.authentication == INTEGRATED:
            self._note("they log in with a password from now on, and the list has none for them", name)

    def _change_words(
        self, person: Person, name: str, of: Property, there: Sequence[str], after: Collection[str] | None
    ) -> None:
        before = [word for word in there if word != "none"]
        if after is None or {*after} == {*before}:
            return
        self._need_another(person, name, of.name)
        gone, new = [word for word in before if word not in after], {*after} - {*before}
        if of is PRIVILEGES and "admin" in {*gone, *new}:
            self._need_permission(
                person, f"would {'take that away from' if 'admin' in gone else 'make'} an administrator"
            )
        reason = f"line {person.line}; now: {', '.join(before) or 'none'}"
        self._add(of.step(name, before, list(after), reason, removes=bool(gone), gives=bool(new)))

    def _change_archive(self, person: Person, name: str, user: UserInfo) -> None:
        if "admin" in {*user.privileges, *(person.privileges or ())}:
            if person.archive_rights is not None:
                self._note("administrators, who have access to all archives: no right is planned", name)
            return
        if user.privileges_on_folders is None:
            if person.archive_rights is not None:
                self._note("their rights on archives stay as they are, since the server does not tell them", name)
            return
        own = Names(right.folder for right in user.privileges_on_folders if folded(right.folder) == folded(name))
        archive = next(iter(own.called(name) or self._archives.called(name)), name)
        rights = [right.privileges for right in user.privileges_on_folders if right.folder == archive]
        present = frozenset(word for right in rights for word in right) - {"none"}
        reason = f"line {person.line}; now: {', '.join(sorted(present)) or 'none'}"
        if person.archive_rights is not None:
            wanted = frozenset(person.archive_rights)
        else:
            wanted = present or frozenset(self._own_archive)
            reason = f"line {person.line}: has no right on his own archive"
        if wanted != present:
            self._add(rights_step(name, archive, present, wanted, reason))

    def _need_use_of_password(self, person: Person) -> None:
        if person.password is not None and person.authentication == DIRECTORY:
            self._wrong(person, "a password, and authentication by directory services, which does not ask for it")

    def _need_permission(self, person: Person, what: str) -> None:
        if not self._allow_admins:
            self._wrong(person, f"privileges: the row {what}; say --allow-admins (allow_admins=True) if that is meant")

    def _need_another(self, person: Person, name: str, what: str) -> None:
        """Refuse to saw off the branch: the next call would be refused."""
        if folded(name) == folded(self._present.as_user):
            self._wrong(person, f"{what}: {name!r} is who carries out the plan; do that as another one")

    def _group(self, number: int) -> str | None:
        first = self._moves.groups.get(number)
        return None if first is None else self._rows[first][1]

    def _add(self, step: Step, *, waits: bool = False) -> None:
        self._steps.append((step.removes or waits, step))

    def _wrong(self, person: Person, problem: str) -> None:
        self.problems.append((person.line, problem))

    def _note(self, what: str, name: str) -> None:
        self._told.setdefault(what, []).append(name)


def _same_addresses(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether the primary one is the same, and the others are, in whatever order and case of letters."""
    one, other = [*map(folded, some)], [*map(folded, others)]
    return one[:1] == other[:1] and {*one} == {*other}


def _known(what: str, given: Sequence[str] | str, known: tuple[str, ...]) -> tuple[str, ...]:
    text = given if isinstance(given, str) else ",".join(given) or "none"
    problem = f"no word: say {', '.join(known)}"
    try:
        if text.strip(" ,;"):
            return words(text, known)
    except ValueError as error:
        problem = str(error)
    raise ArgumentError(f"{what}: {problem}")
