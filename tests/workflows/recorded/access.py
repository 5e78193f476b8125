"""Who has access, a list that says who should, and the way back."""

from __future__ import annotations

from mailstore_sdk.emulator import Emulator

FILES = {
    "wanted.csv": (
        "Benutzer;Archiv;Berechtigungen\r\n"
        "johndoe;asmith;lesen\r\n"
        'asmith;johndoe;"lesen, schreiben"\r\n'
        "jmueller;johndoe;lesen\r\n"
        "asmith;asmith;keine\r\n"
    ).encode("utf-8-sig"),
}
COMMANDS = [
    "mailstore access",
    "mailstore access plan wanted.csv --protocol-file access.jsonl",
    "mailstore access plan wanted.csv",
    "mailstore access --user johndoe",
    "mailstore access undo access.jsonl --yes --protocol-file undo.jsonl",
]
ANSWERS = [("Go on? [y/N]: ", "y")]


def emulator() -> Emulator:
    """The tutorial's server."""
    return Emulator(version="22.3")
