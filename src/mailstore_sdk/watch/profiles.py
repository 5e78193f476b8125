"""How a profile is, judged from its runs: nothing is asked for, and no clock is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from mailstore_sdk.models import Profile, ProfileHealth, Run, Runs
from mailstore_sdk.severity import worst
from mailstore_sdk.watch.profile_facts import ProfileFacts
from mailstore_sdk.watch.rules import USUAL, HealthRules
from mailstore_sdk.watch.verdict import Noticed, checked, first_gap, gap_words, of_state, verdict
from mailstore_sdk.watch.words import length, many, moment


def profile_health(
    profile: Profile, runs: Runs, now: datetime, *, rules: HealthRules = USUAL, zone: tzinfo | None = None
) -> ProfileHealth:
    """Judge how a profile is at a moment.

    Its runs are those with its number. What ended after `now` is not looked at, so that any moment of the span can be
    judged.

    Args:
        profile: As GetProfiles gives it.
        runs: Of all profiles, or of this one.
        now: The moment, with a time zone.
        rules: What counts as how bad, and for how long.
        zone: The time zone of the server, in which maintenance windows are meant; without it they only put off when
            the profile is overdue.

    Raises:
        ArgumentError: `now` has no time zone.
    """
    own = [run for run in runs.runs if run.profile_id == profile.id]
    return judged(profile, own, runs, now, rules, zone)


def judged(
    profile: Profile, own: Sequence[Run], runs: Runs, now: datetime, rules: HealthRules, zone: tzinfo | None
) -> ProfileHealth:
    """As `profile_health`, with the runs of the profile among all of them."""
    facts = ProfileFacts(profile, own, runs, checked(now), rules, zone)
    found = verdict(_noticed(facts))
    latest = [run for run in facts.ended if facts.end(run) > facts.now - rules.silence]
    return ProfileHealth(
        profile_id=profile.id,
        name=profile.name,
        state=found.state,
        severity=found.severity,
        reason=found.reason,
        automatic=facts.automatic,
        last_start=facts.last_start,
        last_end=facts.last_end,
        last_result=facts.last.result if facts.last else None,
        last_success=facts.last_success,
        runs=len(latest),
        messages=sum(run.items_archived or 0 for run in latest),
        results=dict(Counter(run.result for run in latest)),
        usual_duration=None if facts.usual is None else facts.usual.total_seconds(),
        pause=facts.pause,
        maintenance_windows=facts.windows,
        overdue_at=facts.overdue_at,
        silent_at=facts.silent_at,
    )


def _noticed(facts: ProfileFacts) -> Iterator[Noticed]:
    yield from _results(facts)
    if facts.watched:
        yield from _silence(facts)
        yield from _no_success(facts)
    yield from _not_known(facts)
    yield _calm(facts)


def _results(facts: ProfileFacts) -> Iterator[Noticed]:
    """How the runs ended that are not forgotten yet."""
    rules, last = facts.rules, facts.last
    latest = [run for run in facts.ended if facts.end(run) > facts.now - rules.failures]
    severity = worst(rules.of_result(run.result) for run in latest)
    if severity != "ok":
        bad = [run for run in latest if rules.of_result(run.result) == severity]
        results = ", ".join(dict.fromkeys(_word(run, rules) for run in bad))
        counted = f"{len(bad)} of {many(len(latest), 'run')} in the last {length(rules.failures)}"
        yield Noticed(severity, severity, f"{counted}: {results} (the last at {moment(facts.end(bad[-1]))})")
    elif last and not latest and facts.overdue_at and facts.now <= facts.overdue_at:
        # Of one that runs once a night nothing newer is to be had: between two failures it would seem to be well.
        severity = rules.of_result(last.result)
        if severity != "ok":
            words = f"last run {_word(last, rules)} at {moment(facts.end(last))}, and there was none since"
            yield Noticed(severity, severity, words)


def _word(run: Run, rules: HealthRules) -> str:
    return run.result if run.result in rules.results else f"{run.result} (a result that is not known)"


def _silence(facts: ProfileFacts) -> Iterator[Noticed]:
    """Whether runs are missing."""
    silent_for = facts.seen - facts.begin
    if facts.going_on:
        since = facts.going_on.start_time
        if facts.seen - since > facts.patience:
            yield of_state("overdue", facts.rules, f"has been running since {moment(since)}")
        return
    over = silent_for > facts.patience
    late = facts.overdue_at is not None and facts.seen > facts.overdue_at
    if not (over or late):
        if facts.last_end is None:
            words = f"has not run since {moment(facts.begin)}, and what was before was not asked for"
            yield of_state("unknown", facts.rules, words)
        return
    gap = first_gap(facts.runs.gaps, facts.begin, facts.seen)
    if gap:
        yield of_state("unknown", facts.rules, f"no run is known since {moment(facts.begin)}, but {gap_words(gap)}")
    elif facts.last_end is None:
        yield of_state("never_run", facts.rules, f"never ran, as far back as is known ({moment(facts.begin)})")
    elif over:
        yield of_state("silent", facts.rules, f"has not run for {length(silent_for)}, since {moment(facts.begin)}")
    else:
        due = facts.overdue_at or facts.seen
        yield of_state("overdue", facts.rules, f"overdue since {moment(due)}: last run ended {moment(facts.begin)}")


def _no_success(facts: ProfileFacts) -> Iterator[Noticed]:
    """Whether it runs, but in vain."""
    since = facts.last_success or facts.runs.start
    failing_for = facts.seen - since
    if not facts.ended or facts.last_end == facts.last_success or failing_for <= facts.patience:
        return
    gap = first_gap(facts.runs.gaps, since, facts.seen)
    if gap:
        yield of_state(
            "unknown", facts.rules, f"no run is known to have succeeded since {moment(since)}, but {gap_words(gap)}"
        )
        return
    last = facts.ended[-1].result
    yield Noticed("error", "error", f"no run has succeeded for {length(failing_for)} (the last result: {last})")


def _not_known(facts: ProfileFacts) -> Iterator[Noticed]:
    """Whether something bad may hide in what was not read, or the server does not tell what has to be known."""
    gap = first_gap(facts.runs.gaps, facts.now - facts.rules.failures, facts.now)
    if gap:
        yield of_state("unknown", facts.rules, gap_words(gap))
    if facts.now - facts.runs.end > facts.rules.failures:
        yield of_state("unknown", facts.rules, f"what ran after {moment(facts.runs.end)} was not asked for")
    if facts.runs.start > facts.now - facts.rules.failures:
        yield of_state("unknown", facts.rules, f"what ran before {moment(facts.runs.start)} was not asked for")
    if facts.automatic is None and facts.limit is None:
        yield of_state("unknown", facts.rules, "the server does not tell whether it runs by itself")


def _calm(facts: ProfileFacts) -> Noticed:
    """What there is to say about a profile with which nothing is wrong."""
    last = f"last run {facts.last.result} at {moment(facts.end(facts.last))}" if facts.last else "no run is known"
    if facts.going_on:
        return of_state("running", facts.rules, f"has been running since {moment(facts.going_on.start_time)}")
    if not facts.watched:
        return of_state("manual", facts.rules, f"does not run by itself; {last}")
    if facts.maintenance is None:
        # Without them its rhythm is not known, but silence is noticed all the same.
        return Noticed("ok", "ok", f"{last}; its maintenance windows cannot be read: {facts.windows}")
    until = facts.maintenance.until(facts.now)
    if until:
        return of_state("maintenance", facts.rules, f"in its maintenance window until {moment(until)}; {last}")
    return Noticed("ok", "ok", last)
