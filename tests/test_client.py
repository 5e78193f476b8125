"""Clients: what they refuse, where their settings come from, their clones, and what an import costs."""

from __future__ import annotations

import importlib
import inspect
import re
import ssl
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

import mailstore_sdk
from mailstore_sdk import AsyncClient, AsyncSpeClient, Client, SpeClient, errors, models
from mailstore_sdk._generated.functions import ALL
from mailstore_sdk.base_client import AsyncClientSettings, SyncClientSettings
from mailstore_sdk.emulator import ByTime, Emulator
from mailstore_sdk.transport import Reply
from tests.scripted import TOKEN, AsyncScripted, Scripted, envelope, running

PINNED = "AB:" * 31 + "AB"
VARIABLES = ("HOST", "PORT", "USERNAME", "PASSWORD", "PROTOCOL", "CA_FILE", "FINGERPRINT", "VERIFY")

IMPOSSIBLE: list[dict[str, Any]] = [
    {"host": "https://archive.example"},
    {"host": "archive.example:8463"},
    {"host": "127.0.0.1:8463"},
    {"host": "cafe:8463"},
    {"host": "archive.example/api"},
    {"host": "admin@archive.example"},
    {"host": "archive example"},
    {"host": "999.1.1.1"},
    {"host": ":::"},
    {"host": ""},
    {"port": 0},
    {"port": -1},
    {"port": 65536},
    {"protocol": "soap"},
    {"protocol": ""},
    {"username": "ad:min"},
    {"username": "\udcf6"},
    {"password": "pssst\udcf6"},
    {"verify": False, "fingerprint": PINNED},
    {"verify": False, "ca_file": "ca.pem"},
    {"fingerprint": PINNED, "ca_file": "ca.pem"},
    {"ssl_context": ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), "verify": False},
    {"ssl_context": ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), "fingerprint": PINNED},
    {"ca_file": "no-such-file.pem"},
    {"ca_file": __file__},
    {"fingerprint": "AB:CD"},
    {"fingerprint": ""},
    {"fingerprint": []},
    {"fingerprint": [PINNED, "AB:CD"]},
    {"proxy": "proxy.example"},
    {"timeout": 0},
    {"timeout": -1},
    {"timeout": float("nan")},
    {"timeout": float("inf")},
    {"retries": -1},
    {"poll_wait": -0.1},
    {"poll_wait": 3_000_000},
    {"poll_wait": float("nan")},
]


def shown(settings: dict[str, Any]) -> str:
    """The name of a test, the same in every process: two that share the tests have to agree on it."""
    return re.sub(r" object at 0x\w+", "", repr(settings))


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize("settings", IMPOSSIBLE, ids=shown)
def test_impossible_settings_are_refused_at_once(kind: type[Client | AsyncClient], settings: dict[str, Any]) -> None:
    with pytest.raises(errors.ConfigurationError) as caught:
        kind(**settings)

    assert "pssst" not in f"{caught.value}{caught.value.__cause__!r}{caught.value.__context__!r}"


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("archive.example", "https://archive.example:8463"),
        ("10.0.0.5", "https://10.0.0.5:8463"),
        ("::1", "https://[::1]:8463"),
        ("[::1]", "https://[::1]:8463"),
        ("mail_store-1", "https://mail_store-1:8463"),
    ],
)
def test_a_client_shows_where_it_goes_and_no_password(host: str, url: str) -> None:
    with Client(host, password="pssst") as client:
        assert repr(client) == f"<Client admin@{url}>"
        assert "pssst" not in repr(client.transport.settings)


def test_the_settings_of_the_environment_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    values = ("archive.example", "8474", "root", "pssst", "legacy", "", f"{PINNED}, {PINNED.lower()}", "yes")
    for name, value in zip(VARIABLES, values, strict=True):
        monkeypatch.setenv(f"MAILSTORE_{name}", value)

    with Client.from_env() as client:
        settings = client.transport.settings

    assert (settings.host, settings.port, settings.username) == ("archive.example", 8474, "root")
    assert (settings.password, settings.protocol, settings.verify) == ("pssst", "legacy", True)
    assert (settings.ca_file, list(settings.fingerprint or ())) == (None, [PINNED, f" {PINNED.lower()}"])


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment that says nothing."""
    for name in VARIABLES:
        monkeypatch.delenv(f"MAILSTORE_{name}", raising=False)
    return monkeypatch


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_an_environment_that_says_nothing_gives_the_defaults(bare: Any, kind: Any) -> None:
    bare.setenv("MAILSTORE_HOST", "")

    client = kind.from_env(sender=Scripted())

    assert client.transport.settings == kind(sender=Scripted()).transport.settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "https"), ("PORT", "8463.0"), ("PORT", "-1"), ("PORT", "0"), ("PORT", "99999"), ("PORT", "٨٤"),
        ("VERIFY", "maybe"), ("HOST", "https://archive.example"), ("PROTOCOL", "soap"), ("FINGERPRINT", "AB:CD"),
        ("FINGERPRINT", ","), ("CA_FILE", "no-such-file.pem"), ("PASSWORD", "pssst\udcf6"),
        ("PASSWORD", "pssst\r"), ("HOST", "archive\n"),
    ],
)  # fmt: skip
def test_a_bad_value_in_the_environment_is_refused(bare: Any, name: str, value: str) -> None:
    bare.setenv(f"MAILSTORE_{name}", value)

    with pytest.raises(errors.ConfigurationError):
        Client.from_env()


@pytest.mark.parametrize(
    ("text", "verify"), [("0", False), ("No", False), (" off ", False), ("TRUE", True), (" ", True)]
)
def test_verification_is_turned_off_by_a_word_for_no(bare: Any, text: str, verify: bool) -> None:
    bare.setenv("MAILSTORE_VERIFY", text)

    assert Client.from_env(sender=Scripted()).transport.settings.verify is verify


@pytest.mark.parametrize("kind", [SpeClient, AsyncSpeClient])
def test_the_provider_edition_knows_one_protocol_whatever_the_environment_says(bare: Any, kind: Any) -> None:
    bare.setenv("MAILSTORE_PROTOCOL", "auto")
    assert kind.from_env(sender=Scripted()).transport.settings.protocol == "modern"
    bare.setenv("MAILSTORE_PROTOCOL", "legacy")
    with pytest.raises(errors.ConfigurationError, match="never spoke 'legacy'"):
        kind.from_env(sender=Scripted())


@pytest.mark.parametrize(("kind", "settings"), [(Client, SyncClientSettings), (AsyncClient, AsyncClientSettings)])
def test_what_from_env_takes_are_the_arguments_of_the_constructor(kind: Any, settings: Any) -> None:
    taken = inspect.signature(kind).parameters
    assert list(settings.__annotations__) == list(taken)


def test_arguments_come_before_the_environment(bare: Any) -> None:
    bare.setenv("MAILSTORE_HOST", "archive.example")
    bare.setenv("MAILSTORE_PORT", "1")

    settings = Client.from_env(port=2, sender=Scripted()).transport.settings

    assert (settings.host, settings.port) == ("archive.example", 2)


@pytest.mark.parametrize("given", [{"ca_file": "other.pem"}, {"verify": False}])
def test_an_argument_that_says_whom_to_trust_replaces_what_the_environment_says_of_it(bare: Any, given: Any) -> None:
    bare.setenv("MAILSTORE_FINGERPRINT", PINNED)

    settings = Client.from_env(**given, sender=Scripted()).transport.settings

    assert settings.fingerprint is None


def test_options_give_a_clone_over_the_same_connection_and_leave_the_original_alone() -> None:
    sender = Scripted(envelope(), running(), envelope(), running(), envelope(), envelope())
    client = Client(sender=sender, protocol="modern", timeout=20, poll_wait=7)

    clone = client.options(timeout=5, poll_wait=1)
    clone.get_time_zones()
    clone.verify_store(1)
    client.verify_store(1)
    client.get_time_zones()

    assert [round(seconds) for seconds in sender.timeouts] == [5, 5, 6, 20, 27, 20]
    assert [fields.get("millisecondsTimeout") for _, fields in sender.asked] == [None, None, "1000", None, "7000", None]


def test_a_clone_keeps_what_its_options_do_not_name() -> None:
    emulator = Emulator(tasks=ByTime(100))
    seen: list[Any] = []
    clone = emulator.client().options(wait_timeout=10, on_status=seen.append).options(retries=0)

    with pytest.raises(errors.OperationTimeout):
        clone.verify_store(1)
    unbounded = clone.options(wait_timeout=None, on_status=None)
    told = len(seen)

    assert unbounded.verify_store(1).status == "succeeded"
    assert told == len(seen) > 0


@pytest.mark.parametrize("given", [{"timeout": 0}, {"retries": -1}, {"poll_wait": -1}, {"wait_timeout": -1}], ids=repr)
def test_impossible_options_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(errors.ConfigurationError):
        Client(sender=Scripted()).options(**given)


def test_a_context_manager_closes_the_connection_also_after_an_error() -> None:
    sender = Scripted(Reply(status=401))

    with pytest.raises(errors.AuthenticationError), Client(sender=sender, protocol="modern") as client:
        client.get_users()

    assert sender.closed


@pytest.mark.anyio
async def test_an_asynchronous_context_manager_closes_the_connection_too() -> None:
    sender = AsyncScripted()

    async with AsyncClient(sender=sender) as client:
        assert repr(client) == "<AsyncClient admin@https://127.0.0.1:8463>"

    assert sender.script.closed


def test_a_new_client_sends_nothing() -> None:
    sender = Scripted()

    with Client(sender=sender) as client:
        assert client.raw is not None

    assert sender.asked == []


def test_invoke_gives_the_shapes_of_raw(emulator: Emulator) -> None:
    client = emulator.client()

    assert client.invoke("GetUserInfo", {"userName": "johndoe"}) == client.raw.GetUserInfo("johndoe")
    assert client.invoke("GetUserList") == client.invoke("GetUsers") == client.raw.GetUsers()
    assert client.invoke("VerifyStore", {"id": 1}) == client.raw.VerifyStore(1)


def test_invoke_calls_functions_that_the_sdk_does_not_know() -> None:
    sender = Scripted(envelope(result=[{"new": 1}]))

    result = Client(sender=sender, protocol="modern").invoke("GetNews", {"since": 2030, "all": True, "not": None})

    assert result == [{"new": 1}]
    assert sender.asked == [("/api/invoke/GetNews", {"since": "2030", "all": "true"})]


def test_invoke_waits_for_unknown_functions_and_gives_the_final_status() -> None:
    sender = Scripted(running(logOutput="Begin.\r\n"), envelope(logOutput="Begin.\r\nEnd.\r\n", result=[7]))

    result = Client(sender=sender, protocol="modern").invoke("RebuildEverything")

    assert sender.asked[-1][1]["token"] == TOKEN
    assert [message["text"] for message in result["messages"]] == ["Begin.", "End."]
    assert (result["status"], result["result"]) == ("succeeded", [7])


def test_invoke_of_a_function_that_the_server_does_not_have_says_so(emulator: Emulator) -> None:
    with pytest.raises(errors.UnknownFunctionError) as caught:
        emulator.client().invoke("NoSuchFunction")

    assert (caught.value.function, caught.value.http_status) == ("NoSuchFunction", 404)


@pytest.mark.anyio
async def test_invoke_is_the_same_asynchronously(emulator: Emulator) -> None:
    client = emulator.async_client()

    assert await client.invoke("GetUserList") == emulator.client().invoke("GetUsers")
    assert await client.invoke("VerifyStore", {"id": 1}) == emulator.client().invoke("VerifyStore", {"id": 1})
    with pytest.raises(errors.UnknownFunctionError):
        await client.invoke("NoSuchFunction")


@pytest.mark.parametrize("name", ["", "../GetUsers", "Get Users", "GetUsers?x=1", "GetUsers/x"])
def test_invoke_sends_nothing_for_what_is_no_name(name: str) -> None:
    sender = Scripted()

    with pytest.raises(errors.ArgumentError):
        Client(sender=sender, protocol="modern").invoke(name)
    assert sender.asked == []


@pytest.mark.anyio
async def test_the_metadata_are_those_of_the_server() -> None:
    emulator = Emulator(protocol="modern")

    found = emulator.client().get_metadata()

    assert [function.name for function in found] == [function.name for function in ALL if function.server]
    password = next(function for function in found if function.name == "SetUserPassword").args[1]
    assert password == models.ArgumentMetadata(name="password", type="string", nullable=False)
    assert await emulator.async_client().get_metadata() == found


@pytest.mark.anyio
async def test_servers_up_to_8_x_have_no_metadata() -> None:
    emulator = Emulator(protocol="legacy")

    with pytest.raises(errors.UnsupportedError):
        emulator.client().get_metadata()
    with pytest.raises(errors.UnsupportedError):
        await emulator.async_client().get_metadata()


HEAVY = ("pydantic", "httpx", "httpx2", "uvicorn", "starlette")
OURS = ("models", "transport.http", "cli", "emulator", "reports", "compat")
LOADED = f"""
import sys
heavy = {(*HEAVY, *(f"mailstore_sdk.{room}" for room in OURS))!r}
print([name for name in heavy if any((loaded + ".").startswith(name + ".") for loaded in sys.modules)])
"""
RAW = """
import json
from mailstore_sdk import Client
from mailstore_sdk.transport import Reply

class Sender:
    def send(self, request, timeout):
        result = {"statusCode": "succeeded", "result": [{"userName": "jdoe"}]}
        return Reply(status=200, content=json.dumps(result).encode())
    def close(self):
        pass

with Client(sender=Sender(), protocol="modern") as client:
    assert client.raw.GetUsers() == client.raw.GetUserList() == [{"userName": "jdoe"}]
    client.delete_user("jdoe")
"""


@pytest.mark.parametrize(
    "script",
    [
        "import mailstore_sdk",
        "from mailstore_sdk import errors",
        "from mailstore_sdk import Client, AsyncOperation",
        RAW,
    ],
    ids=["package", "errors", "clients", "raw calls"],
)
def test_nothing_is_loaded_that_is_not_needed(script: str) -> None:
    command = [sys.executable, "-c", script + LOADED]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    assert (done.stdout.strip(), done.stderr) == ("[]", "")


@pytest.mark.parametrize("name", ["mailstore_sdk", "mailstore_sdk.models", "mailstore_sdk.errors"])
def test_the_public_names_are_there_and_sorted(name: str) -> None:
    module = importlib.import_module(name)

    assert [public for public in module.__all__ if getattr(module, public, None) is None] == []
    assert sorted(module.__all__) == list(module.__all__)
    assert set(module.__all__) <= set(dir(module))


def public(module: Any) -> Iterator[str]:
    return (name for name in dir(module) if not name.startswith("_"))


def test_every_name_that_completion_offers_is_public() -> None:
    assert set(public(mailstore_sdk)) == set(mailstore_sdk.__all__) - {"__version__"}
    assert set(public(models)) == set(models.__all__)


def test_every_error_is_public() -> None:
    defined = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}

    assert defined == set(errors.__all__)
    assert all(issubclass(getattr(errors, name), errors.MailStoreError) for name in defined)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        mailstore_sdk.__getattr__("Nothing")
