"""Calls of every known function: arguments made from what is known of them, and what they must be on the wire."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from mailstore_sdk.emulator import Emulator, Exchange, Hold, Request, Response
from mailstore_sdk.emulator.demo import demo_state
from mailstore_sdk.emulator.installation import Administrator, Installation
from tests.facts import KnownArgument, KnownFunction

INSTANCE = "customer1"
AWKWARD = "Größe & 1=1, +%41"  # everything that an encoding could spoil
# What the emulated servers hold, or what has to have a form of its own.
NAMES: dict[str, Any] = {
    "userName": "johndoe",
    "oldUserName": "johndoe",
    "folder": "johndoe",
    "fromFolder": "johndoe",
    "toFolder": "asmith",
    "timeZoneId": "$Local",
    "timeZoneID": "$Local",
    "sourceId": 2,
    "interval": 60,
    "time": "23:59:00",
    "dayOfMonth": "Last",
    "instanceFilter": INSTANCE,
    "raw": True,
}
HOST, EMPTY_HOST, ACCESS_SERVER = "host1", "host2", "spe.example.com"
PROFILE = {"name": AWKWARD, "connector": "Exchange", "none": None, "list": [1, {"deep": True}]}
BY_FUNCTION: dict[str, dict[str, Any]] = {
    "CreateUser": {"userName": AWKWARD},
    "CreateJob": {"owner": "admin"},
    "MoveFolder": {"fromFolder": "johndoe/Old", "toFolder": f"johndoe/{AWKWARD}"},
    "CreateProfile": {"properties": PROFILE},
    "RunTemporaryProfile": {"properties": PROFILE},
    "DeleteMessage": {"id": "1:1"},
    "SetProfileServerSideExecution": {"automaticMaintenanceWindows": "22:00-06:00"},
    "GetWorkerResultReport": {"id": 100},
    "SetRetentionPolicies": {"config": [{"name": AWKWARD, "enabled": False}]},
    "CreateSystemAdministrator": {"config": {"userName": AWKWARD}},
    "SetSystemAdministratorConfiguration": {"config": {"userName": "admin", "fullName": AWKWARD}},
    "CreateInstance": {"config": {"instanceID": "customer4", "instanceHost": HOST}},
    "SetInstanceConfiguration": {"config": {"instanceID": INSTANCE, "instanceHost": HOST}},
    "CreateInstanceHost": {"config": {"serverName": AWKWARD}},
    "SetInstanceHostConfiguration": {"config": {"serverName": HOST}},
    "DeleteInstanceHost": {"serverName": EMPTY_HOST},
    "GetDirectoriesOnInstanceHost": {"serverName": HOST},
    "CreateDirectoryOnInstanceHost": {"serverName": HOST},
    "CreateClientAccessServer": {"config": {"serverName": AWKWARD}},
    "SetClientAccessServerConfiguration": {"config": {"serverName": ACCESS_SERVER}},
    "DeleteClientAccessServer": {"serverName": ACCESS_SERVER},
}
BY_TYPE: dict[str, Any] = {
    "string": AWKWARD,
    "number": 1,
    "bool": False,  # a value, not absence
    "list": ["first@example.com", "zweite@exämple.com"],
    "datetime": datetime(2026, 1, 31, 23, 59, 59),
    "json": {"name": AWKWARD, "none": None, "list": [1, {"deep": True}]},
}


def value_of(known: KnownFunction, argument: KnownArgument) -> Any:
    """A value for an argument, as a Python program gives it."""
    if argument.name in BY_FUNCTION.get(known.name, {}):
        return BY_FUNCTION[known.name][argument.name]
    if argument.name in NAMES:
        return NAMES[argument.name]
    if argument.values and argument.type == "list":
        return list(argument.values[-2:])  # the first one, none, stands alone
    if argument.values:
        return argument.values[0]
    return BY_TYPE[argument.type]


def on_the_wire(argument: KnownArgument, value: Any) -> str:
    """The same value as a form field, written down apart from the SDK's encoding; JSON without spaces to compare."""
    if argument.type == "bool":
        return "true" if value else "false"
    if argument.type == "list":
        return ",".join(value)
    if argument.type == "datetime":
        return "2026-01-31T23:59:59"
    return json.dumps(value, sort_keys=True) if argument.type == "json" else str(value)


def given(known: KnownFunction, *, complete: bool) -> dict[str, Any]:
    """Arguments under their wire names: all, or those that the server wants."""
    return {a.name: value_of(known, a) for a in known.arguments or () if complete or wanted(a)}


def wanted(argument: KnownArgument) -> bool:
    """Whether a call makes no sense without it; a profile's properties are optional by the vendor's wrapper only."""
    return argument.required or argument.name == "properties"


def fields(known: KnownFunction, *, complete: bool) -> dict[str, str]:
    """What must be on the wire; for what is not given, what the vendor's wrapper sends."""
    expected = {}
    for argument in known.arguments or ():
        if complete or wanted(argument):
            expected[argument.name] = on_the_wire(argument, value_of(known, argument))
        elif argument.wrapper_default is not None:
            expected[argument.name] = on_the_wire(argument, argument.wrapper_default)
    return expected


def same_archive(installation: Installation) -> None:
    """Make the instance hold what the emulated server holds, so that the same calls make sense on both."""
    instance, archive = installation.instances[INSTANCE], demo_state()
    for name in ("users", "stores", "worker_runs", "folders", "mails", "profiles", "jobs", "job_runs", "credentials"):
        setattr(instance, name, getattr(archive, name))
    installation.instance_hosts[EMPTY_HOST] = {**installation.instance_hosts[HOST], "serverName": EMPTY_HOST}
    installation.administrators["johndoe"] = Administrator(user_name="johndoe")


@dataclass
class Recorder:
    """An emulator that begins every call with the same state, and remembers what it was asked and what it answered."""

    emulator: Emulator
    exchanges: list[tuple[Request, Response]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._state = pickle.dumps(self.emulator.world.state)
        self._exchange: Callable[[Request], Exchange] = self.emulator.exchange
        self.emulator.exchange = self._recorded  # type: ignore[method-assign]

    def begin(self) -> None:
        """Forget everything."""
        self.exchanges.clear()
        self.emulator.world.state = pickle.loads(self._state)

    def _recorded(self, request: Request) -> Exchange:
        exchange = self._exchange(request)
        answered = exchange.answer

        def answer(waited: float | None = None) -> Response | Hold:
            given = answered(waited)
            if isinstance(given, Response):
                self.exchanges.append((request, given))
            return given

        exchange.answer = answer  # type: ignore[method-assign]
        return exchange

    def check(self, known: KnownFunction, path: str, expected: dict[str, str]) -> None:
        """Hold the one call to what must be on the wire."""
        calls = [(request, answer) for request, answer in self.exchanges if "/invoke/" in request.path.lower()]
        assert [request.path for request, _ in calls] == [path]
        [(request, answer)] = calls
        pairs = parse_qsl(request.body.decode("ascii"), keep_blank_values=True, strict_parsing=bool(request.body))
        json_names = {argument.name for argument in known.arguments or () if argument.type == "json"}
        sent = {
            name: json.dumps(json.loads(text), sort_keys=True) if name in json_names else text for name, text in pairs
        }

        assert len(pairs) == len(sent)
        assert sent == expected
        assert request.method == "POST"
        assert request.headers["content-length"] == str(len(request.body))
        assert request.headers["authorization"].startswith("Basic ")
        if request.body:
            assert request.headers["content-type"].partition(";")[0] == "application/x-www-form-urlencoded"
        assert answer.status == 200, answer.content
