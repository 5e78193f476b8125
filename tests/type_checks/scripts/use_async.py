"""The asynchronous client as a program uses it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, assert_type

from mailstore_sdk import AsyncClient, AsyncOperation, JsonValue, models


async def calls() -> None:
    async with AsyncClient("archive.example", password="secret") as client:
        assert_type(client, AsyncClient)
        assert_type(client.options(timeout=5), AsyncClient)
        assert_type(await client.get_server_info(), models.ServerInfo)
        assert_type(await client.get_users(), list[models.User])
        assert_type(await client.get_time_zones(), JsonValue)
        assert_type(await client.verify_store(1, include_indexes=True), models.StatusResult)
        assert_type(await client.get_metadata(), list[models.FunctionMetadata])
        assert_type(await client.invoke("GetSomethingNew"), Any)
        assert_type(await client.transport.invoke("GetServerInfo", {}), Any)
        await client.set_user_password("johndoe", "secret")


async def many(client: AsyncClient) -> None:
    details = client.map(client.get_user_info, ["admin", "johndoe"])
    assert_type(details, AsyncIterator[models.UserInfo])
    async for user in details:
        assert_type(user, models.UserInfo)


async def operations(client: AsyncClient) -> None:
    operation = await client.begin_verify_store(1)
    assert_type(operation, AsyncOperation[models.StatusResult])
    async for status in operation:
        assert_type(status, models.StatusResult)
    assert_type(await operation.refresh(), models.StatusResult)
    assert_type(await operation.wait(timeout=60), models.StatusResult)
    assert_type(await operation.result(), models.StatusResult)
    await operation.cancel()

    runs = await client.begin_get_worker_results("2026-01-01T00:00:00", "2026-01-02T00:00:00")
    assert_type(await runs, list[models.WorkerResult])
    assert_type(client.resume(runs.to_json()), AsyncOperation[Any])


async def plain(client: AsyncClient) -> None:
    assert_type(await client.raw.GetServerInfo(), dict[str, Any])
    assert_type(await client.raw.GetUserList(), list[dict[str, Any]])
    token = await client.raw.VerifyStore(1, autoHandleToken=False)
    assert_type(await client.raw.GetStatus(token), dict[str, Any])
    assert_type(await client.raw.HandleToken(token), dict[str, Any])
