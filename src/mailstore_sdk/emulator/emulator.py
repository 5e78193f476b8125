"""The emulator's front: what a test or a script makes, asks and looks into."""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Self, get_args

from mailstore_sdk.async_client import AsyncClient
from mailstore_sdk.async_spe import AsyncSpeClient
from mailstore_sdk.client import Client
from mailstore_sdk.emulator.behaviour import USUAL, Behaviour
from mailstore_sdk.emulator.clock import Clock, ManualClock, SystemClock
from mailstore_sdk.emulator.demo import demo_installation, demo_state
from mailstore_sdk.emulator.editions import Edition, Metadata
from mailstore_sdk.emulator.exchange import Exchange
from mailstore_sdk.emulator.fault_registry import Faults
from mailstore_sdk.emulator.front_ends import FrontEnds
from mailstore_sdk.emulator.inprocess import AsyncEmulatorSender, EmulatorSender
from mailstore_sdk.emulator.installation import Installation, InstanceState
from mailstore_sdk.emulator.messages import Hold, Request, Response
from mailstore_sdk.emulator.recording.requests import Requests
from mailstore_sdk.emulator.releases import Release, Served, Version, release
from mailstore_sdk.emulator.seed import Seed
from mailstore_sdk.emulator.state import State
from mailstore_sdk.emulator.tasks import Advance, ByPolls
from mailstore_sdk.emulator.world import World
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.spe import SpeClient
from mailstore_sdk.transport import AsyncTransport, Settings, Transport

if TYPE_CHECKING:
    from mailstore_sdk.emulator.server import EmulatorServer


class Emulator:
    """An emulated MailStore Server, or an emulated Service Provider Edition.

    Args:
        state: What the server holds, or, of an SPE, the installation; or a `Seed` of which it is made up; a small
            demo when left out.
        edition: `server` or `spe`.
        version: Which functions and keys it has, and what it calls itself; when left out, all functions of all
            versions, and the keys of the version that the state names.
        protocol: Which generations of the API it speaks: modern, legacy or both; when left out, that of the version,
            or both. An SPE speaks only the modern one.
        behaviour: How it behaves where real servers differ or are not known.
        tasks: How long-running calls get on: `ByPolls(n)` or `ByTime(seconds)`.
        clock: Its time; when left out, one that stands still until it is moved, and the machine's from the moment
            when the server is put behind HTTPS.
        metadata: Makes another list of functions of the one that get-metadata would give, for testing what a script
            does when a server has fewer, other or more functions than the SDK knows.

    Attributes:
        faults: What goes wrong on demand.
        requests: What was asked.
        front_ends: What carries requests to it, and is told of its news.
        lock: Held while a request is answered; hold it to look at several things at once, but not while faults are
            armed or disarmed, nor for a restart or reset.
        restarts: How often it was restarted.

    Raises:
        ConfigurationError: The state is not that edition's, or it never spoke that protocol or had that version.
    """

    def __init__(
        self,
        state: State | Installation | Seed | None = None,
        *,
        edition: Edition = "server",
        version: Version | None = None,
        protocol: Served | None = None,
        behaviour: Behaviour = USUAL,
        tasks: Advance | None = None,
        clock: Clock | None = None,
        metadata: Callable[[list[Metadata]], Sequence[Metadata]] | None = None,
    ) -> None:
        known = None if version is None else release(version)
        served = protocol or (known.protocol if known else "both")
        for name, given, choices in (("edition", edition, get_args(Edition)), ("protocol", served, get_args(Served))):
            if given not in choices:
                raise ConfigurationError(f"{name} {given!r} is not {' or '.join(choices)}")
        if edition == "spe" and served == "legacy":
            raise ConfigurationError("a Service Provider Edition never spoke the legacy protocol")
        if version == "8.1" and served != "legacy":
            raise ConfigurationError("a server of version 8.1 speaks the legacy protocol alone")
        if state is None:
            state = demo_state() if edition == "server" else demo_installation()
        if isinstance(state, Seed):
            state = state.state() if edition == "server" else state.installation()
        if isinstance(state, Installation) != (edition == "spe"):
            raise ConfigurationError(f"a {type(state).__name__} is not what the edition {edition!r} holds")
        _call_itself(state, known)
        self.lock: AbstractContextManager[object] = threading.RLock()
        self.front_ends: FrontEnds = FrontEnds()
        self.restarts: int = 0
        self.faults: Faults = Faults(self.lock, lambda: self.world.clock.now(), self.front_ends.faults_changed)
        self.requests: Requests = Requests()
        self.world: World = World(
            state=state,
            release=known,
            protocol=served,
            behaviour=behaviour,
            advance=tasks or ByPolls(),
            clock=clock or ManualClock(),
            metadata=metadata or (lambda functions: functions),
            begun=self.faults.begun,
            woken=self.front_ends.woken,
        )
        # Pickled, since that takes an eighth of the time that copy.deepcopy takes, and tests make many emulators.
        self._pristine = pickle.dumps(state)
        self._own_clock = clock is None
        self._version: Version | None = version

    @classmethod
    def from_file(cls, path: str | os.PathLike[str], **options: Any) -> Self:
        """An emulator that holds what a seed file describes, of the file's edition and version.

        Args:
            path: The file, TOML or JSON, as its name ends; docs/emulator.md has its form.
            **options: Arguments of `Emulator`; a version given here goes before the file's.

        Raises:
            ConfigurationError: The file cannot be read, or is wrong; the text names the places.
        """
        from mailstore_sdk.emulator.seedfiles.load import load

        described = load(path)
        return cls(described.state, **{"edition": described.edition, "version": described.version, **options})

    @property
    def state(self) -> State:
        """What the MailStore Server holds; tests may look into it and change it.

        Raises:
            ConfigurationError: It is a Service Provider Edition, which has `installation` and `instances`.
        """
        if isinstance(self.world.state, State):
            return self.world.state
        raise ConfigurationError("a Service Provider Edition holds an installation and instances, not a state")

    @property
    def installation(self) -> Installation:
        """What the Service Provider Edition holds; tests may look into it and change it.

        Raises:
            ConfigurationError: It is a MailStore Server.
        """
        if isinstance(self.world.state, Installation):
            return self.world.state
        raise ConfigurationError("a MailStore Server holds a state, not an installation")

    @property
    def instances(self) -> dict[str, InstanceState]:
        """The instances of the Service Provider Edition by id, each with a state of its own.

        Raises:
            ConfigurationError: It is a MailStore Server.
        """
        return self.installation.instances

    @property
    def clock(self) -> Clock:
        """The server's time."""
        return self.world.clock

    def restart(self) -> None:
        """Restart the server: it forgets the tokens of all long-running calls, which end where they are.

        Requests under way stay unanswered, and open connections are dropped.
        """
        with self.lock:
            self.world.forget_tasks()
            self.restarts += 1
        # Out of the lock: who is told may wait for a thread that needs it.
        self.front_ends.restarted()

    def reset(self) -> None:
        """Begin anew: what it held at first, no long-running calls, no faults, no record of requests."""
        with self.lock:
            self.world.state = pickle.loads(self._pristine)  # noqa: S301  (what was pickled above)
            self.world.forget_tasks()
            self.world.scheduler.begin(self.world.clock.now())
            self.requests.clear()
        # Out of the lock: who is told may wait for a thread that needs it.
        self.faults.clear()
        self.front_ends.woken()

    def dump(self) -> dict[str, Any]:
        """What the server holds by now, as data for JSON; `load` takes it, and so does a seed file.

        Of a made-up archive it has what differs. Passwords are in it. Long-running calls and the time are not.
        """
        from mailstore_sdk.emulator.seedfiles.dump import dump

        with self.lock:
            self.world.run_due()
            return dump(self.world.state, self._version)

    def load(self, data: Mapping[str, Any]) -> None:
        """Hold what a dump, or the data of a seed file, describes; `reset` leads back to it from now on.

        Long-running calls are forgotten.

        Raises:
            ConfigurationError: The data is wrong, or of another edition or version; nothing has changed.
        """
        from mailstore_sdk.emulator.seedfiles.restore import restore

        described = restore(data)
        if described.edition != self.world.edition:
            raise ConfigurationError(f"the data is of the edition {described.edition!r}, not {self.world.edition!r}")
        if described.version not in (None, self._version):
            raise ConfigurationError(f"the data is of version {described.version}, not {self._version or 'all'}")
        _call_itself(described.state, self.world.release)
        with self.lock:
            self._pristine = pickle.dumps(described.state)
            self.world.state = pickle.loads(self._pristine)  # noqa: S301  (so that nothing of it is shared with the data)
            self.world.forget_tasks()
            self.world.scheduler.begin(self.world.clock.now())
        # Out of the lock: who is told may wait for a thread that needs it.
        self.front_ends.woken()

    def run_due(self) -> None:
        """Do what the clock brings, as every request does before it is answered.

        Long-running calls that go by time get on and end, then the jobs and profiles run that are due by now.
        """
        with self.lock:
            self.world.run_due()

    def exchange(self, request: Request) -> Exchange:
        """A request that came in, which is to be answered."""
        return Exchange(self, request)

    def respond(self, request: Request) -> Response | Hold:
        """Answer a request, or say how long to hold it."""
        return self.exchange(request).answer()

    def client(self, **settings: Any) -> Client:
        """A client whose requests reach this server by a function call; its waiting moves the server's clock.

        Args:
            **settings: Arguments of `Client`.
        """
        client = Client(**settings, sender=EmulatorSender(self, Settings()))
        client.transport = self._transport(client.transport)
        return client

    def async_client(self, **settings: Any) -> AsyncClient:
        """As `client`, but asynchronous."""
        client = AsyncClient(**settings, sender=AsyncEmulatorSender(self, Settings()))
        client.transport = self._async_transport(client.transport)
        return client

    def spe_client(self, **settings: Any) -> SpeClient:
        """As `client`, for a Service Provider Edition.

        Args:
            **settings: Arguments of `SpeClient`.
        """
        client = SpeClient(**settings, sender=EmulatorSender(self, Settings()))
        client.transport = self._transport(client.transport)
        return client

    def async_spe_client(self, **settings: Any) -> AsyncSpeClient:
        """As `spe_client`, but asynchronous."""
        client = AsyncSpeClient(**settings, sender=AsyncEmulatorSender(self, Settings()))
        client.transport = self._async_transport(client.transport)
        return client

    def serve(self, port: int = 0) -> EmulatorServer:
        """A server to be used as a context manager: real HTTPS on a loopback port.

        Args:
            port: The port; 0 takes a free one.
        """
        try:
            from mailstore_sdk.emulator.server import EmulatorServer
        except ModuleNotFoundError as error:
            problem = f"the emulator's HTTPS server needs {error.name}: pip install 'mailstore-sdk[emulator]'"
        else:
            return EmulatorServer(self, port)
        raise ConfigurationError(problem)

    def use_machine_time(self) -> None:
        """Take the machine's time, unless a clock was given: what waits for a served emulator does so really."""
        if self._own_clock:
            self.world.clock = SystemClock()
            self.world.scheduler.begin(self.world.clock.now())

    def _transport(self, made: Transport) -> Transport:
        """The transport of a client that was made, with the settings that it has read, and by the server's clock."""
        sender = EmulatorSender(self, made.settings)
        return Transport(made.settings, made.options, sender, self._now, self._sleep)

    def _async_transport(self, made: AsyncTransport) -> AsyncTransport:
        sender = AsyncEmulatorSender(self, made.settings)
        return AsyncTransport(made.settings, made.options, sender, self._now, self._sleep_async)

    # The clock is looked up each time: it is another one from the moment when the server is put behind HTTPS.

    def _now(self) -> float:
        return self.clock.now()

    def _sleep(self, seconds: float) -> None:
        self.clock.sleep(seconds)

    async def _sleep_async(self, seconds: float) -> None:
        await self.clock.sleep_async(seconds)


def _call_itself(state: State | Installation, known: Release | None) -> None:
    """Have it tell the number of that version, unless it tells one already."""
    for holder in (state, *(state.instances.values() if isinstance(state, Installation) else ())):
        if known is not None and not known.is_called(holder.version):
            holder.version = known.number
