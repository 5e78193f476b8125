"""A MailStore Server in memory, to try scripts on and to test against.

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
from typing import TYPE_CHECKING, Any

from mailstore_sdk.client import AsyncClient, Client
from mailstore_sdk.emulator.clock import Clock, ManualClock, SystemClock
from mailstore_sdk.emulator.demo import demo_state
from mailstore_sdk.emulator.inprocess import AsyncEmulatorSender, EmulatorSender
from mailstore_sdk.emulator.messages import Hold, Refused, Request, Response
from mailstore_sdk.emulator.respond import Served, World, respond
from mailstore_sdk.emulator.state import State, Store, User, WorkerRun
from mailstore_sdk.emulator.tasks import Advance, Beat, ByPolls, ByTime, Script
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.transport import AsyncTransport, Settings, Transport

if TYPE_CHECKING:
    from mailstore_sdk.emulator.server import EmulatorServer

__all__ = [
    "Advance",
    "Beat",
    "ByPolls",
    "ByTime",
    "Clock",
    "Emulator",
    "Hold",
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
    """An emulated MailStore Server.

    Args:
        state: What the server holds; the server of the original wrapper's tutorial when left out.
        protocol: Which generations of the API it speaks: modern, legacy or both.
        tasks: How long-running calls get on: `ByPolls(n)` or `ByTime(seconds)`.
        clock: Its time; when left out, one that stands still until it is moved, and the machine's from the moment
            when the server is put behind HTTPS.
        byte_order_mark: Whether JSON answers begin with one, as those of real servers mostly do.
    """

    def __init__(
        self,
        state: State | None = None,
        *,
        protocol: Served = "both",
        tasks: Advance | None = None,
        clock: Clock | None = None,
        byte_order_mark: bool = True,
    ) -> None:
        self.world: World = World(
            state=demo_state() if state is None else state,
            protocol=protocol,
            tasks=tasks or ByPolls(),
            clock=clock or ManualClock(),
            byte_order_mark=byte_order_mark,
        )
        self._own_clock = clock is None
        self._lock = threading.Lock()

    @property
    def state(self) -> State:
        """What the server holds; tests may look into it and change it."""
        return self.world.state

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
        made = client.transport
        client.transport = Transport(made.settings, made.options, sender, self.clock.now, self.clock.sleep)
        return client

    def async_client(self, **settings: Any) -> AsyncClient:
        """As `client`, but asynchronous."""
        sender = AsyncEmulatorSender(self, _credentials(settings))
        client = AsyncClient(**settings, sender=sender)
        made = client.transport
        client.transport = AsyncTransport(made.settings, made.options, sender, self.clock.now, self.clock.sleep_async)
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


def _credentials(settings: dict[str, Any]) -> Settings:
    return Settings(**{name: settings[name] for name in ("username", "password") if name in settings})
