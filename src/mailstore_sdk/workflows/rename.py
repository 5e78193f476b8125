"""Rename a user together with his archive and everybody's rights on it: from what knows him to a plan."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.text import one_line, some
from mailstore_sdk.workflows.access_plan import rights_step
from mailstore_sdk.workflows.check import Check, Need
from mailstore_sdk.workflows.inventory import PROVIDER, Inventory, KnownArchives, mentions, presence
from mailstore_sdk.workflows.names import Names, folded
from mailstore_sdk.workflows.plan import Call, Plan, Step

GROUP = "rename"
SEPARATORS = "/\\"


def plan_rename(inventory: Inventory, old: str, new: str, *, continued: bool = False) -> Plan:
    r"""Plan the calls after which a user, his archive, and everybody's rights on it have another name.

    The API's RenameUser leaves the archive's name, so that the folder is moved and the rights are given anew
    (documented); then those on the old name are taken away, lest they hold for a later user of that name.

    MailStore function: RenameUser, MoveFolder, SetUserPrivilegesOnFolder

    Args:
        inventory: What knows him, as `read_inventory` gives it.
        old: The user as he is called now: name, `DOMAIN\name` or address.
        new: The new name; composed letters are sent, whichever are given.
        continued: Whether `new` is the user `old`, whom an earlier run, or somebody by hand, has renamed; what is left
            is planned. Without, nobody's archive is taken for somebody else's.

    Returns:
        The plan; without steps if everything is so already.

    Raises:
        ArgumentError: There is no such user, or it may be several, or it is the one as whom one is logged in; the new
            name is that of another user or archive, or rights on it are there already, or it cannot be a name; or the
            server does not tell which archives there are.
    """
    new = unicodedata.normalize("NFC", new.strip())
    _need_a_name(new)
    names = inventory.people().users(old)
    present = Names(inventory.users).called(new)
    if len(names) > 1:
        raise ArgumentError(f"{old!r} may be any of the users {some([*map(repr, names)])}")
    if not names and not present:
        raise ArgumentError(f"{old!r} is no user here, or could not be read")
    archives = inventory.archives
    if archives is None:
        raise ArgumentError("the server does not tell which archives there are, so nobody could see what was moved")
    if names:
        _refuse(inventory, names[0], new)
        steps = [_rename(archives, names[0], new), *_follow(inventory, archives, names[0], new, names[0])]
        notes = list(_notes(inventory, archives, names[0], new))
    else:
        steps, notes = _rest(inventory, archives, old.strip(), present, continued=continued)
    return Plan(
        title=one_line(f"rename {names[0] if names else old.strip()} to {new}"),
        server=inventory.access.server,
        steps=steps,
        notes=[*inventory.access.notes, *inventory.notes, *notes],
    )


def _need_a_name(new: str) -> None:
    if not new:
        raise ArgumentError("the new name is empty")
    if not new.isprintable():
        raise ArgumentError(f"the new name {new!r} has letters that cannot be seen")
    if any(letter in new for letter in SEPARATORS):
        raise ArgumentError(f"the new name {new!r} has a separator of folders, and an archive is called like its user")
    if folded(new) == PROVIDER:
        raise ArgumentError(f"{new!r} is the provider's own access")


def _refuse(inventory: Inventory, old: str, new: str) -> None:
    """Refuse what would mix two people up, or shut oneself out."""
    if folded(old) == PROVIDER:
        raise ArgumentError(f"{old!r} is the provider's own access to the instance")
    if inventory.is_oneself(old):
        raise ArgumentError(f"{old!r} is the user as whom you are logged in; log in as somebody else")
    if folded(old) == folded(new):
        raise ArgumentError(
            f"{old!r} and {new!r} differ at most by the case of letters, and whether servers tell such names apart is"
            " not known"
        )
    taken = [user for user in inventory.users if folded(user) == folded(new)]
    if taken:
        raise ArgumentError(f"there is a user {taken[0]!r} already")
    _refuse_archive(inventory, new)
    (user,) = [one for one in inventory.access.users if one.user == old]
    if user.scope == "unknown":
        raise ArgumentError(f"the server does not tell the rights of {old!r}, so they could not be moved with him")


def _refuse_archive(inventory: Inventory, new: str) -> None:
    """Refuse a name under which there is an archive, or may have been one that others were allowed to read."""
    listed = inventory.archives.names if inventory.archives else ()
    taken = [archive for archive in listed if folded(archive) == folded(new)]
    if taken:
        raise ArgumentError(f"there is an archive {taken[0]!r} already, maybe of somebody who has left")
    holders = [
        repr(one.user)
        for one in inventory.access.users
        if any(folded(right.archive) == folded(new) for right in one.rights)
    ]
    if holders:
        raise ArgumentError(
            f"rights on an archive {new!r} are there already, and would open the moved one to {some(holders)};"
            " take them away first"
        )


def _rename(archives: KnownArchives, old: str, new: str) -> Step:
    return Step(
        function="RenameUser",
        arguments={"oldUserName": old, "newUserName": new},
        reason=f"{old!r} is called {new!r} from now on",
        check=Check(function="GetUsers", path=[{"userName": new}], kind="exists", before=False, after=True),
        undo=Call(function="RenameUser", arguments={"oldUserName": new, "newUserName": old}),
        needs=[Need(**archives.look(new), kind="exists", expected=False)],
        group=GROUP,
    )


def _follow(inventory: Inventory, archives: KnownArchives, old: str, new: str, user: str) -> Iterator[Step]:
    """The steps by which the archive and the rights follow the user, who has the new name by then."""
    called = Names(archives.names).called(old)
    if len(called) > 1:
        raise ArgumentError(f"the archive of {old!r} may be any of {some([*map(repr, called)])}")
    if called:
        yield _move(inventory, archives, called[0], old, new)
    archive = called[0] if called else old
    others = {*archives.names} - {archive}  # one that differs only by case is another one where both are there
    holders = [
        (new if one.user == user else one.user, right.archive, frozenset(right.privileges), one.on(new))
        for one in inventory.access.users
        for right in one.rights
        if folded(right.archive) == folded(archive) and right.archive not in others
    ]
    for name, where, words, present in holders:
        if not words <= present:
            yield rights_step(
                name, new, present, present | words, f"he has it on {where!r}, as it is called now", GROUP
            )
    if not called and not Names(archives.names).called(new):
        return  # of an archive that is nowhere nobody can say that it has another name
    for name, where, words, _ in holders:
        reason = "the right on the old name would hold for a later archive of that name"
        yield rights_step(name, where, words, frozenset(), reason, GROUP)


def _move(inventory: Inventory, archives: KnownArchives, archive: str, old: str, new: str) -> Step:
    # Whether the archive is there under its old name tells it: of a user who has none, a server may show an empty one.
    kind, there, moved = presence(archive, archives.names)
    user_kind, _, gone = presence(old, inventory.users)
    user_gone = Need(function="GetUsers", path=[{"userName": old}], kind=user_kind, expected=gone)
    return Step(
        function="MoveFolder",
        arguments={"fromFolder": archive, "toFolder": new},
        reason="the archive is called like its user; this may take long",
        check=Check(**archives.look(archive), kind=kind, before=there, after=moved),
        undo=Call(function="MoveFolder", arguments={"fromFolder": new, "toFolder": archive}),
        needs=[user_gone],
        group=GROUP,
    )


def _rest(
    inventory: Inventory, archives: KnownArchives, old: str, present: list[str], *, continued: bool
) -> tuple[list[Step], list[str]]:
    """What is left if the user has his new name already."""
    if len(present) > 1:
        raise ArgumentError(f"the new name may be that of any of the users {some([*map(repr, present)])}")
    new = present[0]
    old = (Names(inventory.archive_names).called(old) or [old])[0]
    steps = list(_follow(inventory, archives, old, new, new))
    notes = [f"{old!r} is no user here, and {new!r} is one"]
    if not steps:
        return [], [*notes, f"no archive is called {old!r}, and no right on that name has to be moved"]
    if not continued:
        raise ArgumentError(
            f"{old!r} is no user here, and {new!r} is one, who may be somebody else: if he was renamed before, go on"
            " with the protocol of that run (--protocol-file), or say that this is continued (--continue)"
        )
    if steps[0].function == "MoveFolder" and Names(archives.names).called(new):
        raise ArgumentError(
            f"there are an archive {old!r} and an archive {new!r}: look into both, and join them by hand"
        )
    strangers = [
        repr(one.user)
        for one in inventory.access.users
        if one.scope == "rights" and one.on(new) and not one.on(old) and one.user != new
    ]
    if strangers:
        notes.append(f"they have rights on {new!r}, and had none on {old!r}: {some(strangers)}")
    return steps, [*notes, *_notes(inventory, archives, old, new)]


def _notes(inventory: Inventory, archives: KnownArchives, old: str, new: str) -> Iterator[str]:
    """What is not planned, and what may get in the way."""
    if not Names(archives.names).called(old):
        kept = "" if Names(archives.names).called(new) else "; rights on that name are kept besides the new ones"
        yield f"there is no archive {old!r}: nothing is moved{kept}"
    admins = [one for one in inventory.access.users if one.scope == "all" and one.user in (old, new)]
    if admins and not admins[0].rights:
        yield f"{admins[0].user!r} is an administrator, and has access to all: he is given no rights"
    if inventory.protected:
        yield (
            f"write-protected archive stores: {some([*map(repr, inventory.protected)])}; folders in them cannot be"
            " moved (documented), so that MoveFolder may be refused"
        )
    yield from _directory(inventory, old, new)
    writing = [one for one in inventory.profiles if one.target and _first(one.target) == folded(old)]
    if writing:
        yield (
            f"they write to the archive {old!r}, and would begin it anew: stop them before, and tell them the new name"
            f" (mailstore profiles set): the profiles {some(writing)}"
        )
    others = [one for one in inventory.profiles if one not in writing]
    naming = [one for one in others if mentions([*one.texts, one.owner or ""], [old])]
    if naming:
        yield f"they name {old!r}, and are left as they are: the profiles {some(naming)}"
    running = [one for one in others if one.runs_by_itself]
    if running:
        yield (
            "they run by themselves, and what they archive between the renaming and the move may begin an archive"
            f" of the new name, which would be in the way: the profiles {some(running)}"
        )
    jobs = [one for one in inventory.jobs if mentions([one.owner or "", *one.words], [old])]
    if jobs:
        yield f"they run as {old!r}, or name him, and are left as they are: the jobs {some(jobs)}"
    if mentions(inventory.sessions, [old]):
        yield f"{old!r} seems to be logged in now"
    yield f"he logs in as {new!r} from then on"


def _directory(inventory: Inventory, old: str, new: str) -> Iterator[str]:
    origin: Any = inventory.users.get(old) or inventory.users.get(new)
    if origin:
        deletes = inventory.directory.get("deleteUsers")
        also = f", and delete {new!r}, since it deletes users who are not in it" if deletes else ""
        yield (
            f"he comes from a directory ({origin}): as long as he is {old!r} there, synchronization may bring"
            f" {old!r} back{also}; rename him there first"
        )


def _first(path: str) -> str:
    return folded(path.partition("/")[0])
