"""Let somebody go, and keep the archive: from what knows him to a plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.text import one_line
from mailstore_sdk.workflows.access_plan import rights_step
from mailstore_sdk.workflows.check import Check, Need
from mailstore_sdk.workflows.inventory import PROVIDER, Inventory, KnownProfile, mentions, presence, some
from mailstore_sdk.workflows.names import Names, folded
from mailstore_sdk.workflows.plan import Call, Plan, Step

if TYPE_CHECKING:
    from mailstore_sdk.workflows.access import UserAccess

GROUP = "offboard"
STOP = "SetProfileServerSideExecution"
PAUSE, WINDOWS = "automaticPauseBetweenExecutions", "automaticMaintenanceWindows"


def plan_offboard(found: Inventory, user: str, manager: str | None = None) -> Plan:
    r"""Plan the calls after which somebody is no user any more, and his archive is there as before.

    The manager gets the right to read the archive first; then profiles that write to this archive alone are stopped;
    the user is deleted last, and only if the manager may read by then. DeleteUser leaves the archive and its mail
    (documented), and there is no way back. What is left alone is in the notes: profiles for many, jobs, a directory
    from which he would come back.

    MailStore function: SetUserPrivilegesOnFolder, SetProfileServerSideExecution, DeleteUser

    Args:
        found: What knows him, as `read_inventory` gives it.
        user: The leaver: name, `DOMAIN\name` or address. If he is no user any more and his archive is there, the rest
            is planned.
        manager: Who is to read the archive: name, `DOMAIN\name` or address. None: nobody besides administrators and
            those who may already.

    Returns:
        The plan; without steps if everything is so already.

    Raises:
        ArgumentError: There is no such user, or no such manager, or each may be several; the leaver is the manager, the
            last administrator, the provider's access, or the user as whom one is logged in; or rights are not told.
    """
    leaver = _leaver(found, user)
    name = leaver.user if leaver else _gone(found, user)
    reader = None if manager is None else _manager(found, manager, name)
    archive = _archive(found, name)
    steps: list[Step] = []
    needs: list[Need] = []
    notes = [*found.access.notes, *found.notes]
    if leaver is None:
        notes.append(f"{name!r} is no user any more; his archive is there")
    if archive is None:
        notes.append(f"there is no archive {name!r}: nobody gets a right on it")
    elif reader is not None:
        steps += _grant(reader, archive)
        needs.append(_may_read(reader, archive))
        if reader.scope == "all":
            notes.append(f"manager {reader.user!r} is an administrator, and has access to all: he is given nothing")
    notes += _open_to(found, archive, name, reader)
    steps += _stops(found.profiles, archive or name)
    if leaver is not None:
        needs += _another_administrator(found, leaver)
        steps.append(_delete(found, leaver.user, archive, needs))
    notes += _left_alone(found, archive or name, [name, *(leaver.addresses if leaver else ())])
    if leaver is not None:
        notes += _gone_with_him(found, leaver)
    return Plan(title=one_line(f"offboard {name}"), server=found.access.server, steps=steps, notes=notes)


def _leaver(found: Inventory, text: str) -> UserAccess | None:
    """The user who goes; None if there is none of that name."""
    names = found.people().users(text)
    if len(names) > 1:
        raise ArgumentError(f"{text!r} may be any of the users {some([*map(repr, names)])}")
    if not names:
        unread = Names(found.users).called(text.strip())
        if unread:
            raise ArgumentError(f"user {unread[0]!r} could not be read: {some(found.access.notes)}")
        return None
    (user,) = [one for one in found.access.users if one.user == names[0]]
    if folded(user.user) == PROVIDER:
        raise ArgumentError(f"{user.user!r} is the provider's own access to the instance, and nobody who leaves")
    if found.is_oneself(user.user):
        raise ArgumentError(f"{user.user!r} is the user as whom you are logged in; log in as somebody else")
    admins = [one.user for one in found.access.users if one.scope == "all" and folded(one.user) != PROVIDER]
    if admins == [user.user]:
        raise ArgumentError(f"{user.user!r} is the last administrator; make somebody else one first")
    return user


def _gone(found: Inventory, text: str) -> str:
    """The archive of somebody who is no user any more."""
    names = Names(found.archive_names).called(text.strip())
    if len(names) != 1:
        raise ArgumentError(f"{text!r} is no user here, and there is no archive of that name")
    return names[0]


def _manager(found: Inventory, text: str, leaver: str) -> UserAccess:
    names = found.people().users(text)
    if len(names) != 1:
        problem = f"may be any of the users {some([*map(repr, names)])}" if names else "is no user here"
        raise ArgumentError(f"manager {text!r} {problem}")
    (user,) = [one for one in found.access.users if one.user == names[0]]
    if folded(user.user) == folded(leaver):
        raise ArgumentError(f"manager {user.user!r} is who leaves")
    if user.scope == "unknown":
        raise ArgumentError(
            f"the server does not tell the rights of manager {user.user!r}, so nobody could see whether he may read"
        )
    return user


def _archive(found: Inventory, name: str) -> str | None:
    """His archive, as the server spells it; None if neither the list of archives nor rights tell of it.

    A list that lacks it is not believed alone: the user would be deleted, and the manager have no access.
    """
    names = Names(found.archive_names).called(name)
    if len(names) > 1:
        raise ArgumentError(f"the archive of {name!r} may be any of {some([*map(repr, names)])}")
    return names[0] if names else name if found.archives is None else None


def _grant(reader: UserAccess, archive: str) -> Iterator[Step]:
    present = reader.on(archive)
    if reader.scope == "rights" and "read" not in present:
        reason = "the manager is to read the archive"
        yield rights_step(reader.user, archive, present, present | {"read"}, reason, GROUP)


def _may_read(reader: UserAccess, archive: str) -> Need:
    """What lets the manager read; without it the user stays."""
    look: dict[str, Any] = {"function": "GetUserInfo", "arguments": {"userName": reader.user}, "kind": "set"}
    if reader.scope == "all":
        return Need(**look, path=["privileges"], expected=[*reader.privileges])
    path: list[Any] = ["privilegesOnFolders", {"folder": archive}, "privileges"]
    return Need(**look, path=path, expected=[*sorted(reader.on(archive) | {"read"})])


def _stops(profiles: Sequence[KnownProfile], archive: str) -> Iterator[Step]:
    for one in profiles:
        if not _only_for(one, archive) or not one.runs_by_itself:
            continue
        before = one.execution["automatic"]
        # What is left out might be taken away; whether it is, is not known.
        others = {name: one.execution[name] for name in (PAUSE, WINDOWS) if one.execution.get(name) is not None}
        yield Step(
            function=STOP,
            arguments={"id": one.id, "automatic": False, **others},
            reason=f"profile {one} writes to the archive {archive!r} alone",
            check=Check(
                function="GetProfiles",
                arguments={"raw": True},
                path=[{"id": one.id}, "serverSideExecution", "automatic"],
                before=before,
                after="false" if isinstance(before, str) else False,
            ),
            undo=Call(function=STOP, arguments={"id": one.id, "automatic": True, **others}),
            group=GROUP,
        )


def _another_administrator(found: Inventory, leaver: UserAccess) -> Iterator[Need]:
    """Who must still be one when an administrator is deleted: two runs might each take the other's for the last one."""
    others = [one for one in found.access.users if one.scope == "all" and one is not leaver]
    others = [one for one in others if folded(one.user) != PROVIDER]
    if leaver.scope == "all" and others:
        other = next((one for one in others if found.is_oneself(one.user)), others[0])
        yield Need(
            function="GetUserInfo",
            arguments={"userName": other.user},
            path=["privileges"],
            kind="set",
            expected=[*other.privileges],
            why=f"another administrator, {other.user!r}",
        )


def _delete(found: Inventory, user: str, archive: str | None, needs: list[Need]) -> Step:
    kind, there, gone = presence(user, found.users)
    return Step(
        function="DeleteUser",
        arguments={"userName": user},
        reason="leaves" if archive is None else f"leaves; the archive {archive!r} and its mail stay",
        check=Check(function="GetUsers", path=[{"userName": user}], kind=kind, before=there, after=gone),
        removes=True,
        needs=needs,
        group=GROUP,
    )


def _only_for(profile: KnownProfile, archive: str) -> bool:
    """Whether a profile writes to that archive, or a folder in it, and nowhere else."""
    target = folded(profile.target or "")
    return target == folded(archive) or target.startswith(f"{folded(archive)}/")


def _open_to(found: Inventory, archive: str | None, name: str, reader: UserAccess | None) -> Iterator[str]:
    """Who may read the archive afterwards, whom nobody has chosen now."""
    others = [
        f"{one.user!r} ({', '.join(sorted(one.on(archive)))})"
        for one in found.access.users
        if archive and one.scope == "rights" and one.on(archive) and one is not reader and one.user != name
    ]
    if others:
        yield f"archive {archive!r} stays open to {some(others)}"
    if archive and reader is None:
        yield f"archive {archive!r}: nobody else gets access"


def _left_alone(found: Inventory, archive: str, names: list[str]) -> Iterator[str]:
    """The profiles and jobs that have to do with him, or may have."""
    mine = [one for one in found.profiles if _only_for(one, archive)]
    for one in mine:
        if not one.runs_by_itself:
            yield f"profile {one} writes to his archive alone; the server does not run it by itself, so it is left"
    naming = [one for one in found.profiles if one not in mine and mentions(one.texts, names)]
    if naming:
        yield f"left, though they name him, since they may be for others, too: the profiles {some(naming)}"
    many = [one for one in found.profiles if one.target is None and one not in naming]
    if many:
        yield f"left, since they name no single archive, and may be for many: the profiles {some(many)}"
    owned = [one for one in found.profiles if one.owner and folded(one.owner) == folded(names[0])]
    if owned:
        yield f"they belong to him, and whether they run without him is not known: the profiles {some(owned)}"
    jobs = [one for one in found.jobs if one.owner and folded(one.owner) == folded(names[0])]
    if jobs:
        yield f"they run as him, and whether they run without him is not known: the jobs {some(jobs)}"


def _gone_with_him(found: Inventory, leaver: UserAccess) -> Iterator[str]:
    """What deleting the user means."""
    rights = [
        f"{one.archive!r} ({', '.join(one.privileges)})"
        for one in leaver.rights
        if folded(one.archive) != folded(leaver.user)
    ]
    if rights:
        yield f"his rights on other archives go with him: {some(rights)}"
    if leaver.scope == "all":
        yield f"{leaver.user!r} is an administrator"
    if mentions(found.sessions, [leaver.user]):
        yield f"{leaver.user!r} seems to be logged in now"
    yield from _directory(found, leaver.user)
    if found.licence is not None:
        yield f"named users of the licence in use now: {found.licence}"
    elif found.login is None:
        yield "the licence of a Service Provider Edition counts archives (documented): his stays, and is counted"
    yield "there is no way back from deleting a user: his password and his second factor are lost with him"


def _directory(found: Inventory, user: str) -> Iterator[str]:
    origin, kind = found.users.get(user), found.directory.get("type")
    if origin:
        yield (
            f"{user!r} comes from a directory ({origin}): synchronization brings him back as long as he is in it,"
            " or in its groups; take him out first"
        )
    elif kind:
        yield f"directory services are set up ({kind}): if he is in that directory, synchronization may bring him back"
