"""Where each section of a report comes from: which functions are called, and what becomes of their answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from mailstore_sdk._generated import functions
from mailstore_sdk.errors import MailStoreError
from mailstore_sdk.reports import entries
from mailstore_sdk.reports.entries.base import entry, kept, settings, without_secrets_in_text
from mailstore_sdk.reports.runs import read_runs
from mailstore_sdk.reports.section import Problem, Unavailable, cause_of
from mailstore_sdk.reports.steps import Context, Look, Steps, ask, ask_each, ask_job_runs, ask_runs

if TYPE_CHECKING:
    from mailstore_sdk.models import ServerCertificate

NO_SERVICE_PROVIDER = "only the Service Provider Edition has it"
NOT_OF_AN_INSTANCE = "it is of the installation as a whole, not of an instance"
NOT_OF_AN_INSTALLATION = "it is of each instance, not of the installation as a whole"
ONLY_SERVER = "only MailStore Server has it"
LICENCE_REQUEST = "the Service Provider Edition tells its licences only by making a licence request"


@dataclass(frozen=True, slots=True)
class Found:
    """The data of a section, and what is missing in it."""

    data: Any
    problems: tuple[Problem, ...] = ()


Source: TypeAlias = Callable[[Context], Steps[Found | Unavailable]]


def server(context: Context) -> Steps[Found]:
    """Of an instance, the Management Server's."""
    if context.edition == "server":
        return Found(entry(entries.ServerEntry, (yield from ask(functions.GET_SERVER_INFO))))
    info = yield from ask(functions.GET_ENVIRONMENT_INFO, whole=True)
    return Found(entry(entries.ServerEntry, info, more={"machine_name": info.server_name}))


def licence(_: Context) -> Steps[Found]:
    """GetLicenseInformation."""
    return Found(entry(entries.LicenceEntry, (yield from ask(functions.GET_LICENSE_INFORMATION))))


def certificate(_: Context) -> Steps[Found | Unavailable]:
    """What the server shows whoever connects; nothing is sent for it."""
    seen = yield Look()
    if seen is None:
        return Unavailable(cause="notSeen", reason="there is no direct TLS connection to the server to see it on")
    fields = {name: getattr(seen, name) for name in entries.CertificateEntry.model_fields if name != "other"}
    return Found(entries.CertificateEntry.model_validate({**fields, "names": list(seen.names)}))


def service(_: Context) -> Steps[Found]:
    """GetServiceConfiguration."""
    answer = yield from ask(functions.GET_SERVICE_CONFIGURATION)
    return Found(entry(entries.ServiceEntry, answer, more=_thumbprint(answer.server_certificate)))


def users(context: Context) -> Steps[Found]:
    """GetUsers, and GetUserInfo for each; a user who cannot be asked for stays with what the list says."""
    rows = yield from ask(functions.GET_USERS)
    context.tick(0, len(rows))
    details = yield from ask_each(
        functions.GET_USER_INFO,
        [{"userName": row.user_name} for row in rows],
        lambda done: context.tick(done, len(rows)),
    )
    found, problems = [], []
    for row, info in zip(rows, details, strict=True):
        if isinstance(info, MailStoreError):
            problems.append(_problem(row.user_name, info, functions.GET_USER_INFO.name))
            found.append(entry(entries.UserEntry, row))
        else:
            found.append(entry(entries.UserEntry, row, info))
    return Found(found, tuple(problems))


def stores(_: Context) -> Steps[Found]:
    """GetStores with sizes."""
    rows = yield from ask(functions.GET_STORES, {"includeSize": True})
    return Found([entry(entries.StoreEntry, row) for row in rows])


def store_creation(_: Context) -> Steps[Found]:
    """GetStoreAutoCreateConfiguration, whose keys nobody has documented."""
    answer = yield from ask(functions.GET_STORE_AUTO_CREATE_CONFIGURATION)
    told = answer if isinstance(answer, dict) else {"value": answer}
    return Found(entries.SettingsEntry(settings=kept(told)))


def archives(_: Context) -> Steps[Found]:
    """GetFolderStatistics, which fails on some servers."""
    rows = yield from ask(functions.GET_FOLDER_STATISTICS)
    return Found([entry(entries.ArchiveEntry, row) for row in rows])


def profiles(_: Context) -> Steps[Found]:
    """GetProfiles."""
    rows = yield from ask(functions.GET_PROFILES, {"raw": True})
    return Found([entry(entries.ProfileEntry, row) for row in rows])


def runs(context: Context) -> Steps[Found]:
    """The runs of all profiles at once."""
    return Found((yield from read_runs(ask_runs, entries.RunsOfProfiles, entries.RunEntry, "id", context)))


def jobs(_: Context) -> Steps[Found]:
    """GetJobs."""
    rows = yield from ask(functions.GET_JOBS)
    return Found([entry(entries.JobEntry, row, more=_action(row.action)) for row in rows])


def job_runs(context: Context) -> Steps[Found]:
    """The runs of all jobs at once."""
    return Found(
        (yield from read_runs(ask_job_runs, entries.RunsOfJobs, entries.JobRunEntry, "job_result_id", context))
    )


def compliance(_: Context) -> Steps[Found]:
    """GetComplianceConfiguration."""
    return Found(entry(entries.ComplianceEntry, (yield from ask(functions.GET_COMPLIANCE_CONFIGURATION))))


def retention(_: Context) -> Steps[Found]:
    """GetRetentionPolicies."""
    rows = yield from ask(functions.GET_RETENTION_POLICIES)
    return Found([entry(entries.RetentionEntry, row) for row in rows])


def smtp(context: Context) -> Steps[Found]:
    """GetSmtpSettings; of an installation the Management Server's."""
    if context.edition == "spe":
        system = yield from ask(functions.GET_SYSTEM_SMTP_CONFIGURATION)
        return Found(entries.SettingsEntry(settings=settings(system)))
    return Found(entries.SettingsEntry(settings=settings((yield from ask(functions.GET_SMTP_SETTINGS)))))


def directory(_: Context) -> Steps[Found]:
    """GetDirectoryServicesConfiguration."""
    answer = yield from ask(functions.GET_DIRECTORY_SERVICES_CONFIGURATION)
    return Found(entries.SettingsEntry(settings=settings(answer)))


def credentials(_: Context) -> Steps[Found]:
    """GetCredentials. Only known keys are taken: what those of unknown types hold may be secret under any name."""
    rows = yield from ask(functions.GET_CREDENTIALS)
    found = []
    for row in rows:
        parts = [row] if row.settings is None else [row, row.settings]
        found.append(entry(entries.CredentialEntry, *parts, only_known=True))
    return Found(found)


def service_status(_: Context) -> Steps[Found]:
    """GetServiceStatus."""
    answer = yield from ask(functions.GET_SERVICE_STATUS)
    servers = [entry(entries.RoleEntry, one, more=_thumbprint(one.server_certificate)) for one in answer.server_infos]
    messages = [entry(entries.MessageEntry, message) for message in answer.messages]
    return Found(entries.ServiceStatusEntry(servers=servers, messages=messages))


def hosts(_: Context) -> Steps[Found]:
    """GetInstanceHosts."""
    rows = yield from ask(functions.GET_INSTANCE_HOSTS)
    return Found([entry(entries.HostEntry, row, more=_thumbprint(row.server_certificate)) for row in rows])


def access_servers(_: Context) -> Steps[Found]:
    """GetClientAccessServers, without having each asked for its state: GetServiceStatus tells it."""
    rows = yield from ask(functions.GET_CLIENT_ACCESS_SERVERS, {"withServiceStatus": False})
    return Found([entry(entries.HostEntry, row, more=_thumbprint(row.server_certificate)) for row in rows])


def instances(context: Context) -> Steps[Found]:
    """GetInstances, and what each that runs holds; of one that cannot be asked, only what the list says."""
    wanted = {"instanceFilter": context.instance_id or "*"}
    rows = yield from ask(functions.GET_INSTANCES, wanted, whole=True)
    running = [row for row in rows if row.status in ("running", None)]
    context.tick(0, len(running))
    told = yield from ask_each(
        functions.GET_INSTANCE_STATISTICS,
        [{"instanceID": row.instance_id} for row in running],
        lambda done: context.tick(done, len(running)),
    )
    problems: list[Problem] = []
    sizes: dict[str, dict[str, object]] = {}
    for row, size in zip(running, told, strict=True):
        if isinstance(size, MailStoreError):
            problems.append(_problem(row.instance_id, size, functions.GET_INSTANCE_STATISTICS.name))
        else:
            sizes[row.instance_id] = {"statistics": entry(entries.InstanceSizes, size)}
    found = [entry(entries.InstanceEntry, row, more=sizes.get(row.instance_id)) for row in rows]
    return Found(found, tuple(problems))


def administrators(_: Context) -> Steps[Found]:
    """GetSystemAdministrators."""
    rows = yield from ask(functions.GET_SYSTEM_ADMINISTRATORS)
    return Found([entry(entries.AdministratorEntry, row) for row in rows])


SERVER: dict[str, Source] = {
    "server": server,
    "licence": licence,
    "certificate": certificate,
    "service": service,
    "users": users,
    "stores": stores,
    "store_creation": store_creation,
    "archives": archives,
    "profiles": profiles,
    "runs": runs,
    "jobs": jobs,
    "job_runs": job_runs,
    "compliance": compliance,
    "retention": retention,
    "smtp": smtp,
    "directory": directory,
    "credentials": credentials,
}
SPE: dict[str, Source] = {
    "server": server,
    "certificate": certificate,
    "smtp": smtp,
    "service_status": service_status,
    "hosts": hosts,
    "access_servers": access_servers,
    "instances": instances,
    "administrators": administrators,
}
SOURCES: dict[entries.Edition, dict[str, Source]] = {
    "server": SERVER,
    "spe": SPE,
    "instance": {name: one for name, one in SERVER.items() if name not in ("licence", "service")}
    | {"instances": instances},
}


def not_in(edition: entries.Edition, section: str) -> Unavailable:
    """Why a report of that edition does not have the section."""
    if edition == "server":
        reason = NO_SERVICE_PROVIDER
    elif section in ("licence", "service"):
        reason = LICENCE_REQUEST if section == "licence" else ONLY_SERVER
    else:
        reason = NOT_OF_AN_INSTANCE if edition == "instance" else NOT_OF_AN_INSTALLATION
    return Unavailable(cause="notInThisEdition", reason=reason)


def _thumbprint(shown: ServerCertificate | None) -> dict[str, object]:
    return {} if shown is None or shown.thumbprint is None else {"thumbprint": shown.thumbprint}


def _action(action: str | None) -> dict[str, object]:
    return {} if action is None else {"action": without_secrets_in_text(action)}


def _problem(key: str, error: MailStoreError, function: str) -> Problem:
    return Problem(key=key, cause=cause_of(error), reason=str(error), function=function)
