"""Installations with instances as no provider would like to have them, and what stands between them and a client."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import parse_qs

from mailstore_sdk import SpeClient
from mailstore_sdk.emulator import Emulator, Seed
from mailstore_sdk.emulator.demo import HOST
from mailstore_sdk.emulator.handlers.instances import new_instance
from mailstore_sdk.emulator.installation import InstanceState
from mailstore_sdk.emulator.state import User
from mailstore_sdk.errors import RequestTimeout
from mailstore_sdk.transport import Reply, Sender
from mailstore_sdk.transport.wire import Incoming, Request

MONTH = "2026-01"  # of the demo's runs
QUESTIONS = ("GetInstanceStatistics", "GetUsers", "GetWorkerResults", "GetFolderStatistics")
HOSTILE = (
    '=HYPERLINK("x";"y")', "a,b;c", 'say "no"', "Bu\u0308ro", "Büro", "BÜRO", "line\r\nbreak", "\x1b[2Jclear",
    "'apostrophe", "+49", "@sum", "\u202eover", "<b>&amp;", "-1",
)  # fmt: skip


def emulated(*names: str, demo: bool = False) -> Emulator:
    """An installation with these instances; or the demo's, the third of which is stopped."""
    emulator = Emulator(edition="spe")
    if not demo:
        emulator.instances.clear()
    for name in names:
        added(emulator, name)
    return emulator


def added(emulator: Emulator, name: str, users: tuple[str, ...] = (), archives: tuple[str, ...] = ()) -> InstanceState:
    """One more instance that runs."""
    config = {"instanceID": name, "alias": name[:3], "displayName": name, "instanceHost": HOST}
    instance = new_instance(config, "running")
    for user in users:
        instance.users[user] = User(user_name=user)
    for archive in archives:
        instance.folders.append(archive)
    emulator.instances[name] = instance
    return instance


def many(instances: int) -> Emulator:
    """An installation of that size, each instance another archive."""
    return Emulator(
        Seed(instances=instances, users=4, messages_per_user=5, profiles=1, jobs=0, stores=1, years=1, runs_per_day=1),
        edition="spe",
    )


def instance_of(request: Request) -> str | None:
    """Which instance a request is about."""
    return next(iter(parse_qs(request.body.decode()).get("instanceID", [])), None)


class Between:
    """Stands between client and server; hands everything on."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def send(self, request: Request, timeout: float) -> Reply:
        return self._sender.send(request, timeout)

    def stream(self, request: Request, timeout: float, silence: float) -> AbstractContextManager[Incoming]:
        return self._sender.stream(request, timeout, silence)

    def close(self) -> None:
        self._sender.close()


class Hanging(Between):
    """Lets one instance hang until everything else was asked that is expected.

    Args:
        sender: The way to the server.
        instance: Which one hangs.
        others: How many requests have to come before it ends with a time-out.
    """

    def __init__(self, sender: Sender, instance: str, others: int) -> None:
        super().__init__(sender)
        self._instance = instance
        self._lock = threading.Lock()
        self._left = others
        self._all = threading.Event()
        self.hung: list[str] = []

    def send(self, request: Request, timeout: float) -> Reply:
        if instance_of(request) == self._instance:
            self.hung.append(request.path)
            assert self._all.wait(20), "the others wait for the one that hangs"
            raise RequestTimeout(f"no answer within {timeout:g} s")
        reply = super().send(request, timeout)
        with self._lock:
            self._left -= 1
            if not self._left:
                self._all.set()
        return reply


def through(client: SpeClient, sender: Any) -> SpeClient:
    """The client, whose requests something else carries."""
    client.transport = client.transport.with_sender(sender)
    return client
