"""Every kind of password, in every client."""

from __future__ import annotations

import getpass

from pydantic import SecretStr

from mailstore_sdk import AsyncClient, AsyncSpeClient, Client, SpeClient


def from_the_vault() -> SecretStr:
    return SecretStr("…")


for kind in (Client, SpeClient):
    with kind(password="…") as client, kind(password=SecretStr("…")) as other:
        assert client is not other
    kind(password=getpass.getpass).close()
    kind(password=from_the_vault).close()
    kind(password=lambda: "…", max_response_bytes=1024 * 1024).close()


async def main() -> None:
    for kind in (AsyncClient, AsyncSpeClient):
        async with kind(password="…") as client, kind(password=SecretStr("…")) as other:
            assert client is not other
        await kind(password=getpass.getpass).close()
        await kind(password=from_the_vault).close()
        await kind(password=lambda: "…", max_response_bytes=1024 * 1024).close()
