"""A MailStore Server, or a Service Provider Edition, in memory, to try scripts on and to test against.

    from mailstore_sdk.emulator import Emulator

    emulator = Emulator()
    with emulator.client() as client:               # in this process, no socket
        print(client.get_server_info())
    with emulator.serve() as server:                # real HTTPS on a loopback port
        client = Client(**server.connection)

docs/emulator.md says what of its behaviour is evidence and what is our choice.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from mailstore_sdk.client import AsyncClient, Client
from mailstore_sdk.emulator.clock import Clock, ManualClock, SystemClock
from mailstore_sdk.emulator.demo import demo_installation, demo_state
from mailstore_sdk.emulator.editions import Edition, Metadata
from mailstore_sdk.emulator.inprocess import AsyncEmulatorSender, EmulatorSender
from mailstore_sdk.emulator.installation import Administrator, Installation, InstanceState
from mailstore_sdk.emulator.messages import Hold, Refused, Request, Response
from mailstore_sdk.emulator.respond import Served, World, respond
from mailstore_sdk.emulator.state import Job, JobRun, Mail, State, Store, User, WorkerRun
from mailstore_sdk.emulator.tasks import Advance, Beat, ByPolls, ByTime, Script
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.spe import AsyncSpeClient, SpeClient
from mailstore_sdk.transport import AsyncTransport, Settings, Transport

if TYPE_CHECKING:
    from mailstore_sdk.emulator.server import EmulatorServer

__all__ = [
    "Administrator",
    "Advance",
    "Beat",
    "ByPolls",
    "ByTime",
    "Clock",
    "Edition",
    "Emulator",
    "Hold",
    "Installation",
    "InstanceState",
    "Job",
    "JobRun",
    "Mail",
    "ManualClock",
    "Refused",
    "Request",
    "Response",
    "Script",
    "State",
    "Store",
    "SystemClock",
    "User",
    "WorkerRun",
    "World",
    "respond",
]


class Emulator:
    """An emulated MailStore Server, or an emulated Service Provider Edition.

    Args:
        state: What the server holds, or, of an SPE, the installation; made-up data when left out.
        edition: `server` or `spe`.
        protocol: Which generations of the API it speaks: modern, legacy or both; an SPE speaks only the modern one.
        tasks: How long-running calls get on: `ByPolls(n)` or `ByTime(seconds)`.
        clock: Its time; when left out, one that stands still until it is moved, and the machine's from the moment
            when the server is put behind HTTPS.
        byte_order_mark: Whether JSON answers begin with one, as those of real servers mostly do.
        metadata: Makes another list of functions of the one that get-metadata would give, for testing what a script
            does when a server has fewer, other or more functions than the SDK knows.

    Raises:
        ConfigurationError: The state is not that edition's, or it never spoke that protocol.
    """

    def __init__(
        self,
        state: State | Installation | None = None,
        *,
        edition: Edition = "server",
        protocol: Served = "both",
        tasks: Advance | None = None,
        clock: Clock | None = None,
        byte_order_mark: bool = True,
        metadata: Callable[[list[Metadata]], Sequence[Metadata]] | None = None,
    ) -> None:
        if edition == "spe" and protocol == "legacy":
            raise ConfigurationError("a Service Provider Edition never spoke the legacy protocol")
        if state is None:
            state = demo_state() if edition == "server" else demo_installation()
        if isinstance(state, Installation) != (edition == "spe"):
            raise ConfigurationError(f"a {type(state).__name__} is not what the edition {edition!r} holds")
        self.world: World = World(
            state=state,
            protocol=protocol,
            tasks=tasks or ByPolls(),
            clock=clock or ManualClock(),
            byte_order_mark=byte_order_mark,
        )
        if metadata is not None:
            self.world.metadata = metadata
        self._own_clock = clock is None
        self._lock = threading.Lock()

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

    def respond(self, request: Request, *, held: bool = False) -> Response | Hold:
        """Answer a request; see `respond`."""
        with self._lock:
            return respond(self.world, request, held=held)

    def client(self, **settings: Any) -> Client:
        """A client whose requests reach this server by a function call; its waiting moves the server's clock.

        Args:
            **settings: Arguments of `Client`.
        """
        sender = EmulatorSender(self, _credentials(settings))
        client = Client(**settings, sender=sender)
        client.transport = self._timed(client.transport, sender)
        return client

    def async_client(self, **settings: Any) -> AsyncClient:
        """As `client`, but asynchronous."""
        sender = AsyncEmulatorSender(self, _credentials(settings))
        client = AsyncClient(**settings, sender=sender)
        client.transport = self._timed_async(client.transport, sender)
        return client

    def spe_client(self, **settings: Any) -> SpeClient:
        """As `client`, for a Service Provider Edition.

        Args:
            **settings: Arguments of `SpeClient`.
        """
        sender = EmulatorSender(self, _credentials(settings))
        client = SpeClient(**settings, sender=sender)
        client.transport = self._timed(client.transport, sender)
        return client

    def async_spe_client(self, **settings: Any) -> AsyncSpeClient:
        """As `spe_client`, but asynchronous."""
        sender = AsyncEmulatorSender(self, _credentials(settings))
        client = AsyncSpeClient(**settings, sender=sender)
        client.transport = self._timed_async(client.transport, sender)
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
            if self._own_clock:
                self.world.clock = SystemClock()
            return EmulatorServer(self, port)
        raise ConfigurationError(problem)

    def _timed(self, made: Transport, sender: EmulatorSender) -> Transport:
        return Transport(made.settings, made.options, sender, self.clock.now, self.clock.sleep)

    def _timed_async(self, made: AsyncTransport, sender: AsyncEmulatorSender) -> AsyncTransport:
        return AsyncTransport(made.settings, made.options, sender, self.clock.now, self.clock.sleep_async)


def _credentials(settings: dict[str, Any]) -> Settings:
    return Settings(**{name: settings[name] for name in ("username", "password") if name in settings})
