"""Ask the server for what a report needs: the drivers of `collection`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import aclosing, closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from mailstore_sdk import concurrency as bounded
from mailstore_sdk.async_spe import AsyncInstanceClient, AsyncSpeClient
from mailstore_sdk.caller import AsyncCaller, Caller
from mailstore_sdk.errors import MailStoreError, TransportError
from mailstore_sdk.reports.collection import SPAN, Plan, Progress, collection, plan
from mailstore_sdk.reports.entries import Edition
from mailstore_sdk.reports.model import Report, SectionName, Verification
from mailstore_sdk.reports.steps import Ask, AskEach, AskRuns, Step, ends_each
from mailstore_sdk.spe import InstanceClient, SpeClient

if TYPE_CHECKING:
    from mailstore_sdk.client import Client
    from mailstore_sdk.client_kinds import AnyAsyncClient, AnyClient
    from mailstore_sdk.models import StatusResult
    from mailstore_sdk.transport.certificate import Certificate
    from mailstore_sdk.watch.calls import AsyncRunCalls, RunCalls

LONGEST_WAIT = 1_800.0  # seconds for a long-running call, which GetFolderStatistics is, of a client that sets no bound
GIVEN_UP_AFTER = 5  # calls in a row without an answer: each takes as long as `timeout` says


def collect(
    client: AnyClient,
    *,
    sections: Iterable[SectionName] | None = None,
    runs_since: datetime | timedelta = SPAN,
    runs_until: datetime | None = None,
    concurrency: int = 8,
    on_progress: Callable[[Progress], object] | None = None,
) -> Report:
    """Collect what the server, the installation or the instance is and holds.

    Only functions that change nothing are called. A section that cannot be had (an older server, a missing right, a
    function that fails) says so in the report, and never stops the rest. A long-running call that has not ended after
    half an hour counts as failed, unless `client.options(wait_timeout=…)` says otherwise.

    Args:
        client: The server to ask, or the instance; a `SpeClient` gives the report of the installation as a whole.
        sections: Only these; `server` is always among them. The others say that they were not asked for.
        runs_since: From when on runs of profiles and jobs are wanted: a moment with a time zone, or how long before
            `runs_until`; a week when left out.
        runs_until: Until when; until now when left out.
        concurrency: How many calls may be under way, where one for each user or instance is needed.
        on_progress: Called whenever a section begins, with every user or instance in it, and at the end.

    Returns:
        The report, without a verification; `report.with_verification(verify(client, 1))` is one with it.

    Raises:
        AuthenticationError: User name or password is wrong, or the user is no administrator.
        TransportError: The server could not be reached.
        ArgumentError: There is no such section, or the span ends before it begins.
        MailStoreError: Every call failed, so that there is nothing to report; this is the first failure.
    """
    flow = collection(_plan(client, sections, runs_since, runs_until, on_progress))
    bounded.check(concurrency)
    if client.transport.options.wait_timeout is None:
        client = client.options(wait_timeout=LONGEST_WAIT)
    answer: Any = None
    while True:
        try:
            step = flow.send(answer)
        except StopIteration as stop:
            report: Report = stop.value
            return report.model_copy(update={"default_login": _default_login(client)})
        try:
            answer = _carry_out(client, step, concurrency)
        except MailStoreError as error:
            answer = error


async def collect_async(
    client: AnyAsyncClient,
    *,
    sections: Iterable[SectionName] | None = None,
    runs_since: datetime | timedelta = SPAN,
    runs_until: datetime | None = None,
    concurrency: int = 8,
    on_progress: Callable[[Progress], object] | None = None,
) -> Report:
    """Collect what the server, the installation or the instance is and holds; see `collect`."""
    flow = collection(_plan(client, sections, runs_since, runs_until, on_progress))
    bounded.check(concurrency)
    if client.transport.options.wait_timeout is None:
        client = client.options(wait_timeout=LONGEST_WAIT)
    answer: Any = None
    while True:
        try:
            step = flow.send(answer)
        except StopIteration as stop:
            report: Report = stop.value
            return report.model_copy(update={"default_login": _default_login(client)})
        try:
            answer = await _carry_out_async(client, step, concurrency)
        except MailStoreError as error:
            answer = error


def verify(client: Client, store: int, *, on_status: Callable[[StatusResult], object] | None = None) -> Verification:
    """Verify an archive store and wait for the end.

    Args:
        client: The server to ask.
        store: Id of the archive store.
        on_status: Called with every new status; when left out, the client's own.

    Returns:
        How it ended, which may be failed or cancelled.

    Raises:
        MailStoreError: A call did not succeed.
    """
    telling = client if on_status is None else client.options(on_status=on_status)
    status = telling.begin_verify_store(store).wait()
    return Verification(store=store, **status.model_dump())


def _plan(
    client: AnyClient | AnyAsyncClient,
    sections: Iterable[SectionName] | None,
    runs_since: datetime | timedelta,
    runs_until: datetime | None,
    on_progress: Callable[[Progress], object] | None,
) -> Plan:
    of = client.instance_id if isinstance(client, InstanceClient | AsyncInstanceClient) else None
    return plan(edition_of(client), of, sections, runs_since, runs_until, on_progress)


def edition_of(client: AnyClient | AnyAsyncClient) -> Edition:
    """What a report of a client is of."""
    if isinstance(client, InstanceClient | AsyncInstanceClient):
        return "instance"
    return "spe" if isinstance(client, SpeClient | AsyncSpeClient) else "server"


def _default_login(client: AnyClient | AnyAsyncClient) -> bool:
    """Whether the client logs in as every new server lets it: since the report could be collected, it still does."""
    settings = client.transport.settings
    return (settings.username, settings.password) == ("admin", "admin")


def _carry_out(client: AnyClient, step: Step, concurrency: int) -> Any:
    if isinstance(step, Ask):
        caller: Caller = Caller(client.transport) if step.whole else client
        return caller._call(step.function, step.arguments)
    if isinstance(step, AskEach):
        return _each(client, step, concurrency)
    if isinstance(step, AskRuns):
        reading = cast("RunCalls", client)  # no source asks an installation as a whole for runs
        return (reading.job_runs if step.jobs else reading.runs)(step.start, step.end)
    return _look(client)


async def _carry_out_async(client: AnyAsyncClient, step: Step, concurrency: int) -> Any:
    if isinstance(step, Ask):
        caller: AsyncCaller = AsyncCaller(client.transport) if step.whole else client
        return await caller._call(step.function, step.arguments)
    if isinstance(step, AskEach):
        return await _each_async(client, step, concurrency)
    if isinstance(step, AskRuns):
        reading = cast("AsyncRunCalls", client)
        return await (reading.job_runs if step.jobs else reading.runs)(step.start, step.end)
    return await _look_async(client)


def _each(client: AnyClient, step: AskEach, concurrency: int) -> list[Any]:
    failures = _Failures()

    def call(arguments: Any) -> Any:
        try:
            return failures.none(client._call(step.function, arguments))
        except MailStoreError as error:
            return failures.bearable(error)

    answers: list[Any] = []
    with closing(bounded.mapped(call, step.arguments, concurrency)) as coming:
        for answer in coming:
            answers.append(answer)
            step.tick(len(answers))
    return answers


async def _each_async(client: AnyAsyncClient, step: AskEach, concurrency: int) -> list[Any]:
    failures = _Failures()

    async def call(arguments: Any) -> Any:
        try:
            return failures.none(await client._call(step.function, arguments))
        except MailStoreError as error:
            return failures.bearable(error)

    answers: list[Any] = []
    async with aclosing(bounded.mapped_async(call, step.arguments, concurrency)) as coming:
        async for answer in coming:
            answers.append(answer)
            step.tick(len(answers))
    return answers


class _Failures:
    """Whether the same call for many is to go on when it failed for one."""

    def __init__(self) -> None:
        self._unanswered = 0  # threads may miscount it by one or two

    def none(self, answer: Any) -> Any:
        """The answer, when there is one."""
        self._unanswered = 0
        return answer

    def bearable(self, error: MailStoreError) -> MailStoreError:
        """The error, to stand in place of the answer.

        Raises:
            MailStoreError: That error, if the other calls would end alike.
        """
        self._unanswered = self._unanswered + 1 if isinstance(error, TransportError) else 0
        if ends_each(error) or self._unanswered >= GIVEN_UP_AFTER:
            raise error
        return error


def _look(client: AnyClient) -> Certificate | None:
    from mailstore_sdk.transport import tls
    from mailstore_sdk.transport.http import HttpSender

    settings = client.transport.settings
    return tls.look(settings.host.strip("[]"), settings.port) if _is_direct(client, HttpSender) else None


async def _look_async(client: AnyAsyncClient) -> Certificate | None:
    from mailstore_sdk.transport import tls
    from mailstore_sdk.transport.async_http import AsyncHttpSender

    settings = client.transport.settings
    return (
        await tls.look_async(settings.host.strip("[]"), settings.port) if _is_direct(client, AsyncHttpSender) else None
    )


def _is_direct(client: AnyClient | AnyAsyncClient, kind: type[object]) -> bool:
    """Whether there is a connection of its own to look at: none in-process, nor through a proxy."""
    from mailstore_sdk.transport.proxy import proxy_for

    return isinstance(client.transport.sender, kind) and proxy_for(client.transport.settings) is None
