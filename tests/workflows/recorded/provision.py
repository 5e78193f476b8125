"""Colleagues from a list that German Excel has written; one of them is there already."""

from __future__ import annotations

from mailstore_sdk.emulator import Emulator, SystemClock

LIST = (
    "Benutzer;Anzeigename;E-Mail-Adressen;Anmelderechte\r\n"
    'jmüller;Jörg Müller;"jm@example.com; joerg@example.com";\r\n'
    "ada;Ada Neu;ada@example.com;web, imap\r\n"
    "johndoe;John Doe;jdoe@example.com;\r\n"
)
FILES: dict[str, str | bytes] = {
    "wrong.csv": 'Benutzer;E-Mail-Adressen\r\nada;"ada@example.com; john@example.com"\r\nAda;ada@example,com\r\n',
    "people.csv": LIST.encode("cp1252"),
}
COMMANDS = [
    "mailstore provision wrong.csv --dry-run",
    "mailstore provision people.csv --passwords-to passwords.csv --protocol-file people.jsonl",
    "mailstore provision people.csv --passwords-to passwords.csv",
]
ANSWERS = [("Go on? [y/N]: ", "y")]


def emulator() -> Emulator:
    """A server whose users are those of the tutorial."""
    return Emulator(version="25.3", clock=SystemClock())
