"""Lists of people that have a bit of everything, and the server that they are for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mailstore_sdk import Client
from mailstore_sdk.emulator import Emulator
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.workflows import (
    Outcome,
    Plan,
    Protocol,
    apply,
    people_passwords,
    plan_provision,
    preview,
    read_people,
    read_present_users,
)
from tests.workflows.plans import emulated

MARK = "Kanarie7"
FUNCTIONS = (
    "CreateUser", "SetUserEmailAddresses", "SetUserPrivilegesOnFolder", "SetUserFullName", "SetUserPrivileges",
    "SetUserDistinguishedName", "SetUserAuthentication", "SetUserLoginPrivileges", "SetUserPassword", "DeleteUser",
)  # fmt: skip
LIST = (
    "user;full name;addresses;authentication;password;privileges;login privileges;archive rights\r\n"
    f"jörg;Jörg Müller;jm@example.com j=m@example.com;;{MARK}-pass&=;login,export;web;read,write\r\n"
    "ada;;info@example.com;integrated;;;;\r\n"  # the address was Bob's
    "bob;Bob B.;bob@example.com;;;login;windows web;\r\n"
    "cid;;;;;;;\r\n"
    "dora;;;directoryServices;;;;none\r\n"
).encode("cp1252")

# The same with what differs in how a break is gone on from, and no more.
SHORT = (
    "user;addresses;password;authentication\r\n"
    f"jörg;j=m@example.com;{MARK}-pass&=;\r\nada;info@example.com;;integrated\r\nbob;bob@example.com;;\r\ncid;;;\r\n"
).encode("cp1252")


def server() -> Emulator:
    """Bob and Cid are there; Cid has no right on his own archive."""
    emulator = emulated(bob={"bob": ["read"]}, cid={})
    emulator.state.users["bob"].email_addresses = ["info@example.com", "bob@example.com"]
    emulator.state.users["bob"].privileges = ["login", "export"]
    emulator.state.users["cid"].password = "as before"
    return emulator


def plan_of(client: Client, content: bytes = LIST, **options: Any) -> Plan:
    return plan_provision(read_present_users(client), read_people(content), **options)


def provision(
    client: Client, folder: Path, protocol: Path, applied: Any = None, content: bytes = LIST, **options: Any
) -> Outcome:
    """What the command does: go on with the protocol, if it is there and not at its end, else make a plan.

    Args:
        client: Reads.
        folder: Where the made passwords are kept.
        protocol: The protocol's file.
        applied: The client that carries out; `client` when left out.
        content: The list.
        options: Of the plan.
    """
    begun = None
    if protocol.exists() and protocol.stat().st_size:
        try:
            begun = Protocol.load(protocol)
        except ConfigurationError:  # only its first line was begun
            assert protocol.read_bytes().count(b"\n") == 0
    plan = plan_of(client, content, make_passwords=True, **options) if begun is None or begun.complete else begun.plan
    if not plan.steps:
        return preview(plan, client)
    secrets = people_passwords(plan, read_people(content), folder / "made.csv", gone_on=begun is not None)
    return apply(plan, applied or client, protocol, secrets=secrets)


def written(emulator: Emulator) -> list[tuple[str, str]]:
    """The calls that changed something, or tried to, in order: function and user."""
    return [(one.function, one.arguments["userName"]) for one in emulator.requests if one.function in FUNCTIONS]


def state_of(emulator: Emulator, made: dict[str, str] | None = None) -> Any:
    """All that there is of the users; a made password as its name."""
    named = {password: f"made for {user}" for user, password in (made or {}).items()}
    return {
        name: {**vars(user), "password": named.get(user.password, user.password)}
        for name, user in emulator.state.users.items()
    }
