"""A fleet of synchronous clients; the calls run in threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Generator, Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Any, TypeVar, overload

from mailstore_sdk.base_client import BaseClient
from mailstore_sdk.calls import Calls
from mailstore_sdk.fleet.members import Members, from_profiles
from mailstore_sdk.fleet.result import FleetResult
from mailstore_sdk.fleet.run import BoundedSender, FleetCall, FleetRun, Over, Progress, report, written_down
from mailstore_sdk.fleet.turns import as_completed
from mailstore_sdk.models.fleet import FleetOperation, FleetReport

if TYPE_CHECKING:
    from mailstore_sdk.client import Client
    from mailstore_sdk.models import StatusResult
    from mailstore_sdk.operations import Operation
    from mailstore_sdk.transport import Sender

C = TypeVar("C", bound=Calls)
B = TypeVar("B", bound=BaseClient)
T = TypeVar("T")
R = TypeVar("R")


class Fleet(Members[C]):
    """Many servers, each under a name.

    A client only says here how its server is reached: the fleet opens connections of its own when the server's turn
    comes, and closes them as soon as that server is done. A client with a `sender` of its own, as the emulator's, is
    used as it is. Members may be of any edition; instances of one `SpeClient` count as one server.

    Args:
        members: Clients by name.
        concurrency: How many calls may be under way in all.
        per_server: How many calls may be under way on one server.

    Raises:
        ConfigurationError: A bound is below 1.
    """

    @overload
    @classmethod
    def from_profiles(  # pyright: ignore[reportOverlappingOverload]  # `client` is no setting
        cls, *patterns: str, client: type[B], concurrency: int = 32, per_server: int = 2, **settings: Any
    ) -> Fleet[B]: ...

    @overload
    @classmethod
    def from_profiles(
        cls, *patterns: str, concurrency: int = 32, per_server: int = 2, **settings: Any
    ) -> Fleet[Client]: ...

    @classmethod
    def from_profiles(
        cls,
        *patterns: str,
        client: type[Any] | None = None,
        concurrency: int = 32,
        per_server: int = 2,
        **settings: Any,
    ) -> Fleet[Any]:
        """A fleet of the servers in `config.toml`, by the names of their profiles; see `Client.from_profile`.

        Passwords are fetched, or asked for, before anything is sent.

        Args:
            *patterns: Names of profiles, in which `*` and `?` stand for any text and any letter.
            client: The class of the clients; `Client` when left out.
            concurrency: How many calls may be under way in all.
            per_server: How many calls may be under way on one server.
            **settings: Arguments of the clients' constructor, which come before the profiles'.

        Raises:
            ConfigurationError: There is no pattern, no profile has such a name, or one that has cannot be used; all of
                those are named.
        """
        from mailstore_sdk.client import Client

        members = from_profiles(client or Client, patterns, settings)
        return Fleet(members, concurrency=concurrency, per_server=per_server)

    def each(
        self, call: Callable[[C], R], *, deadline: float | None = None, on_progress: Progress | None = None
    ) -> Generator[FleetResult[R], None, None]:
        """Make a call on every server, and give the results as they come.

        What the call raises is a result, too. Whoever breaks off, as with Ctrl-C, has what has not begun dropped, and
        waits for the requests under way and the next piece of a stream; whoever wants the connections closed at once
        uses `contextlib.closing`.

        Args:
            call: Gets the client; may make several calls with it, also with `client.map`.
            deadline: Seconds for all servers together, from the first result that is asked for; what is not done by
                then fails with `RequestTimeout`, whose `request_sent` says whether it had begun.
            on_progress: Called with the numbers done, failed and in all: at first, and before every result is given.

        Raises:
            ConfigurationError: The deadline is not above 0.
        """
        return self._results(lambda client, _: call(client), self._run(None, deadline, on_progress))

    def map(
        self,
        call: Callable[[C, T], R],
        items: Mapping[str, Collection[T]],
        *,
        deadline: float | None = None,
        on_progress: Progress | None = None,
    ) -> Generator[FleetResult[R], None, None]:
        """Make a call for every item of every server, and give the results as they come.

        Once a server refused the password, could not be reached, or let calls go unanswered one after the other, the
        rest of its items fails without being tried.

        Args:
            call: Gets the client and an item.
            items: By the servers' names.
            deadline: As for `each`.
            on_progress: As for `each`.

        Raises:
            ConfigurationError: A name is not in this fleet, or the deadline is not above 0.
        """
        return self._results(call, self._run(items, deadline, on_progress))

    def collect(
        self, call: Callable[[C], R], *, deadline: float | None = None, on_progress: Progress | None = None
    ) -> FleetReport[R]:
        """Make a call on every server, and give the results together, as data for JSON.

        Args:
            call: Gets the client; what it returns is for JSON: models, and what JSON knows.
            deadline: As for `each`.
            on_progress: As for `each`.

        Raises:
            ConfigurationError: The deadline is not above 0.
        """
        begin = time.monotonic()
        results = list(self.each(call, deadline=deadline, on_progress=on_progress))
        return report(self.names, results, time.monotonic() - begin)

    def begin(
        self,
        call: Callable[[C], Operation[Any]],
        *,
        deadline: float | None = None,
        on_progress: Progress | None = None,
    ) -> FleetReport[FleetOperation]:
        """Begin a long-running call on every server; `wait`, in this process or another, waits for the ends.

        Args:
            call: Gets the client; what a `begin_…` method returned.
            deadline: As for `each`.
            on_progress: As for `each`.

        Raises:
            ConfigurationError: The deadline is not above 0.
        """

        def begun(client: C) -> FleetOperation:
            operation = call(client)
            if operation.done:
                operation.result()  # raises what went wrong
            return written_down(operation)

        return self.collect(begun, deadline=deadline, on_progress=on_progress)

    def wait(
        self,
        operations: Mapping[str, FleetOperation],
        *,
        deadline: float | None = None,
        on_progress: Progress | None = None,
    ) -> Generator[FleetResult[StatusResult], None, None]:
        """Wait for long-running calls, and give their final statuses as they come.

        One that failed, was cancelled or is lost is a failure. One that is not finished goes on on the server.

        Args:
            operations: The `results` that `begin` gave.
            deadline: As for `each`.
            on_progress: As for `each`.

        Raises:
            ConfigurationError: A name is not in this fleet, or the deadline is not above 0.
        """

        def ended(client: C, begun: FleetOperation) -> StatusResult:
            if begun.saved is None:
                return begun.status
            operation = client.resume(begun.saved)
            operation.result()
            return operation.status

        return self.map(ended, {name: [one] for name, one in operations.items()}, deadline=deadline,
                        on_progress=on_progress)  # fmt: skip

    def _results(self, call: Callable[[C, Any], R], run: FleetRun[C]) -> Generator[FleetResult[R], None, None]:
        opened: dict[int, Sender] = {}
        opening = threading.Lock()

        def connected(key: int, member: C) -> C:
            with opening:
                if key not in opened and (made := member.transport.new_sender()):
                    opened[key] = made
                sender = opened.get(key, member.transport.sender)
            clone = member.options()
            clone.transport = clone.transport.with_sender(BoundedSender(sender, run))
            return clone

        def one(key: int, of: FleetCall) -> FleetResult[R]:
            if run.left <= 0:
                return run.failed(of, run.not_begun())
            begin = time.monotonic()
            try:
                value = call(connected(key, self._members[of.name]), of.item)
            except Over:
                return run.failed(of, run.cut_off(), time.monotonic() - begin)
            except Exception as error:
                return run.failed(of, error, time.monotonic() - begin)
            return FleetResult(name=of.name, item=of.item, seconds=time.monotonic() - begin, returned=value)

        run.begin()
        try:
            with closing(as_completed(one, run.turns, self._concurrency)) as answers:
                for key, of, result in answers:
                    last, known = run.results(key, of, result)
                    if last and key in opened:
                        opened.pop(key).close()
                    yield from run.told(known)
        finally:  # also where a second Ctrl-C ends the waiting for the threads
            for sender in opened.values():
                sender.close()
