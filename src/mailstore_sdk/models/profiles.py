"""Archiving and export profiles, and their runs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, TypeAlias

from pydantic import Field

from mailstore_sdk._generated.values import WorkerOutcome
from mailstore_sdk.models.base import Model

AsSent: TypeAlias = str | int | bool | None
"""A setting that clients send as text; how the server gives it back is not known, so any plain value stays as it is."""


class ServerSideExecution(Model):
    """Whether and when the server runs a profile by itself. Source: code of clients; every field is unproven.

    Attributes:
        automatic: Whether it does.
        automatic_pause_between_executions: Pause between two runs in seconds.
        automatic_maintenance_windows: When not to run; the name is expected because SetProfileServerSideExecution
            takes it.
    """

    automatic: bool | None = None
    automatic_pause_between_executions: int | None = None
    automatic_maintenance_windows: str | None = None


class ProfileDetails(Model):
    """The settings of a profile. Source: code of clients; every field is unproven.

    Which settings there are depends on the connector; those that are not named here are in `model_extra`.

    Attributes:
        host: Host name of the mail server.
        user_name: User who logs in there.
        email_address: Address of the mailbox.
        protocol: How the mail server is spoken to.
        target_user_folder: Archive that the profile writes to.
        password: Password of that user; to be filled in again for CreateProfile, and never shown.
        delete_in_mailbox: Rule by which messages are deleted in the mailbox, as text.
        disable_auto_exclude_source_folders: `1` for yes, `0` for no, as clients send it.
        disable_automatic_detection_of_sent_folders: Likewise.
        exclude_un_read: Likewise.
        ignore_ssl_policy_errors: Likewise.
        sub_type: As clients send it.
        timeout: As clients send it; its unit is not known.
    """

    host: str | None = None
    user_name: str | None = None
    email_address: str | None = None
    protocol: str | None = None
    target_user_folder: str | None = None
    password: str | None = Field(default=None, repr=False)
    delete_in_mailbox: str | None = None
    disable_auto_exclude_source_folders: AsSent = None
    disable_automatic_detection_of_sent_folders: AsSent = None
    exclude_un_read: AsSent = None
    ignore_ssl_policy_errors: Annotated[AsSent, Field(alias="ignoreSSLPolicyErrors")] = None
    sub_type: AsSent = None
    timeout: AsSent = None


class Profile(Model):
    """An archiving or export profile. Source: code of clients.

    Attributes:
        id: Number of the profile; to be left out for CreateProfile.
        name: Its name.
        owner: User whom it belongs to.
        type: `I` for an archiving profile. Unproven: seen only as clients send it; the letter of an export profile is
            not known.
        connector: What the profile reads from or writes to, as IMAP or Exchange.
        version: To be left out for CreateProfile (documented); what it holds is not known.
        details: The settings, which depend on the connector.
        server_side_execution: Whether and when the server runs it by itself; None where it does not.
    """

    id: int
    name: str
    owner: str | None = None
    type: str | None = None
    connector: str | None = None
    version: Any = None
    details: ProfileDetails | None = None
    server_side_execution: ServerSideExecution | None = None


class WorkerResult(Model):
    """One run of a profile. Source: answers of real servers.

    Attributes:
        id: Number of the run, for GetWorkerResultReport.
        user_name: User as whom the profile ran.
        profile_id: Number of the profile; a few real rows lack it, together with the name.
        profile_name: Name of the profile.
        result: Known values: succeeded, completedWithWarnings, completedWithErrors, failed, cancelled; on weak
            evidence: disconnected, threadAbort.
        items_archived: Number of messages that the run took in.
        start_time: Start, in the time zone asked for, without a zone of its own.
        complete_time: End, likewise.
        machine_name: Machine that ran the profile.
    """

    id: int
    user_name: str | None = None
    profile_id: int | None = None
    profile_name: str | None = None
    result: WorkerOutcome
    items_archived: int | None = None
    start_time: datetime
    complete_time: datetime | None = None
    machine_name: str | None = None
