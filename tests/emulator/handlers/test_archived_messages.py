"""Archived messages: deleted for good, unless legal hold keeps them."""

from __future__ import annotations

import pytest

from mailstore_sdk import Client, errors
from mailstore_sdk.emulator import Emulator


def test_a_deleted_message_is_gone(client: Client) -> None:
    client.delete_message("1:1", "asked for")

    assert [mail["id"] for mail in client.invoke("GetMessages", {"folder": "johndoe/Inbox"})] == ["1:2"]


def test_legal_hold_keeps_messages(emulator: Emulator, client: Client) -> None:
    client.set_compliance_configuration({"legalHoldEnabled": True, "logSuccessfulUserActivities": []})

    with pytest.raises(errors.ApiError, match="Legal hold"):
        client.delete_message("1:1", "asked for")
    assert "1:1" in emulator.state.mails
