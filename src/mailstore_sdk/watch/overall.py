"""How everything is: the worst of all profiles and jobs, every bad one by its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from mailstore_sdk.models import Health, Job, JobHealth, JobRuns, Profile, ProfileHealth, Run, Runs
from mailstore_sdk.severity import SEVERITIES, worst
from mailstore_sdk.text import one_line
from mailstore_sdk.watch.jobs import job_health
from mailstore_sdk.watch.profiles import judged
from mailstore_sdk.watch.rules import USUAL, HealthRules
from mailstore_sdk.watch.verdict import checked
from mailstore_sdk.watch.words import many

ONLY_CARRIED_OUT = "that a job succeeded says that it was carried out, not that its command succeeded"


def health(
    profiles: Iterable[Profile],
    runs: Runs,
    now: datetime,
    *,
    jobs: Iterable[Job] = (),
    job_runs: JobRuns | None = None,
    rules: HealthRules = USUAL,
    zone: tzinfo | None = None,
) -> Health:
    """Judge how all profiles, and jobs, are at a moment.

    Args:
        profiles: As GetProfiles gives them.
        runs: Of all of them.
        now: The moment, with a time zone.
        jobs: As GetJobs gives them.
        job_runs: Of all of them; without, only what GetJobs tells of them is judged.
        rules: What counts as how bad, and for how long.
        zone: The time zone of the server, in which maintenance windows are meant.

    Returns:
        The health of each, the worst severity of all, and a line that names everything that is not ok.

    Raises:
        ArgumentError: `now` has no time zone.
    """
    at, listed = checked(now), list(profiles)
    own, others = _by_profile(listed, runs.runs)
    judged_profiles = [judged(profile, own[profile.id], runs, at, rules, zone) for profile in listed]
    judged_jobs = [job_health(job, job_runs, at, rules=rules) for job in jobs]
    latest = [run for run in others if at - rules.silence < (run.complete_time or run.start_time) <= at]
    everything: list[ProfileHealth | JobHealth] = [*judged_profiles, *judged_jobs]
    return Health(
        now=at,
        severity=worst(one.severity for one in everything),
        text=_text(everything, len(judged_profiles), len(judged_jobs)),
        profiles=judged_profiles,
        jobs=judged_jobs,
        unassigned=dict(Counter(run.result for run in latest)),
        gaps=[*runs.gaps, *(job_runs.gaps if job_runs else ())],
    )


def _by_profile(profiles: Sequence[Profile], runs: Iterable[Run]) -> tuple[dict[int, list[Run]], list[Run]]:
    """The runs of each profile, and those of none of them: gone through once, as there may be a million."""
    own: dict[int, list[Run]] = {profile.id: [] for profile in profiles}
    others: list[Run] = []
    for run in runs:
        (others if run.profile_id is None else own.get(run.profile_id, others)).append(run)
    return own, others


def _text(everything: Sequence[ProfileHealth | JobHealth], profiles: int, jobs: int) -> str:
    bad = sorted((one for one in everything if one.severity != "ok"), key=lambda one: -SEVERITIES.index(one.severity))
    counted = " and ".join(many(count, name) for count, name in ((profiles, "profile"), (jobs, "job")) if count)
    said = f" ({ONLY_CARRIED_OUT})" if jobs else ""
    if not bad:
        return f"{counted or 'no profiles'}: nothing is wrong{said}"
    named = "; ".join(f'{_thing(one)} "{one.name}" {one.severity}: {one.reason}' for one in bad)
    return one_line(f"{len(bad)} of {counted}: {named}{said}")


def _thing(one: ProfileHealth | JobHealth) -> str:
    return "profile" if isinstance(one, ProfileHealth) else "job"
