"""Ask every instance of a Service Provider Edition the same questions; none pays for what another one costs.

An instance that does not run is not asked. One that hangs costs its own time-out once: after a call without an answer
it is asked nothing more. One that refuses, as without service provider access, is asked the rest, since some functions
need none.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing, closing
from typing import TYPE_CHECKING, Any, NamedTuple

from mailstore_sdk.errors import ApiError, ConfigurationError, MailStoreError, RequestTimeout, TransportError
from mailstore_sdk.fleet.run import BoundedSender, Over
from mailstore_sdk.fleet.tasks import AsyncFleet
from mailstore_sdk.fleet.threads import Fleet
from mailstore_sdk.reports.steps import ends_all
from mailstore_sdk.workflows.names import folded

if TYPE_CHECKING:
    from mailstore_sdk.async_spe import AsyncInstanceClient, AsyncSpeClient
    from mailstore_sdk.fleet.result import FleetResult
    from mailstore_sdk.models import Instance
    from mailstore_sdk.spe import InstanceClient, SpeClient

ALL = "*"
NOT_RUNNING = ("stopped", "frozen")  # any other status is tried: only `running` was seen
TIMEOUT = 600.0  # seconds for all calls to one instance: statistics of folders are slow

Questions = Mapping[str, Callable[[Any], Any]]
"""By name what is asked: each gets the client of the instance, and gives what that gives."""
Progress = Callable[[int, int], object]


class Told(NamedTuple):
    """What an instance told.

    Attributes:
        instance: As the Management Server lists it.
        answers: By the names of the questions.
        failures: By the names of the questions what came instead.
        left: Why it was not asked at all; None: it was.
    """

    instance: Instance
    answers: Mapping[str, Any]
    failures: Mapping[str, MailStoreError]
    left: str | None

    @property
    def problems(self) -> list[str]:
        """Why something is missing, each reason once, with what it keeps away."""
        if self.left is not None:
            return [self.left]
        names: dict[str, list[str]] = {}
        for name, error in self.failures.items():
            names.setdefault(error.message if isinstance(error, ApiError) else str(error), []).append(name)
        asked = len(self.answers) + len(self.failures)
        return [text if len(some) == asked else f"{', '.join(some)}: {text}" for text, some in names.items()]


def ask(
    client: SpeClient,
    questions: Questions,
    *,
    concurrency: int,
    timeout: float,
    on_progress: Progress | None = None,
) -> list[Told]:
    """Ask every instance that runs, several at a time.

    Args:
        client: The Management Server.
        questions: What is asked, in this order.
        concurrency: How many instances are asked at once.
        timeout: Seconds for all calls to one instance; each call has the client's own time-out besides.
        on_progress: Called with the numbers of instances done, and of those that are asked.

    Returns:
        All instances, ordered by id.

    Raises:
        MailStoreError: The instances could not be listed, or nobody answers for any of them any more.
    """
    check(timeout)
    listed = _ordered(client.get_instances(ALL))
    members = {one.instance_id: client.instance(one.instance_id) for one in listed if _left(one) is None}
    fleet = Fleet(members, concurrency=concurrency, per_server=concurrency)
    results = fleet.each(lambda each: _asked(each, questions, timeout), on_progress=_counted(on_progress))
    with closing(results):
        found = dict(map(_outcome, results))
    return [_told(one, questions, found) for one in listed]


async def ask_async(
    client: AsyncSpeClient,
    questions: Questions,
    *,
    concurrency: int,
    timeout: float,
    on_progress: Progress | None = None,
) -> list[Told]:
    """Ask every instance that runs with an asynchronous client; see `ask`."""
    check(timeout)
    listed = _ordered(await client.get_instances(ALL))
    members = {one.instance_id: client.instance(one.instance_id) for one in listed if _left(one) is None}
    fleet = AsyncFleet(members, concurrency=concurrency, per_server=concurrency)

    async def asked(each: AsyncInstanceClient) -> dict[str, Any]:
        return await _asked_async(each, questions, timeout)

    results: AsyncGenerator[FleetResult[dict[str, Any]], None]
    results = fleet.each(asked, on_progress=_counted(on_progress))
    async with aclosing(results):
        found = dict([_outcome(result) async for result in results])
    return [_told(one, questions, found) for one in listed]


def check(timeout: float) -> None:
    """Refuse a time in which nothing can be asked."""
    if not timeout > 0:
        raise ConfigurationError(f"timeout {timeout!r} is not a number of seconds above 0")


class _Spent(Over):
    """This instance has had its time."""


class _Budget:
    """The time of one instance."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def granted(self, timeout: float) -> float:
        """Seconds for a further request."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise _Spent
        return min(timeout, left)


def _asked(client: InstanceClient, questions: Questions, timeout: float) -> dict[str, Any]:
    """By name the answer, or the error; the last error where no more was asked."""
    limited = client.options(wait_timeout=_wait(client, timeout))
    limited.transport = limited.transport.with_sender(BoundedSender(limited.transport.sender, _Budget(timeout)))
    found: dict[str, Any] = {}
    for name, question in questions.items():
        try:
            found[name] = question(limited)
        except _Spent:
            found[name] = _spent(timeout)
        except MailStoreError as error:
            found[name] = _bearable(error)
        if isinstance(found[name], TransportError):
            break
    return found


async def _asked_async(client: AsyncInstanceClient, questions: Questions, timeout: float) -> dict[str, Any]:
    limited = client.options(wait_timeout=_wait(client, timeout))
    end = asyncio.get_running_loop().time() + timeout
    found: dict[str, Any] = {}
    for name, question in questions.items():
        try:
            async with asyncio.timeout_at(end):
                found[name] = await question(limited)
        except TimeoutError:
            found[name] = _spent(timeout)
        except MailStoreError as error:
            found[name] = _bearable(error)
        if isinstance(found[name], TransportError):
            break
    return found


def _wait(client: InstanceClient | AsyncInstanceClient, timeout: float) -> float:
    """Seconds to wait for a long-running call: less where the client says so."""
    own = client.transport.options.wait_timeout
    return timeout if own is None else min(own, timeout)


def _spent(timeout: float) -> RequestTimeout:
    return RequestTimeout(f"the {timeout:g} s for this instance were over")


def _bearable(error: MailStoreError) -> MailStoreError:
    """The error, in place of an answer.

    Raises:
        MailStoreError: That error, if every instance would meet it.
    """
    if ends_all(error):
        raise error
    return error


def _outcome(result: FleetResult[dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    return result.name, result.value  # raises what ends all


def _told(one: Instance, questions: Questions, found: Mapping[str, dict[str, Any]]) -> Told:
    told = found.get(one.instance_id, {})
    last = next(reversed(told.values()), None)
    every = {name: told.get(name, last) for name in questions} if told else {}
    failures = {name: answer for name, answer in every.items() if isinstance(answer, MailStoreError)}
    answers = {name: answer for name, answer in every.items() if name not in failures}
    return Told(one, answers, failures, _left(one))


def _left(one: Instance) -> str | None:
    """Why it is not asked; None: it is."""
    if (one.status or "").lower() not in NOT_RUNNING:
        return None
    return f"{one.status}, so it was not asked{f' ({one.start_stop_error})' if one.start_stop_error else ''}"


def _ordered(instances: Sequence[Instance]) -> list[Instance]:
    once = {one.instance_id: one for one in instances}
    return sorted(once.values(), key=lambda one: (folded(one.instance_id), one.instance_id))


def _counted(on_progress: Progress | None) -> Callable[[int, int, int], object] | None:
    return None if on_progress is None else lambda done, _, total: on_progress(done, total)
