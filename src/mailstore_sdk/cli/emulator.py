"""`mailstore emulator`: an emulated MailStore Server, or an SPE, for scripts and clients of any language."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import Annotated, Literal

import typer

from mailstore_sdk.cli.output import say
from mailstore_sdk.emulator import ByTime, Emulator, SystemClock

PORTS = {"server": 8463, "spe": 8474}
NAMES = {"server": "MailStore Server", "spe": "MailStore Service Provider Edition"}


def emulator(
    port: Annotated[
        int | None,
        typer.Option(
            min=0, max=65535, help="Loopback port; 0 takes a free one.", show_default="8463, or 8474 of an SPE"
        ),
    ] = None,
    edition: Annotated[
        Literal["server", "spe"],
        typer.Option(help="MailStore Server, or the Service Provider Edition, with an instance customer1."),
    ] = "server",
    protocol: Annotated[
        Literal["legacy", "modern", "both"],
        typer.Option(help="Up to 8.x, 9 and later, or both."),
    ] = "both",
    ca_out: Annotated[Path, typer.Option(help="Where the certificate to trust is written.")] = Path("ca.pem"),
    task_seconds: Annotated[float, typer.Option(min=0, help="How long a long-running call takes.")] = 5.0,
) -> None:
    """Serve an emulated MailStore Server, or SPE, until Ctrl-C. Everything it holds is made up and lost at its end."""
    stop = threading.Event()
    # Set by name, since a shell starts background jobs with Ctrl-C ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    world = Emulator(edition=edition, protocol=protocol, tasks=ByTime(task_seconds), clock=SystemClock())
    with world.serve(PORTS[edition] if port is None else port) as server:
        ca_out.write_bytes(server.ca_pem)
        name = NAMES[edition]
        spoken = "modern" if edition == "spe" else protocol
        say(f"Emulated {name} on {server.url} (protocol: {spoken}, user admin, password admin)")
        say(f"Certificate to trust: {ca_out}    SHA-256 fingerprint: {server.fingerprint}")
        client, function = ("SpeClient", "GetEnvironmentInfo") if edition == "spe" else ("Client", "GetServerInfo")
        path = "JSON/Invoke" if protocol == "legacy" else "api/invoke"
        say(f'Python: {client}("{server.host}", port={server.port}, ca_file="{ca_out}")')
        say(f'curl:   curl --cacert "{ca_out}" -u admin:admin -d "" {server.url}/{path}/{function}')
        say("Ctrl-C ends it.")
        while not stop.wait(1.0):  # with a limit: Windows delivers no signal to an endless wait
            pass
    say("Ended.")
