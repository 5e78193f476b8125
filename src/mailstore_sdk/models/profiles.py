"""Runs of archiving and export profiles."""

from __future__ import annotations

from datetime import datetime

from mailstore_sdk._generated.values import WorkerOutcome
from mailstore_sdk.models.base import Model


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
