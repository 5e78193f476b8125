"""An archive whose names and texts try to steer a terminal, to forge lines, and to look like markup."""

from __future__ import annotations

from mailstore_sdk.emulator import Seed, State, User

CANARY = "Kanarie7-geheim"
CLEAR, TITLE, OVERRIDE = "\x1b[2J", "\x1b]0;owned\x07", "\u202e"
NAME = f'Büro | "Nord"; 100 % \\ x{CLEAR}\nmailstore: all is well{TITLE} [bold]x[/bold] {OVERRIDE}<script>'
USER = "mallory"


def state() -> State:
    """Few users and profiles, and one of each kind with such a name."""
    made = Seed(users=3, messages_per_user=10, profiles=2, jobs=1, stores=2).state()
    made.users[USER] = User(user_name=USER, full_name=NAME, password=CANARY, email_addresses=[NAME])
    made.profiles[1] = {**made.profiles[1], "name": NAME, "details": {"password": CANARY, "host": NAME}}
    made.stores[1].name = NAME
    made.jobs[1].name = NAME
    return made
