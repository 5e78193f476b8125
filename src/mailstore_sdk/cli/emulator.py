"""`mailstore emulator`: an emulated MailStore Server, or an SPE, for scripts and clients of any language."""

from __future__ import annotations

import signal
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from pydantic import ValidationError

from mailstore_sdk.cli.output import say
from mailstore_sdk.emulator import Behaviour, ByTime, Emulator, Installation, Seed, SystemClock
from mailstore_sdk.errors import ConfigurationError

if TYPE_CHECKING:
    from mailstore_sdk.emulator.server import EmulatorServer

PORTS = {"server": 8463, "spe": 8474}
NAMES = {"server": "MailStore Server", "spe": "MailStore Service Provider Edition"}
BASIC = "YWRtaW46YWRtaW4="  # admin:admin, as HTTP Basic has it
HELD = "What it serves"
REACHED = "How it is reached"


def emulator(
    edition: Annotated[
        Literal["server", "spe"] | None,
        typer.Option(
            help="MailStore Server, or the Service Provider Edition.",
            show_default="server, or that of the seed file",
            rich_help_panel=HELD,
        ),
    ] = None,
    version: Annotated[
        Literal["8.1", "9.0", "22.3", "25.3"] | None,
        typer.Option(
            help="Which functions and fields there are.",
            show_default="all versions together",
            rich_help_panel=HELD,
        ),
    ] = None,
    seed: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Holds what the file says: TOML or JSON.", rich_help_panel=HELD)
    ] = None,
    users: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Holds a made-up archive of so many users.", rich_help_panel=HELD),
    ] = None,
    task_seconds: Annotated[
        float, typer.Option(min=0, metavar="SECONDS", help="How long a long-running call takes.", rich_help_panel=HELD)
    ] = 5.0,
    behaviour: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY=VALUE",
            help="How it behaves where real servers differ, such as log=news; may be given again.",
            show_default=False,
            rich_help_panel=HELD,
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=65535,
            metavar="PORT",
            help="Loopback port; 0 takes a free one.",
            show_default="8463, or 8474 of an SPE",
            rich_help_panel=REACHED,
        ),
    ] = None,
    protocol: Annotated[
        Literal["legacy", "modern", "both"] | None,
        typer.Option(help="Up to 8.x, 9 and later, or both.", show_default="by version", rich_help_panel=REACHED),
    ] = None,
    certificates: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Where ca.pem, server.pem and fingerprint.txt are written for clients.",
            show_default="a temporary folder",
            rich_help_panel=REACHED,
        ),
    ] = None,
) -> None:
    """Serve an emulated MailStore Server, or SPE, until Ctrl-C.

    Everything it holds is made up, or comes from the seed file, and is lost at its end.
    """
    stop = threading.Event()
    # Set by name, since a shell starts background jobs with Ctrl-C ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    given = {"edition": edition, "version": version, "protocol": protocol, "behaviour": _behaviour(behaviour or [])}
    options: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    options |= {"tasks": ByTime(task_seconds), "clock": SystemClock()}
    world = _emulator(seed, users, options)
    with world.serve(PORTS[world.world.edition] if port is None else port) as server:
        ca_file = Path(server.ca_file)
        if certificates is not None:
            server.write_certificates(certificates)
            ca_file = certificates / "ca.pem"
        for line in _how_to(world, server, ca_file):
            say(line)
        while not stop.wait(1.0):  # with a limit: Windows delivers no signal to an endless wait
            pass
    say("Ended.")


def _emulator(seed: Path | None, users: int | None, options: dict[str, Any]) -> Emulator:
    if seed is not None and users is not None:
        raise ConfigurationError("--seed and --users exclude each other: a seed file may say how many users there are")
    if seed is not None:
        return Emulator.from_file(seed, **options)
    return Emulator(None if users is None else Seed(users=users), **options)


def _behaviour(pairs: Sequence[str]) -> Behaviour | None:
    """The switches; None if none is given, so that a seed file's stay."""
    fields: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        key = key.replace("-", "_")
        if not equals or key not in Behaviour.model_fields:
            names = ", ".join(Behaviour.model_fields)
            raise ConfigurationError(f"--behaviour {pair} is not KEY=VALUE with one of the keys {names}")
        fields[key] = value
    try:
        return Behaviour.model_validate_strings(fields) if fields else None
    except ValidationError as error:
        wrong = error.errors()[0]
        problem = f"--behaviour {wrong['loc'][0]}={wrong['input']}: {wrong['msg']}"
    raise ConfigurationError(problem)


def _how_to(world: Emulator, server: EmulatorServer, ca_file: Path) -> list[str]:
    """How clients reach it."""
    spe, protocol = world.world.edition == "spe", world.world.protocol
    admin, usual = _administrator(world)
    name, function = ("SpeClient", "GetEnvironmentInfo") if spe else ("Client", "GetServerInfo")
    url = f"{server.url}/{'JSON/Invoke' if protocol == 'legacy' else 'api/invoke'}/{function}"
    ca = ca_file.as_posix()
    login = "" if usual else f', username="{admin}", password=...'
    sent = f"@{{Authorization='Basic {BASIC}'}}" if usual else "@{Authorization='Basic ...'}"
    spoken = "modern" if spe else protocol
    said = f"user {admin}, password {'admin' if usual else 'as in the seed file'}"
    return [
        f"Emulated {NAMES[world.world.edition]} on {server.url} (protocol: {spoken}, {said})",
        f"Certificate to trust: {ca}    SHA-256 fingerprint: {server.fingerprint}",
        f'Python:       {name}("{server.host}", port={server.port}{login}, ca_file="{ca}")',
        f'curl:         curl --cacert "{ca}" -u {f"{admin}:admin" if usual else admin} -d "" {url}',
        f"PowerShell 7: Invoke-RestMethod {url} -Method Post -SkipCertificateCheck -Headers {sent}",
        f"Faults, clock, requests, state: {server.url}/_emulator/",
        "Ctrl-C ends it.",
    ]


def _administrator(world: Emulator) -> tuple[str, bool]:
    """The name of one who may use the API, and whether it is admin with the password admin."""
    state = world.world.state
    if isinstance(state, Installation):
        right = {name: one.accepted() for name, one in state.administrators.items()}
    else:
        admins = (user for user in state.users.values() if user.is_administrator)
        first = next(admins, None)
        right = {} if first is None else {first.user_name: [first.password]}
    if "admin" in right:
        return "admin", "admin" in right["admin"]
    return next(iter(right), "?"), False
