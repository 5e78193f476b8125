"""A password is given as text, held back by pydantic, or by a function; all clients take all of them."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

import httpx
import pytest
import respx
from pydantic import SecretBytes, SecretStr

from mailstore_sdk import AsyncClient, AsyncSpeClient, Client, SpeClient
from mailstore_sdk.errors import ConfigurationError
from tests.transport.clocked import done
from tests.transport.leaks import everything_in
from tests.transport.scripted import PASSWORD, SECRET_WORD, ScriptedSender, envelope

CLIENTS = pytest.mark.parametrize("kind", [Client, AsyncClient, SpeClient, AsyncSpeClient])
KINDS: dict[str, Any] = {
    "str": PASSWORD,
    "SecretStr": SecretStr(PASSWORD),
    "function": lambda: PASSWORD,
    "function that gives a SecretStr": lambda: SecretStr(PASSWORD),
}
WRONG: dict[str, Any] = {
    "bytes": PASSWORD.encode(),
    "SecretBytes": SecretBytes(PASSWORD.encode()),
    "None": None,
    "number": 5,
    "list": [PASSWORD],
    "function that gives bytes": lambda: PASSWORD.encode(),
    "function that gives None": lambda: None,
    "function that gives a function": lambda: lambda: PASSWORD,
    "class": SecretStr,
    "half a character": PASSWORD + "\udcf6",
}


@CLIENTS
@pytest.mark.parametrize("given", KINDS)
def test_every_client_takes_every_kind_of_password(kind: Any, given: str) -> None:
    assert kind(password=KINDS[given], sender=ScriptedSender()).transport.settings.password == PASSWORD


@CLIENTS
@pytest.mark.anyio
async def test_what_was_held_back_is_what_is_sent(router: respx.MockRouter, kind: Any) -> None:
    route = router.post(path="/api/invoke/Anything").mock(return_value=httpx.Response(200, json=envelope()))
    protocol: dict[str, Any] = {"protocol": "modern"} if kind in (Client, AsyncClient) else {}  # SPE has but one
    client = kind(port=8463, password=lambda: SecretStr(PASSWORD), trust_env=False, **protocol)
    await done(client.invoke("Anything"))
    await done(client.close())
    scheme, _, credentials = route.calls.last.request.headers["authorization"].partition(" ")
    assert (scheme, b64decode(credentials).decode()) == ("Basic", f"admin:{PASSWORD}")


@CLIENTS
def test_a_function_is_called_once_when_the_client_is_made(kind: Any) -> None:
    calls: list[None] = []

    def ask() -> str:
        calls.append(None)
        return PASSWORD

    client = kind(password=ask, sender=ScriptedSender())
    assert len(calls) == 1
    client.options(timeout=1)
    assert client.raw
    assert len(calls) == 1


@CLIENTS
def test_what_the_function_raises_passes_through(kind: Any) -> None:
    class Locked(Exception):
        pass

    def ask() -> str:
        raise Locked

    with pytest.raises(Locked):
        kind(password=ask, sender=ScriptedSender())


@CLIENTS
@pytest.mark.parametrize("given", WRONG)
def test_anything_else_is_refused_without_being_shown(kind: Any, given: str) -> None:
    with pytest.raises((ConfigurationError, TypeError)) as caught:
        kind(password=WRONG[given], sender=ScriptedSender())
    assert SECRET_WORD not in everything_in(caught.value)
    if given != "class":  # that is called, as a function is, and itself says what it misses
        assert "password" in str(caught.value)
        assert isinstance(caught.value, ConfigurationError)
