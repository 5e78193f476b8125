"""Ask the server for what a report needs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mailstore_sdk.reports.model import Report, Verification

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailstore_sdk.client import Client
    from mailstore_sdk.models import StatusResult


def collect(client: Client) -> Report:
    """Collect what the server holds: its version, users and stores.

    Args:
        client: The server to ask.

    Returns:
        The report, without a verification; `report.with_verification(verify(client, 1))` is one with it.

    Raises:
        MailStoreError: A call did not succeed.
    """
    names = [user.user_name for user in client.get_users()]
    return Report(
        created=datetime.now(UTC),
        server=client.get_server_info(),
        users=list(client.map(client.get_user_info, names)),
        stores=client.get_stores(),
    )


def verify(client: Client, store: int, *, on_status: Callable[[StatusResult], object] | None = None) -> Verification:
    """Verify an archive store and wait for the end.

    Args:
        client: The server to ask.
        store: Id of the archive store.
        on_status: Called with every new status.

    Returns:
        How it ended, which may be failed or cancelled.

    Raises:
        MailStoreError: A call did not succeed.
    """
    status = client.options(on_status=on_status).begin_verify_store(store).wait()
    return Verification(store=store, **status.model_dump())
