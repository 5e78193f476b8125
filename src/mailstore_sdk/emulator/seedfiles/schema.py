"""The form of a seed file, and of a dump: what a server holds, written as plain data.

What is written is what differs from a beginning: from a made-up archive, where a `generate` says so, and else from a
server with nothing in it but its administrator, admin/admin. So a dump of an archive of a million users is as small as
what was changed in it.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, time
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, TypeVar, get_type_hints

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model

from mailstore_sdk.emulator.installation import Administrator, Installation, InstanceState
from mailstore_sdk.emulator.releases import Version
from mailstore_sdk.emulator.schedule import execution_problem, schedule_problem
from mailstore_sdk.emulator.seed import Seed
from mailstore_sdk.emulator.state import Job, JobRun, Mail, Site, State, Store, User, WorkerRun
from mailstore_sdk.emulator.stored_settings import TEMPLATE, misfit

Part = TypeVar("Part", bound=BaseModel)


class Kind(NamedTuple):
    """Things of one kind that a server holds.

    Attributes:
        name: What they are called in the file.
        holder: The field of `State` or `Installation` that holds them.
        key: What tells them apart.
    """

    name: str
    holder: str
    key: str


IN_SERVER: tuple[Kind, ...] = (
    Kind("users", "users", "user_name"),
    Kind("stores", "stores", "id"),
    Kind("profiles", "profiles", "id"),
    Kind("jobs", "jobs", "id"),
    Kind("job_runs", "job_runs", "id"),
    Kind("messages", "mails", "id"),
)
IN_INSTALLATION: tuple[Kind, ...] = (Kind("administrators", "administrators", "user_name"),)
# What is not written just as it is held.
APART: set[str] = {
    *(kind.holder for kind in (*IN_SERVER, *IN_INSTALLATION)),
    *("version", "folders", "worker_runs", "instances"),
}


class Strict(BaseModel):
    """A part of the file; a key that it does not have is an error."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


class Folder(Strict):
    """A folder.

    Attributes:
        path: Where it is.
        was: Its path in the made-up archive, when it was moved: its made-up messages are in it.
    """

    path: Annotated[str, Field(min_length=1)]
    was: str | None = None


class Deleted(Strict):
    """What the beginning has and the server has not.

    Attributes:
        folders: Made-up archives whose folders are no longer as they were made; those that are left are listed.
        empty_folders: The empty ones of all other made-up archives.
        worker_runs: The made-up results of profile runs, all of them.
    """

    users: list[str] = []
    stores: list[int] = []
    profiles: list[int] = []
    jobs: list[int] = []
    job_runs: list[int] = []
    messages: list[str] = []
    folders: list[str] = []
    empty_folders: bool = False
    worker_runs: bool = False


class DeletedFromInstallation(Strict):
    """What the beginning has and the installation has not."""

    administrators: list[str] = []
    instances: list[str] = []


def _profile(given: dict[str, Any]) -> dict[str, Any]:
    """With the keys that every profile has."""
    for name, kind, called in (("id", int, "a number"), ("name", str, "text"), ("connector", str, "text")):
        if not isinstance(given.get(name), kind) or isinstance(given[name], bool):
            raise ValueError(f"a profile needs the key {name}, {called}")
    execution = given.get("serverSideExecution") or {}
    problem = execution_problem(execution) if isinstance(execution, dict) else "serverSideExecution is not a table"
    if problem is not None:
        raise ValueError(problem)
    return {"id": given["id"], "version": 1, "owner": "admin", "details": {}, "serverSideExecution": None, **given}


def _job(given: Job) -> Job:
    """With a schedule that can be followed; TOML has dates and times of its own."""
    schedule = {
        key: value.isoformat() if isinstance(value, date | time) else value for key, value in given.schedule.items()
    }
    problem = schedule_problem(schedule)
    if problem is not None:
        raise ValueError(f"schedule.{problem}")
    return replace(given, schedule=schedule)


def _settings(given: dict[str, Any]) -> dict[str, Any]:
    """Of known names, and of the kind that the first ones are."""
    for name, value in given.items():
        if name not in TEMPLATE:
            raise ValueError(f"there are no settings named {name}, but {', '.join(TEMPLATE)}")
        if not isinstance(value, type(TEMPLATE[name])):
            raise ValueError(f"{name} is not a {'list' if isinstance(TEMPLATE[name], list) else 'table'}")
        place = misfit(value, TEMPLATE[name])
        if place is not None:
            raise ValueError(f"{name} has no valid value{place}")
    return given


class Contents(Strict):
    """What a server, or an instance, holds.

    Attributes:
        generate: The made-up archive to begin with.
        number: What GetServerInfo tells as version.
        settings: Those that are not as in a new server, each in full.
        deleted: What of the beginning is not there.
    """

    generate: Seed | None = None
    number: str | None = None
    users: list[User] = []
    stores: list[Store] = []
    profiles: list[Annotated[dict[str, Any], AfterValidator(_profile)]] = []
    jobs: list[Annotated[Job, AfterValidator(_job)]] = []
    job_runs: list[JobRun] = []
    worker_runs: list[WorkerRun] = []
    folders: list[
        Annotated[Folder, BeforeValidator(lambda given: {"path": given} if isinstance(given, str) else given)]
    ] = []
    messages: list[Mail] = []
    settings: Annotated[dict[str, Any], AfterValidator(_settings)] = {}
    deleted: Deleted = Deleted()


class InstanceContents(Contents):
    """What an instance holds; it begins with the provider's own access, `$archiveadmin`.

    Attributes:
        config: Its settings, as GetInstanceConfiguration gives them, in full.
        id: Its id, where there is no `config`; the settings are then those of a new instance.
        host: Its Instance Host, where there is no `config`.
    """

    config: dict[str, Any] = {}
    id: str = ""
    host: str = ""


class InstallationContents(Strict):
    """What a Service Provider Edition holds.

    Attributes:
        generate: The made-up instances to begin with.
        number: What GetServerInfo tells as version.
    """

    generate: Seed | None = None
    number: str | None = None
    administrators: list[Administrator] = []
    settings: Annotated[dict[str, Any], AfterValidator(_settings)] = {}
    deleted: DeletedFromInstallation = DeletedFromInstallation()


def plain_fields(holder: type[Site]) -> dict[str, Any]:
    """The fields that are written just as they are held, with their types."""
    hints = get_type_hints(holder, localns={"Seed": Seed}, include_extras=True)
    return {each.name: hints[each.name] for each in fields(holder) if each.compare and each.name not in APART}


def _part(name: str, base: type[Part], holder: type[Site], **more: Any) -> type[Part]:
    """A part of the file with the plain fields of a holder, each of which may be left out."""
    told = {field: (hint, None) for field, hint in plain_fields(holder).items() if field not in base.model_fields}
    members: dict[str, Any] = {**told, **more}
    return create_model(name, __base__=base, **members)


VERSION: tuple[Any, None] = (Version | None, None)
ServerFile: type[Contents] = _part(
    "ServerFile", Contents, State, edition=(Literal["server"], "server"), version=VERSION
)
Instance: type[InstanceContents] = _part("Instance", InstanceContents, InstanceState)
SpeFile: type[InstallationContents] = _part(
    "SpeFile",
    InstallationContents,
    Installation,
    edition=(Literal["spe"], "spe"),
    version=VERSION,
    instances=(list[Instance], []),  # type: ignore[valid-type]  # a model made just above
)
