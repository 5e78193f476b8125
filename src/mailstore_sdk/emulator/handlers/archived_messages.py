"""Archived messages."""

from __future__ import annotations

from typing import Any

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers.registry import Known
from mailstore_sdk.emulator.messages import Refused
from mailstore_sdk.emulator.state import State


def get_messages(state: State, arguments: Arguments) -> Any:
    """Our choice from beginning to end, but for the form of the id, which clients know."""
    folder = state.folder(arguments.text("folder"))
    return [
        {"id": mail.id, "folder": mail.folder, "subject": mail.subject, "from": mail.sender, "size": mail.size}
        for mail in state.mails.values()
        if mail.folder == folder
    ]


def delete_message(state: State, arguments: Arguments) -> None:
    """Legal hold refuses it: our choice, as the words are."""
    number = arguments.text("id")
    if number not in state.mails:
        raise Refused(f"Message {number} does not exist.")
    if state.settings["compliance"].get("legalHoldEnabled"):
        raise Refused("Legal hold is enabled: no message can be deleted.")
    del state.mails[number]


HANDLERS: Known = {"GetMessages": get_messages, "DeleteMessage": delete_message}
