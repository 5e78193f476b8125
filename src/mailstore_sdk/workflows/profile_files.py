"""Profiles in a file, without secrets, for another server or for later."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import ClassVar, Literal

from pydantic import Field, ValidationError

from mailstore_sdk.documents import Document
from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.models.base import Utc
from mailstore_sdk.transport.redact import SECRET_NAME
from mailstore_sdk.workflows.names import folded
from mailstore_sdk.workflows.parts import Part
from mailstore_sdk.workflows.plan import Plan, Step
from mailstore_sdk.workflows.profile_certificates import loose
from mailstore_sdk.workflows.profile_settings import (
    AUTOMATIC,
    GIVEN_BY_SERVER,
    Raw,
    Way,
    creatable,
    differences,
    dotted,
    is_secret_at,
    leaves,
    put,
    secret_places,
    value_at,
)
from mailstore_sdk.workflows.profile_steps import Sought, created, identity, is_as, runs_by_itself, started, told_empty
from mailstore_sdk.workflows.profiles import Profiles, described
from mailstore_sdk.workflows.sheet import SheetError

ARCHIVE: Way = ("details", "targetUserFolder")
PATH = re.compile(r"[A-Za-z]:\\|\\\\")


class ProfileInFile(Part):
    """A profile in a file.

    Attributes:
        properties: Its settings with every key that the server has sent, but its id, its version and its secrets.
        secrets: The keys at which secrets belong.
    """

    properties: Raw
    secrets: list[str] = Field(default_factory=list)


class ProfileFile(Document, Part):
    """Profiles in a file.

    Attributes:
        format: Version of the format.
        server: Which server they come from, as `server_of` names it.
        version: That server's version; None if it was not told.
        created: When they were read.
        profiles: The profiles.
    """

    _kind: ClassVar[str] = "a file of profiles"
    format: Literal[1] = 1
    server: str
    version: str | None = None
    created: Utc = Field(default_factory=lambda: datetime.now(UTC))
    profiles: list[ProfileInFile]


def export_profiles(profiles: Profiles, chosen: Iterable[int | str] = (), *, version: str | None = None) -> ProfileFile:
    """Profiles as they can be kept in a file: without secrets, and with a note of where they belong.

    Args:
        profiles: What `read_profiles` gave.
        chosen: Ids or names; when there are none, all of them.
        version: The server's version, to be written down.

    Returns:
        The file, to be written with `to_json`.

    Raises:
        ArgumentError: There is no such profile; or one has a secret where none could be filled in again.
    """
    found = [profiles.find(one) for one in chosen] or profiles.profiles
    return ProfileFile(
        server=profiles.server, version=version, created=profiles.created, profiles=[_exported(one) for one in found]
    )


def plan_profile_import(
    file: ProfileFile,
    profiles: Profiles,
    *,
    users: Collection[str] | None = None,
    version: str | None = None,
    owner: str | None = None,
    start: bool = False,
    no_secret_at: Sequence[str] = (),
) -> Plan:
    """Plan to create the profiles of a file.

    MailStore functions: CreateProfile, SetProfileServerSideExecution.

    Args:
        file: The profiles.
        profiles: Those that are there, as `read_profiles` gave them.
        users: The users that are there; None: unknown.
        version: The version of the server that gets them.
        owner: Whom all of them shall belong to; when left out, each to whom it belonged.
        start: Whether those that ran by themselves do so here, too. Not as long as they run elsewhere.
        no_secret_at: Keys at which the profiles have no secret, although the file says so.

    Returns:
        The plan; one that is there already with the same settings is left out, and noted.

    Raises:
        SheetError: A profile cannot be created as it stands in the file; all that is wrong is told.
    """
    draft = _Draft(profiles, start, no_secret_at)
    wanted = [one.properties if owner is None else {**one.properties, "owner": owner} for one in file.profiles]
    draft.pair(wanted)
    for number, (profile, one) in enumerate(zip(wanted, file.profiles, strict=True), 1):
        draft.add(number, profile, one.secrets)
    if draft.problems:
        raise SheetError("the file", draft.problems)
    title = f"import of {len(file.profiles)} profile{'s' * (len(file.profiles) != 1)}"
    notes = [*_versions(file.version, version), *draft.notes, *_looked_at(draft.new, users, start)]
    return Plan(title=title, server=profiles.server, steps=draft.steps, notes=notes)


class _Draft:
    """A plan in the making."""

    def __init__(self, there: Profiles, start: bool, no_secret_at: Sequence[str]) -> None:
        self.steps: list[Step] = []
        self.notes: list[str] = []
        self.problems: list[str] = []
        self.new: list[Raw] = []
        self._there = there
        self._start = start
        self._no_secret_at = no_secret_at
        self._taken: list[Raw] = []  # those there that are in the file
        self._secrets: set[str] = set()

    def pair(self, wanted: Iterable[Raw]) -> None:
        """See which profiles there are those of the file, so that they do not stand in the way of one called alike."""
        known = [identity(each) for each in wanted]
        self._taken = [one for one in self._there.profiles if any(is_as(one, each) for each in known)]

    def add(self, number: int, profile: Raw, secrets: Sequence[str]) -> None:
        """Plan to create a profile, or say why not."""
        name = profile.get("name")
        what = f"profile {number} ({name!r})"
        problems = list(_problems(profile))
        if problems:
            self.problems += [f"{what}: {problem}" for problem in problems]
            return
        if any(identity(profile) == identity(each) for each in self.new):
            self.problems.append(f"{what}: it is in the file twice")
            return
        equal = [each for each in self._there.profiles if is_as(each, identity(profile))]
        if equal:
            self.notes.append(f"{what}: it is there already, as {described(equal[0])}")
            return
        same_name = [each for each in self._there.called(str(name)) if not any(each is taken for taken in self._taken)]
        ignoring = ", ".join(map(dotted, loose(profile)))
        if same_name:
            differing = "; ".join(map(str, differences(same_name[0], profile)))
            self.problems.append(f"{what}: {described(same_name[0])} is there, and differs: {differing}")
        elif ignoring:
            self.problems.append(
                f"{what}: it takes any certificate of the mail server ({ignoring}); change that in the file"
            )
        else:
            self._create(what, profile, secrets)

    def _create(self, what: str, profile: Raw, secrets: Sequence[str]) -> None:
        sought = Sought(identity(profile))
        try:
            ways = secret_places(profile, secrets, [*self._no_secret_at])
            names = {way: self._secret(way, profile) for way in ways.asked}
            self.notes += told_empty(what, ways.empty)
            steps = [created(profile, names, sought, reason="is in the file", needs=[], undo=[], group=what)]
            if self._start and runs_by_itself(profile):
                needs = [sought.one("exactly one new profile with every setting")]
                steps.append(started(profile, sought, None, reason="runs by itself", needs=needs, undo=[], group=what))
        except ArgumentError as error:
            self.problems.append(f"{what}: {error}")
        except ValidationError as error:
            self.problems.append(f"{what}: it cannot be sent as it is: {error.errors()[0]['msg']}")
        else:
            self.steps += steps
            self.new.append(profile)

    def _secret(self, way: Way, profile: Raw) -> str:
        name = once = f"{dotted(way)} of {profile.get('name')!r}"
        number = 1
        while name in self._secrets:  # profiles may be called alike
            number += 1
            name = f"{once} ({number})"
        self._secrets.add(name)
        return name


def _exported(profile: Raw) -> ProfileInFile:
    try:
        places = secret_places(profile).asked
    except ArgumentError as error:
        problem = f"profile {described(profile)}: {error}"
    else:
        properties = creatable(profile)
        for way in places:
            put(properties, way, None)
        return ProfileInFile(properties=properties, secrets=list(map(dotted, places)))
    raise ArgumentError(problem)


def _problems(profile: Raw) -> Iterable[str]:
    if not isinstance(profile.get("name"), str):
        yield "it has no name"
    for key in GIVEN_BY_SERVER:
        if key in profile:
            yield f"{key} is given by the server: take it out of the file"
    for way, value in leaves(profile):
        if is_secret_at(way, value):
            yield f"{dotted(way)} holds what may be a secret: take it out of the file, it is asked for"


def _versions(there: str | None, here: str | None) -> list[str]:
    differ = there is not None and here is not None and there != here
    return [f"the file was made by version {there}, and this is {here}"] if differ else []


def _looked_at(new: Sequence[Raw], users: Collection[str] | None, start: bool) -> Iterable[str]:
    """What may not fit here, and what is to be done afterwards."""
    known = None if users is None else {folded(user) for user in users}
    for profile in new:
        what = f"profile {profile.get('name')!r}"
        owner, archive = profile.get("owner"), str(value_at(profile, ARCHIVE) or "").partition("/")[0]
        if known is not None and isinstance(owner, str) and folded(owner) not in known:
            yield f"{what}: its owner {owner!r} is no user here, so it may be refused (--owner)"
        if known is not None and archive and folded(archive) not in known:
            yield f"{what}: {dotted(ARCHIVE)} is {archive!r}, and no user here is called so"
        for way, value in leaves(profile):
            if isinstance(value, str) and PATH.match(value):
                yield f"{what}: whether {dotted(way)} {value!r} is there cannot be read"
            if SECRET_NAME.search(way[-1]) and isinstance(value, int) and not isinstance(value, bool):
                yield f"{what}: {dotted(way)} is {value}, which may mean something else here than where it comes from"
        if runs_by_itself(profile) and not start:
            yield f"{what}: it ran by itself, and does not here until you say: profiles set ID {dotted(AUTOMATIC)}=true"
