"""Profiles and their runs, jobs and theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import Field

from mailstore_sdk.models.base import Utc
from mailstore_sdk.reports.entries.base import Entry, Part

Setting = str | int | bool | None


class ExecutionEntry(Entry):
    """Whether and when the server runs a profile by itself.

    Attributes:
        automatic: Whether it does.
        automatic_pause_between_executions: Pause between two runs in seconds.
        automatic_maintenance_windows: When not to run.
    """

    automatic: bool | None = None
    automatic_pause_between_executions: int | None = None
    automatic_maintenance_windows: str | None = None


class ProfileSettings(Entry):
    """The settings of a profile, which depend on its connector; those without a field are in `other`.

    Attributes:
        host: Host name of the mail server.
        user_name: User who logs in there.
        email_address: Address of the mailbox.
        protocol: How the mail server is spoken to.
        target_user_folder: Archive that the profile writes to.
        delete_in_mailbox: Rule by which messages are deleted in the mailbox, as text.
        disable_auto_exclude_source_folders: `1` for yes, `0` for no, as clients send it.
        disable_automatic_detection_of_sent_folders: Likewise.
        exclude_un_read: Likewise.
        ignore_ssl_policy_errors: Likewise.
        sub_type: As clients send it.
        timeout: As clients send it; its unit is not known.
    """

    # A rule that deletes has to be seen, whatever was told before.
    none_when_absent: ClassVar[frozenset[str]] = frozenset({"delete_in_mailbox"})

    host: str | None = None
    user_name: str | None = None
    email_address: str | None = None
    protocol: str | None = None
    target_user_folder: str | None = None
    delete_in_mailbox: str | None = None
    disable_auto_exclude_source_folders: Setting = None
    disable_automatic_detection_of_sent_folders: Setting = None
    exclude_un_read: Setting = None
    ignore_ssl_policy_errors: Setting = None
    sub_type: Setting = None
    timeout: Setting = None


class ProfileEntry(Entry):
    """An archiving or export profile.

    Attributes:
        id: Number of the profile.
        name: Its name.
        owner: User whom it belongs to.
        type: `I` for an archiving profile, as clients send it.
        connector: What the profile reads from or writes to, as IMAP or Exchange.
        details: The settings, which depend on the connector.
        server_side_execution: Whether and when the server runs it by itself; None where it does not.
    """

    identity: ClassVar[tuple[str, ...]] = ("id",)

    id: int
    name: str
    owner: str | None = None
    type: str | None = None
    connector: str | None = None
    details: ProfileSettings | None = None
    server_side_execution: ExecutionEntry | None = None


class Gap(Part):
    """A part of the span whose runs could not be read.

    Attributes:
        start: Where it begins, UTC.
        end: Where it ends, UTC; not in it.
        reason: Why, in the server's words or the SDK's.
    """

    start: Utc
    end: Utc
    reason: str


class RunEntry(Part):
    """One run of a profile. All fields are written, since there may be very many of them.

    Attributes:
        id: Number of the run.
        profile_id: Number of the profile; a few real rows lack it, together with the name.
        profile_name: Name of the profile.
        user_name: User as whom the profile ran.
        result: Known values: succeeded, completedWithWarnings, completedWithErrors, failed, cancelled; on weak
            evidence: disconnected, threadAbort.
        items_archived: Number of messages that the run took in.
        start_time: Start, UTC.
        complete_time: End, UTC.
        machine_name: Machine that ran the profile.
    """

    id: int
    profile_id: int | None = None
    profile_name: str | None = None
    user_name: str | None = None
    result: str
    items_archived: int | None = None
    start_time: Utc
    complete_time: Utc | None = None
    machine_name: str | None = None


class RunsOfProfiles(Part):
    """The runs of all profiles over a span.

    Attributes:
        start: Where the span begins, UTC.
        end: Where it ends, UTC; not in it.
        runs: By start.
        gaps: Parts of the span that could not be read; what ran there is not known.
    """

    start: Utc
    end: Utc
    runs: list[RunEntry]
    gaps: list[Gap] = Field(default_factory=list)


class ScheduleEntry(Entry):
    """When a job runs; the server sends only what the schedule uses.

    Attributes:
        time_zone_id: Windows name of the time zone that the schedule is in.
        time: Time of the day, as `HH:MM:SS`.
        interval: Minutes between two runs.
        day_of_week: Sunday to Saturday.
        day_of_month: 1 to 31, or `Last`.
        date: The moment of a single run, without a zone of its own.
    """

    time_zone_id: str | None = None
    time: str | None = None
    interval: int | None = None
    day_of_week: str | None = None
    day_of_month: int | str | None = None
    date: Annotated[datetime | str | None, Field(union_mode="left_to_right")] = None


class JobEntry(Entry):
    """A scheduled job.

    Attributes:
        id: Number of the job.
        name: Its name.
        action: Command of the API that it carries out, as text.
        owner: Administrator as whom it runs.
        creation_date_time_utc: When it was made, UTC.
        last_start_date_time_utc: Start of the last run, UTC.
        last_complete_date_time_utc: End of the last run, UTC.
        next_start_date_time_utc: Start of the next run, UTC.
        enabled: Whether it runs by its schedule.
        schedule: When it runs.
    """

    identity: ClassVar[tuple[str, ...]] = ("id",)
    passing: ClassVar[frozenset[str]] = frozenset(
        {"last_start_date_time_utc", "last_complete_date_time_utc", "next_start_date_time_utc"}
    )

    id: int
    name: str
    action: str | None = None
    owner: str | None = None
    creation_date_time_utc: Utc | None = None
    last_start_date_time_utc: Utc | None = None
    last_complete_date_time_utc: Utc | None = None
    next_start_date_time_utc: Utc | None = None
    enabled: bool | None = None
    schedule: ScheduleEntry | None = None


class JobRunEntry(Part):
    """One run of a job.

    Attributes:
        job_result_id: Number of the run.
        job_id: Number of the job.
        action: Command of the API that was carried out.
        start_time: Start, UTC.
        complete_time: End, UTC.
        result: As of a profile's run. It says that the job was carried out, not that its command succeeded.
    """

    job_result_id: int
    job_id: int
    action: str | None = None
    start_time: Utc | None = None
    complete_time: Utc | None = None
    result: str | None = None


class RunsOfJobs(Part):
    """The runs of all jobs over a span.

    Attributes:
        start: Where the span begins, UTC.
        end: Where it ends, UTC; not in it.
        runs: By start.
        gaps: Parts of the span that could not be read; what ran there is not known.
    """

    start: Utc
    end: Utc
    runs: list[JobRunEntry]
    gaps: list[Gap] = Field(default_factory=list)
