"""Requests that reach the emulator by a function call."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from mailstore_sdk import errors
from mailstore_sdk.emulator import Emulator, Refuse
from mailstore_sdk.emulator.handlers import HANDLERS
from mailstore_sdk.emulator.messages import Rows


def test_a_long_list_is_made_while_nobody_else_changes_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    emulator = Emulator()
    lock: Any = emulator.lock
    taken: list[bool] = []

    with ThreadPoolExecutor() as pool:

        def rows() -> Iterator[dict[str, Any]]:
            taken.append(pool.submit(lock.acquire, blocking=False).result())
            yield {"userName": "x"}

        monkeypatch.setitem(HANDLERS, "GetUsers", lambda state, arguments: Rows(rows))
        emulator.client(protocol="modern").get_users()

    assert taken == [False]


def test_a_client_names_the_port_of_its_edition() -> None:
    emulator = Emulator(edition="spe")
    emulator.faults.add("*", Refuse())

    with pytest.raises(errors.ConnectError, match=r"127\.0\.0\.1:8474"):
        emulator.spe_client(retries=0).get_environment_info()
