"""Archived messages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers import compliance
from mailstore_sdk.emulator.handlers.registry import Handlers
from mailstore_sdk.emulator.messages import Refused, listed
from mailstore_sdk.emulator.state import State


def get_messages(state: State, arguments: Arguments) -> Any:
    """Our choice from beginning to end, but for the form of the id, which clients know."""
    folder, mails = state.folder(arguments.text("folder")), state.mails

    def rows() -> Iterator[dict[str, Any]]:
        for mail in mails.in_folder(folder):
            yield {
                "id": mail.id,
                "folder": mail.folder,
                "subject": mail.subject,
                "from": mail.sender,
                "size": mail.size,
            }

    return listed(mails.count_in(folder), rows)


def delete_message(state: State, arguments: Arguments) -> None:
    """Legal hold refuses it: our choice, as the words are."""
    number = arguments.text("id")
    mail = state.mails.get(number)
    if mail is None:
        raise Refused(f"Message {number} does not exist.")
    if compliance.on_hold(state):
        raise Refused("Legal hold is enabled: no message can be deleted.")
    compliance.remove(state, mail)


HANDLERS: Handlers = {"GetMessages": get_messages, "DeleteMessage": delete_message}
