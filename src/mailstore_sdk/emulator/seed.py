"""An archive of any size, made up from a number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from mailstore_sdk.emulator import seed_words
from mailstore_sdk.emulator.archive import Folders, Mails
from mailstore_sdk.emulator.demo import HOST, demo_installation
from mailstore_sdk.emulator.handlers.instances import PROVIDER, new_instance
from mailstore_sdk.emulator.handlers.stores import month_name
from mailstore_sdk.emulator.installation import Installation, InstanceState
from mailstore_sdk.emulator.lazy_mapping import LazyMapping
from mailstore_sdk.emulator.seed_sources import SeedArchives, SeedRuns, SeedUsers
from mailstore_sdk.emulator.seed_words import choose, draw, in_ascii
from mailstore_sdk.emulator.state import Job, JobRun, State, Store, in_utc
from mailstore_sdk.emulator.worker_runs import WorkerRuns

JOB_DAYS = 30  # for which jobs have results
A_YEAR = 365  # days


class Seed(BaseModel):
    """What is asked of a made-up archive; the same answers give the same archive, to the byte, on every machine.

    Making the archive takes some milliseconds whatever its size: users, folders, messages and results of profile runs
    are made when they are looked at. Everything in it is made up, and all addresses are at example domains.

    Attributes:
        number: Another number, another archive.
        users: Users besides the administrator, each with an archive of his own.
        folders_per_user: Folders in every archive.
        messages_per_user: Messages in an archive, on average: some users have a quarter of it, some the double.
        stores: Archive stores, each with the messages of a part of the time; at most one a month.
        profiles: Archiving profiles, all of the administrator.
        years: For how long there are messages and results of profile runs.
        runs_per_day: SeedRuns of each profile a day.
        jobs: Scheduled jobs, each with a run a day in the last 30 days.
        directory_share: Percent of users who come from directory services.
        end: When the youngest message was archived, and the last profile ran.
        instances: Of a Service Provider Edition: instances, each with an archive as described, each a different one.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    number: Annotated[int, Field(ge=0, lt=2**63)] = 1
    users: Annotated[int, Field(ge=0, le=10_000_000)] = 100
    folders_per_user: Annotated[int, Field(ge=1, le=500)] = 6
    messages_per_user: Annotated[int, Field(ge=0, le=10_000_000)] = 200
    stores: Annotated[int, Field(ge=1, le=120)] = 3
    profiles: Annotated[int, Field(ge=0, le=1_000)] = 3
    years: Annotated[int, Field(ge=1, le=30)] = 2
    runs_per_day: Annotated[int, Field(ge=0, le=1_440)] = 4
    jobs: Annotated[int, Field(ge=0, le=100)] = 3
    directory_share: Annotated[int, Field(ge=0, le=100)] = 60
    end: Annotated[AwareDatetime, AfterValidator(in_utc)] = datetime(2026, 1, 5, tzinfo=UTC)
    instances: Annotated[int, Field(ge=0, le=1_000)] = 3

    @model_validator(mode="after")
    def _one_store_a_month(self) -> Self:
        if self.stores > 12 * self.years:
            raise ValueError(f"{self.stores} stores are more than one a month in {self.years} years")
        return self

    def state(self) -> State:
        """A server with that archive."""
        state = State(seed=self, machine_name="ARCHIVE")
        self._fill(state, "admin", "admin", "example.com", "C:\\MailArchive")
        return state

    def installation(self) -> Installation:
        """A Service Provider Edition with such an archive in every instance."""
        installation = demo_installation()
        installation.instances.clear()
        installation.seed = self
        for index in range(self.instances):
            name = f"customer{index + 1}"
            config = {
                "instanceID": name,
                "alias": f"c{index + 1}",
                "displayName": f"Customer {index + 1}",
                "instanceHost": HOST,
            }
            seed = self.model_copy(update={"number": draw(self.number, "instance", index) >> 1})
            installation.instances[name] = seed.instance(config)
        installation.directories = {HOST: [f"E:\\{name}" for name in installation.instances]}
        return installation

    def instance(self, config: dict[str, Any]) -> InstanceState:
        """An instance with that archive, which runs.

        Args:
            config: Its settings, as GetInstanceConfiguration gives them; those left out are as in a new instance.
        """
        instance = new_instance(config, "running")
        instance.seed = self
        instance.machine_name = instance.host
        self._fill(instance, PROVIDER, "", f"{in_ascii(instance.id)}.example.com", f"E:\\{instance.id}")
        return instance

    @property
    def begin(self) -> datetime:
        """When the oldest message was sent."""
        return self.end - timedelta(days=A_YEAR * self.years)

    def _fill(self, state: State, owner: str, password: str, domain: str, folder: str) -> None:
        people = SeedUsers(
            self.number,
            users=self.users,
            administrator=owner,
            password=password,
            domain=domain,
            directory=self.directory_share,
        )
        post = SeedArchives(
            self.number,
            people=people,
            folders=self.folders_per_user,
            messages=self.messages_per_user,
            stores=self.stores,
            begin=self.begin,
            end=self.end,
        )
        state.users = LazyMapping(source=people)
        state.folders = Folders(source=post)
        state.mails = Mails(source=post, folders=state.folders)
        for number in range(self.stores):
            first = self.begin + (self.end - self.begin) * number / self.stores
            name = month_name(first, [store.name for store in state.stores.values()])
            state.stores[number + 1] = self._store(number, name, post, folder)
        state.profiles = {number + 1: _profile(number, owner, domain) for number in range(self.profiles)}
        names = tuple(str(profile["name"]) for profile in state.profiles.values())
        runs = SeedRuns(
            self.number,
            count=self.profiles * self.runs_per_day * A_YEAR * self.years,
            profiles=names,
            owner=owner,
            machine=state.machine_name,
            begin=self.begin,
            end=self.end,
        )
        state.worker_runs = WorkerRuns(history=runs)
        for number in range(self.jobs):
            self._add_job(state, number, owner)

    def _store(self, number: int, name: str, post: SeedArchives, folder: str) -> Store:
        amount = post.in_store(number)
        state = "current" if number == self.stores - 1 else "normal" if number else "writeProtected"
        return Store(
            id=number + 1,
            name=name,
            file_group=number + 1,
            requested_state=state,
            messages=amount.messages,
            size=amount.size,
            path=f"{folder}\\{name}",
        )

    def _add_job(self, state: State, number: int, owner: str) -> None:
        name, action = choose(seed_words.JOBS, number)
        hour = number % 24
        midnight = self.end.replace(hour=0, minute=0, second=0, microsecond=0)
        starts = [midnight - timedelta(days=day) + timedelta(hours=hour, minutes=30) for day in range(JOB_DAYS, 0, -1)]
        state.jobs[number + 1] = Job(
            id=number + 1,
            name=_again(name, number // len(seed_words.JOBS)),
            action=action,
            owner=owner,
            created=starts[0] - timedelta(days=1),
            schedule={"timeZoneId": "UTC", "time": f"{hour:02}:30:00"},
            last_start=starts[-1],
            last_complete=starts[-1],
        )
        state.job_runs += [
            JobRun(id=number * JOB_DAYS + day + 1, job_id=number + 1, action=action, start=start, complete=start)
            for day, start in enumerate(starts)
        ]


def _profile(number: int, owner: str, domain: str) -> dict[str, Any]:
    details = {"host": f"mail.{domain}", "userName": f"svc@{domain}", "password": None}
    return {
        "id": number + 1,
        "version": 1,
        "name": _again(choose(seed_words.PROFILES, number), number // len(seed_words.PROFILES)),
        "owner": owner,
        "type": "I",
        "connector": choose(seed_words.CONNECTORS, number),
        "details": details,
        "serverSideExecution": {"automatic": True, "automaticPauseBetweenExecutions": 300},
    }


def _again(name: str, times: int) -> str:
    return f"{name} {times + 1}" if times else name
