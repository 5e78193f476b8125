"""From a profile as it is to one as it should be.

The API has no function that changes a profile (documented: read it, create another, delete the old one). So the new one
is created first and does not run by itself; then the old one is stopped, the new one started, and only when reading
shows the new one with every setting is the old one deleted. At no moment do both run by themselves, and until the last
step everything can be taken back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property

from pydantic import JsonValue, ValidationError

from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.workflows.check import Check, Need, telling
from mailstore_sdk.workflows.plan import Call, Plan, Step
from mailstore_sdk.workflows.profile_certificates import loose, loosened
from mailstore_sdk.workflows.profile_settings import (
    AUTOMATIC,
    EXECUTION,
    PASSWORD,
    PAUSE,
    WINDOWS,
    Difference,
    Raw,
    Way,
    changed,
    differences,
    dotted,
    is_on,
    secret_places,
)
from mailstore_sdk.workflows.profile_steps import (
    SET_EXECUTION,
    Sought,
    created,
    execution,
    identity,
    is_as,
    runs_by_itself,
    started,
    told_empty,
)
from mailstore_sdk.workflows.profiles import Profiles, described

THERE = "exactly one new profile with every setting"
IN_PLACE = (AUTOMATIC, PAUSE, WINDOWS)  # what SetProfileServerSideExecution sets


def plan_profile_change(
    profiles: Profiles,
    profile: int | str,
    changes: Mapping[str, JsonValue],
    *,
    new_keys: bool = False,
    secret_at: Sequence[str] = (),
    no_secret_at: Sequence[str] = (),
    replacement: int | None = None,
) -> Plan:
    """Plan other settings for a profile.

    MailStore functions: SetProfileServerSideExecution, where nothing but the automatic runs changes; else
    CreateProfile, SetProfileServerSideExecution and DeleteProfile, and the profile has a new id then.

    Args:
        profiles: What `read_profiles` gave.
        profile: Its id, or its name.
        changes: Values by key, the parts of a key separated by dots.
        new_keys: Whether a key may be one that the profile does not have.
        secret_at: Keys at which the profile has a secret that would not be asked for otherwise.
        no_secret_at: Keys at which it has none, although they look so.
        replacement: The id of a profile that a run which was broken off has created, and whose protocol is lost: it
            then takes the old one's place, and nothing is created.

    Returns:
        The plan; without steps if everything is so already. It asks for every secret of the profile, since the server
        gives none back (documented).

    Raises:
        ArgumentError: There is no such profile or key; the change would loosen the look at a certificate; another
            profile has these very settings already.
    """
    old = profiles.find(profile)
    wanted, found = changed(old, changes, new_keys=new_keys)
    found = [one for one in found if one.way != AUTOMATIC or is_on(one.before) != is_on(one.after)]
    refused = loosened(found)
    if refused:
        raise ArgumentError("; ".join(refused))
    title = f"other settings of profile {described(old)}"
    if not found:
        return Plan(title=title, server=profiles.server, steps=[])
    if all(one.way in IN_PLACE for one in found):
        steps, notes = [_in_place(old, wanted, found)], _other_running(profiles, old, wanted)
        return Plan(title=title, server=profiles.server, steps=steps, notes=notes)
    reason = "; ".join(map(str, found))
    return _Replacing(profiles, old, wanted, reason, secret_at, no_secret_at, replacement).plan(title)


def plan_profile_password(
    profiles: Profiles,
    profile: int | str,
    *,
    secret_at: Sequence[str] = (),
    no_secret_at: Sequence[str] = (),
    replacement: int | None = None,
) -> Plan:
    """Plan another password for a profile, as after the one of its mailbox has changed.

    MailStore functions: CreateProfile, SetProfileServerSideExecution, DeleteProfile.

    Args:
        profiles: What `read_profiles` gave.
        profile: Its id, or its name.
        secret_at: Keys at which the profile has a secret that would not be asked for otherwise.
        no_secret_at: Keys at which it has none, although they look so.
        replacement: As of `plan_profile_change`.

    Returns:
        The plan, which asks for every secret of the profile. Since no password can be read, it cannot know whether the
        profile has the new one already.

    Raises:
        ArgumentError: There is no such profile; or another one has the same settings.
    """
    old = profiles.find(profile)
    if not secret_at and not secret_places(old, (), no_secret_at).asked:
        secret_at = (dotted(PASSWORD),)
    replacing = _Replacing(profiles, old, deepcopy(old), "another password", secret_at, no_secret_at, replacement)
    return replacing.plan(f"another password of profile {described(old)}")


@dataclass
class _Replacing:
    """A new profile in place of an old one."""

    profiles: Profiles
    old: Raw
    wanted: Raw
    reason: str
    secret_at: Sequence[str]
    no_secret_at: Sequence[str]
    replacement: int | None
    notes: list[str] = field(default_factory=list)

    def plan(self, title: str) -> Plan:
        """The plan."""
        self._look_for_twins()
        names: dict[Way, str] = {}
        if self.replacement is None:
            places = secret_places(self.wanted, self.secret_at, self.no_secret_at)
            names = {way: f"{dotted(way)} of profile {self.number}" for way in places.asked}
            self.notes += told_empty(f"profile {self.number}", places.empty)
            if not names:
                self.notes.append("no secret is asked for: nothing shows that the profile has one (else: --secret-at)")
        try:
            steps = self._steps(names)
        except ValidationError as error:
            problem = error.errors()[0]["msg"]
        else:
            return Plan(title=title, server=self.profiles.server, steps=steps, notes=[*self._told(), *self.notes])
        raise ArgumentError(f"profile {self.number} cannot be sent as it is: {problem}")

    @cached_property
    def number(self) -> int:
        """The old one's id."""
        found = self.old["id"]
        assert isinstance(found, int)
        return found

    def _steps(self, names: Mapping[Way, str]) -> list[Step]:
        runs = runs_by_itself(self.wanted)
        steps = [self._created(names)] if self.replacement is None else []
        if runs and runs_by_itself(self.old):
            steps.append(self._old_stopped())
        if runs:
            steps.append(self._new_started())
        return [*steps, self._old_deleted()]

    def _created(self, names: Mapping[Way, str]) -> Step:
        as_read = Sought({**self._old_told.values, EXECUTION: telling(self.old.get(EXECUTION))})
        needs = [as_read.one(f"profile {self.number} as it was when the plan was made")]
        undo = [self._old.one(f"profile {self.number}")]
        return created(self.wanted, names, self._new, reason=self.reason, needs=needs, undo=undo, group=self._group)

    def _old_stopped(self) -> Step:
        given = {"id": self.number, **execution(self.old)}
        return Step(
            function=SET_EXECUTION,
            arguments={**given, "automatic": False},
            reason="the old one stops running by itself",
            check=Check(**self._old.look(*AUTOMATIC), kind="flag", before=True, after=False),
            needs=[self._new.one(THERE)],
            undo=Call(
                function=SET_EXECUTION, arguments=given, needs=[self._new.stopped("the new profile not running")]
            ),
            group=self._group,
        )

    def _new_started(self) -> Step:
        return started(
            self.wanted,
            self._new,
            self.replacement,
            reason="the new one runs by itself",
            needs=[self._new.one(THERE), self._old.stopped(f"profile {self.number} not running")],
            undo=[self._old.one(f"profile {self.number}")],
            group=self._group,
        )

    def _old_deleted(self) -> Step:
        if runs_by_itself(self.wanted):
            wanted = telling(self.wanted.get(EXECUTION))
            runs = Need(**self._new.look(EXECUTION), expected=wanted, why="the new profile running as it should")
        else:
            runs = self._new.stopped("the new profile not running")
        return Step(
            function="DeleteProfile",
            arguments={"id": self.number},
            removes=True,
            reason="the old one goes, once the new one is seen with every setting",
            check=Check(**self._old.look(), kind="exists", before=True, after=False),
            needs=[self._new.one(THERE), runs, self._old_told.one(f"profile {self.number} as it was")],
            group=self._group,
        )

    @property
    def _group(self) -> str:
        return f"profile {self.number}"

    @cached_property
    def _new(self) -> Sought:
        told = identity(self.wanted)
        return Sought(told, apart=self.number) if self.replacement is None else Sought({"id": self.replacement, **told})

    @property
    def _old(self) -> Sought:
        return Sought({"id": self.number})

    @property
    def _old_told(self) -> Sought:
        return Sought({"id": self.number, **identity(self.old)})

    def _look_for_twins(self) -> None:
        others = [one for one in self.profiles.profiles if one is not self.old]
        twins = [one for one in others if is_as(one, identity(self.wanted))]
        if self.replacement is None:
            if twins:
                raise ArgumentError(
                    f"profile {described(twins[0])} has these very settings already. If a run that was broken off has "
                    "created it, go on with that run's protocol; if the protocol is lost, name it as the replacement "
                    f"(--replacement {twins[0].get('id')}); if it is another one, give one of the two another name "
                    "first"
                )
            return
        chosen = self.profiles.find(self.replacement)
        if chosen not in twins:
            problem = "; ".join(map(str, differences(chosen, self.wanted))) or "it is the profile itself"
            raise ArgumentError(f"profile {described(chosen)} is no replacement of {self.number}: {problem}")
        self.notes.append(f"which password profile {self.replacement} has cannot be read")
        if runs_by_itself(chosen) and self.wanted.get(EXECUTION) == self.old.get(EXECUTION):
            self.wanted[EXECUTION] = chosen[EXECUTION]  # the run that was broken off had started it already
        if not runs_by_itself(self.old) and not runs_by_itself(self.wanted):
            self.notes.append(
                f"profile {self.number} does not run by itself, perhaps because the run that was broken off has "
                f"stopped it; if it should: mailstore profiles set {self.replacement} {dotted(AUTOMATIC)}=true"
            )

    def _told(self) -> list[str]:
        name = self.wanted.get("name")
        same_name = [one for one in self.profiles.called(str(name)) if one is not self.old]
        same_name = [one for one in same_name if one.get("id") != self.replacement]
        notes = [
            f"profile {self.number} gets a new id: its runs so far stay under id {self.number}, and jobs, scripts and "
            "monitoring that name this id do not know the new one",
            "whether the profile is running at this moment cannot be read: do it when it is not",
        ]
        if same_name:
            notes.append(f"others are called so, too: {', '.join(map(described, same_name))}")
        ignoring = ", ".join(map(dotted, loose(self.wanted)))
        if ignoring:
            notes.append(f"the profile takes any certificate of the mail server, as before: {ignoring}")
        return notes


def _in_place(old: Raw, wanted: Raw, found: Sequence[Difference]) -> Step:
    for each in found:
        if each.after is None and each.way != AUTOMATIC:
            raise ArgumentError(f"{dotted(each.way)} cannot be taken away: give another value")
    sought = Sought({"id": old["id"]})
    before, after = telling(old.get(EXECUTION)), telling(wanted.get(EXECUTION))
    if before is None and [each.way for each in found] == [AUTOMATIC]:
        check = Check(**sought.look(*AUTOMATIC), kind="flag", before=False, after=True)
    else:
        check = Check(**sought.look(EXECUTION), before=before, after=after)
    return Step(
        function=SET_EXECUTION,
        arguments={"id": old["id"], **execution(wanted)},
        reason="; ".join(map(str, found)),
        check=check,
        undo=Call(function=SET_EXECUTION, arguments={"id": old["id"], **execution(old)}),
        group=f"profile {old['id']}",
    )


def _other_running(profiles: Profiles, old: Raw, wanted: Raw) -> list[str]:
    if not runs_by_itself(wanted):
        return []
    same = [one for one in profiles.profiles if one is not old and is_as(one, identity(old)) and runs_by_itself(one)]
    return [f"profile {described(one)} has the same settings, and runs by itself" for one in same]
