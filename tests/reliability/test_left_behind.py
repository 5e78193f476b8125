"""What a long-running call with a secret leaves behind in the client, however it ends: nothing."""

from __future__ import annotations

import contextlib

import pytest

from mailstore_sdk import AsyncClient, Client, errors
from mailstore_sdk.emulator import ByPolls, Emulator, ExpireToken, FailHalfway, Fault
from mailstore_sdk.transport import ProtocolName
from tests.transport.clocked import done

pytestmark = pytest.mark.anyio
ENDS: list[Fault | None] = [None, FailHalfway(), ExpireToken()]


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("fault", ENDS, ids=repr)
async def test_the_secret_of_a_call_is_forgotten_when_it_has_ended(
    kind: str, protocol: ProtocolName, fault: Fault | None
) -> None:
    emulator = Emulator(tasks=ByPolls(3))
    if fault is not None:
        emulator.faults.add("RecoverStore", fault)
    client: Client | AsyncClient = (emulator.client if kind == "sync" else emulator.async_client)(protocol=protocol)
    session = client.transport._session  # there is no public name for what a client remembers

    operation = await done(client.begin_recover_store(1, encryption_key="a-key-of-its-own"))
    remembered = len(session.cleaners)
    with contextlib.suppress(errors.OperationError):
        await done(operation.wait())

    assert remembered == 1
    assert session.cleaners == {}
