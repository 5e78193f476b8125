"""What a passing trouble must not be taken for: a server of another generation, or a call that is lost."""

from __future__ import annotations

from typing import Any

import pytest

from mailstore_sdk import errors
from mailstore_sdk.emulator import ByPolls, Emulator, HtmlPage, HttpError
from tests.transport.clocked import done

pytestmark = pytest.mark.anyio


def client_of(emulator: Emulator, kind: str) -> Any:
    return emulator.client() if kind == "sync" else emulator.async_client()


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("trouble", [HttpError(status=404), HttpError(status=405), HtmlPage(status=404)], ids=repr)
async def test_a_modern_server_that_hid_its_functions_once_is_found_out_by_the_call_after(
    kind: str, trouble: Any
) -> None:
    emulator = Emulator(version="25.3")
    emulator.faults.add("get-metadata", trouble, times=1)
    client = client_of(emulator, kind)

    with pytest.raises(errors.UnknownFunctionError):
        await done(client.get_users())

    assert "admin" in {user.user_name for user in await done(client.get_users())}
    await done(client.get_users())
    assert emulator.requests.functions == ["get-metadata", "GetUserList", "get-metadata", "GetUsers", "GetUsers"]


@pytest.mark.parametrize("kind", ["sync", "async"])
async def test_a_server_of_8_x_is_asked_once_for_what_it_has_not(kind: str) -> None:
    emulator = Emulator(version="8.1")
    client = client_of(emulator, kind)

    for _ in range(3):
        await done(client.get_users())

    assert emulator.requests.functions == ["get-metadata", *["GetUserList"] * 3]


@pytest.mark.parametrize("kind", ["sync", "async"])
async def test_a_proxys_page_is_not_taken_for_a_token_that_the_server_has_forgotten(kind: str) -> None:
    emulator = Emulator(tasks=ByPolls(3))
    client = client_of(emulator, kind)
    operation = await done(client.begin_verify_store(1))
    emulator.faults.add("get-status", HtmlPage(status=404), times=1)

    with pytest.raises(errors.ResponseError, match="404"):
        await done(operation.wait())

    assert (await done(operation.wait())).status == "succeeded"
