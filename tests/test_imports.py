"""What is loaded, and when: a script pays for what it uses. Names of modules are exact; times are no test."""

from __future__ import annotations

import subprocess
import sys

import pytest

import mailstore_sdk

HEAVY = ("pydantic", "pydantic_core", "httpx", "httpx2", "httpcore", "httpcore2", "ssl", "asyncio", "anyio")
COMMAND_LINE = ("typer", "click", "rich", "pygments")
UNUSED = ("concurrent.futures", "email", "html", "random", "inspect")
CANNED = """
import json
from mailstore_sdk.transport.wire import Reply
class Canned:
    def send(self, request, timeout):
        info = {"statusCode": "succeeded", "result": {"version": "22.3", "machineName": "M"}}
        return Reply(status=200, content=json.dumps([] if "metadata" in request.path else info).encode())
    def close(self):
        pass
"""
CLIENT = f"{CANNED}from mailstore_sdk import Client\nclient = Client(sender=Canned())\n"
INSTANCE = f"{CANNED}from mailstore_sdk import SpeClient\nclient = SpeClient(sender=Canned()).instance('i')\n"


def loaded(program: str) -> set[str]:
    """The modules that a program has loaded at its end, and its interpreter had not at its beginning."""
    framed = f"import sys\nbefore = set(sys.modules)\n{program}\nprint(' '.join(set(sys.modules) - before))"
    command = [sys.executable, "-W", "error", "-c", framed]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split())


def of(modules: set[str], *packages: str) -> set[str]:
    """The modules that are of these packages."""
    return {name for name in modules if any(name == package or name.startswith(f"{package}.") for package in packages)}


def test_the_package_alone_loads_nothing_but_its_version() -> None:
    assert loaded("import mailstore_sdk") == {"__future__", "mailstore_sdk", "mailstore_sdk._version"}


def test_whoever_catches_errors_loads_no_library() -> None:
    modules = loaded("from mailstore_sdk import errors\nerrors.ApiError")
    assert of(modules, *HEAVY) == set()
    assert of(modules, "mailstore_sdk") == {
        "mailstore_sdk", "mailstore_sdk._version", "mailstore_sdk.errors", "mailstore_sdk.text",
    }  # fmt: skip


@pytest.mark.parametrize("client", [CLIENT, INSTANCE], ids=["Server", "SPE"])
def test_a_raw_call_loads_neither_pydantic_nor_models_nor_an_event_loop(client: str) -> None:
    modules = loaded(f"{client}client.raw.GetUsers()")
    assert of(modules, *HEAVY, *COMMAND_LINE, "mailstore_sdk.models", "mailstore_sdk.emulator") == set()


def test_a_raw_call_that_fails_after_a_while_has_a_plain_status_and_no_pydantic() -> None:
    modules = loaded(f"""{CLIENT}
from mailstore_sdk.errors import OperationFailed
ANSWERS = {{
    "/api/get-metadata": [],
    "/api/invoke/GetUsers": {{"statusCode": "running", "token": "T"}},
    "/api/get-status": {{"statusCode": "failed", "error": {{"message": "the disk is full"}}}},
}}
Canned.send = lambda _, request, timeout: Reply(status=200, content=json.dumps(ANSWERS[request.path]).encode())
try:
    client.raw.GetUsers()
except OperationFailed as error:
    assert error.status["messages"] == [{{"text": "the disk is full", "type": "error"}}], error.status
else:
    raise AssertionError
""")
    assert of(modules, *HEAVY, "mailstore_sdk.models") == set()


def test_a_call_that_goes_well_loads_nothing_for_the_ways_in_which_it_might_not() -> None:
    modules = loaded(f"{CLIENT}client.raw.GetServerInfo()")
    # `inspect` is a part of what dataclasses need.
    assert of(modules, *UNUSED) == {"inspect"}


@pytest.mark.parametrize("client", [CLIENT, INSTANCE], ids=["Server", "SPE"])
def test_a_synchronous_client_loads_nothing_asynchronous(client: str) -> None:
    modules = loaded(f"{client}client.get_users\nclient.raw")
    assert {name for name in of(modules, "mailstore_sdk") if "async" in name} == set()
    assert of(modules, "asyncio") == set()


def test_a_typed_call_loads_the_models_of_its_area_alone() -> None:
    modules = loaded(f"{CLIENT}assert client.get_server_info().version == '22.3'")
    areas = {"administrators", "users", "stores", "folders", "profiles", "jobs", "instances", "environment", "drift"}
    models = {name.removeprefix("mailstore_sdk.models.") for name in of(modules, "mailstore_sdk.models")}
    assert "system" in models
    assert areas & models == set()
    assert of(modules, *COMMAND_LINE, "httpx", "httpx2", "asyncio", "mailstore_sdk._generated.raw_server") == set()


def test_every_public_name_is_found_where_it_is_looked_for() -> None:
    names = [name for name in mailstore_sdk.__all__ if name != "__version__"]
    found = {name: getattr(mailstore_sdk, name) for name in names}
    assert dir(mailstore_sdk) == sorted(mailstore_sdk.__all__)
    for name, value in found.items():
        if name != "JsonValue":  # an alias has no name of its own
            assert value.__name__ in (name, f"mailstore_sdk.{name}")


def test_a_name_that_is_none_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'mailstore_sdk' has no attribute 'Cliemt'"):
        mailstore_sdk.Cliemt  # noqa: B018
