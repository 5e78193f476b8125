"""The report as data."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal, get_args

from pydantic import Field, model_validator

from mailstore_sdk._version import __version__
from mailstore_sdk.documents import Document
from mailstore_sdk.models.base import Utc
from mailstore_sdk.reports import versions
from mailstore_sdk.reports.entries import (
    AdministratorEntry,
    ArchiveEntry,
    CertificateEntry,
    ComplianceEntry,
    CredentialEntry,
    Edition,
    HostEntry,
    InstanceEntry,
    JobEntry,
    LicenceEntry,
    Part,
    ProfileEntry,
    RetentionEntry,
    RunsOfJobs,
    RunsOfProfiles,
    ServerEntry,
    ServiceEntry,
    ServiceStatusEntry,
    SettingsEntry,
    StoreEntry,
    UserEntry,
)
from mailstore_sdk.reports.section import NOT_ASKED, Section

if TYPE_CHECKING:
    from mailstore_sdk.findings import Acknowledgement, Findings
    from mailstore_sdk.language import Language
    from mailstore_sdk.reports.diff import ReportDiff

SectionName = Literal[
    "server",
    "licence",
    "certificate",
    "service",
    "users",
    "stores",
    "store_creation",
    "archives",
    "profiles",
    "runs",
    "jobs",
    "job_runs",
    "compliance",
    "retention",
    "smtp",
    "directory",
    "credentials",
    "service_status",
    "hosts",
    "access_servers",
    "instances",
    "administrators",
]
"""The name of a section, as an attribute of `Report`."""
SECTIONS: tuple[SectionName, ...] = get_args(SectionName)
"""The sections, in the report's order."""


def _not_asked() -> Any:
    return Section[Any](unavailable=NOT_ASKED)


class Line(Part):
    """A line that the server wrote.

    Attributes:
        type: Mostly `line`; `error` for the reason why a call failed.
        text: The line.
    """

    type: str
    text: str


class Verification(Part):
    """How the verification of an archive store ended.

    Attributes:
        store: Id of the archive store.
        status: Known values: succeeded, failed, cancelled.
        progress_percentage: Progress in percent, 0 to 100; None where the server does not tell.
        messages: The lines that the server has written.
        status_text: One line about how it went, where the server gives one.
        result: What the function returned; mostly None.
    """

    store: int
    status: str
    progress_percentage: float | None = None
    messages: list[Line] = Field(default_factory=list)
    status_text: str | None = None
    result: Any = None


class Report(Document, Part):
    """What an archive looked like at a moment.

    Every section is there: with data, or with the reason why it has none. Sizes are in bytes where nothing else is
    said, times in UTC. The format is published as a JSON Schema, docs/report.schema.json.

    Attributes:
        version: Version of this format; it grows when a key changes its meaning. Files of older versions are read too.
        created: When the report was made.
        sdk: Version of the SDK that made it.
        edition: What the report is of: `server`, `spe` (an installation as a whole) or `instance`.
        instance_id: Of which instance; None of the other two.
        server: Version and name of the server.
        licence: The licence and how much of it is used; Server alone tells it.
        certificate: The TLS certificate that the server showed.
        service: The settings of the service; of Server alone.
        users: All users with addresses, authentication, multi-factor authentication and rights.
        stores: All archive stores.
        store_creation: When a new store is begun by itself; the keys are not documented.
        archives: What each archive holds.
        profiles: All archiving and export profiles.
        runs: The runs of all profiles over a span.
        jobs: All scheduled jobs.
        job_runs: The runs of all jobs over the same span.
        compliance: Legal hold and what is logged.
        retention: The retention policies.
        smtp: How the server sends mail.
        directory: Where users come from.
        credentials: The entries of the credential manager, without what is secret.
        service_status: How the servers of an installation are; of an SPE as a whole, as what follows.
        hosts: The instance hosts.
        access_servers: The Client Access Servers.
        instances: The instances and what they hold; in the report of an instance that one.
        administrators: The administrators of the installation.
        verification: How the verification of a store ended; None if none was asked for.
        default_login: Whether it was collected with the name and password that a server is installed with; None if that
            is not known. Nothing is tried for it.
    """

    _kind: ClassVar[str] = "a report"

    version: Literal[2] = versions.CURRENT
    created: Utc
    sdk: str = __version__
    edition: Edition = "server"
    instance_id: str | None = None
    server: Section[ServerEntry] = Field(default_factory=_not_asked)
    licence: Section[LicenceEntry] = Field(default_factory=_not_asked)
    certificate: Section[CertificateEntry] = Field(default_factory=_not_asked)
    service: Section[ServiceEntry] = Field(default_factory=_not_asked)
    users: Section[list[UserEntry]] = Field(default_factory=_not_asked)
    stores: Section[list[StoreEntry]] = Field(default_factory=_not_asked)
    store_creation: Section[SettingsEntry] = Field(default_factory=_not_asked)
    archives: Section[list[ArchiveEntry]] = Field(default_factory=_not_asked)
    profiles: Section[list[ProfileEntry]] = Field(default_factory=_not_asked)
    runs: Section[RunsOfProfiles] = Field(default_factory=_not_asked)
    jobs: Section[list[JobEntry]] = Field(default_factory=_not_asked)
    job_runs: Section[RunsOfJobs] = Field(default_factory=_not_asked)
    compliance: Section[ComplianceEntry] = Field(default_factory=_not_asked)
    retention: Section[list[RetentionEntry]] = Field(default_factory=_not_asked)
    smtp: Section[SettingsEntry] = Field(default_factory=_not_asked)
    directory: Section[SettingsEntry] = Field(default_factory=_not_asked)
    credentials: Section[list[CredentialEntry]] = Field(default_factory=_not_asked)
    service_status: Section[ServiceStatusEntry] = Field(default_factory=_not_asked)
    hosts: Section[list[HostEntry]] = Field(default_factory=_not_asked)
    access_servers: Section[list[HostEntry]] = Field(default_factory=_not_asked)
    instances: Section[list[InstanceEntry]] = Field(default_factory=_not_asked)
    administrators: Section[list[AdministratorEntry]] = Field(default_factory=_not_asked)
    verification: Verification | None = None
    default_login: bool | None = None

    @model_validator(mode="before")
    @classmethod
    def _of_any_version(cls, data: Any) -> Any:
        return versions.current(data) if isinstance(data, dict) else data

    def with_verification(self, verification: Verification) -> Report:
        """This report with the verification of a store."""
        return self.model_copy(update={"verification": verification})

    def sections(self) -> Iterator[tuple[SectionName, Section[Any]]]:
        """Every section with its name, in the report's order."""
        for name in SECTIONS:
            yield name, getattr(self, name)

    def diff(self, older: Report) -> ReportDiff:
        """What has changed since an older report of the same archive.

        Args:
            older: The report to compare with.

        Returns:
            Each change once, before and after, in a stable order; what grew; and what could not be compared.

        Raises:
            ConfigurationError: The older report is of another edition or instance, or is the newer one.
        """
        from mailstore_sdk.reports.diff import compare  # which needs this module

        return compare(older, self)

    def to_html(
        self,
        *,
        language: Language = "en",
        older: Iterable[Report] | str | os.PathLike[str] = (),
        findings: Findings | None = None,
        acks: Iterable[Acknowledgement] = (),
    ) -> str:
        """The report as a page of HTML that works offline; see `mailstore_sdk.reports.writers.to_html`."""
        from mailstore_sdk.reports.writers import to_html  # which needs this module

        return to_html(self, language=language, older=older, findings=findings, acks=acks)

    def write_html(
        self,
        path: str | os.PathLike[str],
        *,
        language: Language = "en",
        older: Iterable[Report] | str | os.PathLike[str] = (),
        findings: Findings | None = None,
        acks: Iterable[Acknowledgement] = (),
    ) -> Path:
        """Write the report as an HTML file; see `mailstore_sdk.reports.writers.write_html`."""
        from mailstore_sdk.reports.writers import write_html  # which needs this module

        return write_html(self, path, language=language, older=older, findings=findings, acks=acks)
