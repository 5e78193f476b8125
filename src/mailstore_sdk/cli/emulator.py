"""`mailstore emulator`: an emulated MailStore Server for scripts and clients of any language."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import Annotated, Literal

import typer

from mailstore_sdk.cli.output import say
from mailstore_sdk.emulator import ByTime, Emulator, SystemClock


def emulator(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Loopback port; 0 takes a free one.")] = 8463,
    protocol: Annotated[
        Literal["legacy", "modern", "both"],
        typer.Option(help="Up to 8.x, 9 and later, or both."),
    ] = "both",
    ca_out: Annotated[Path, typer.Option(help="Where the certificate to trust is written.")] = Path("ca.pem"),
    task_seconds: Annotated[float, typer.Option(min=0, help="How long a long-running call takes.")] = 5.0,
) -> None:
    """Serve an emulated MailStore Server until Ctrl-C. Everything it holds is made up and lost at its end."""
    stop = threading.Event()
    # Set by name, since a shell starts background jobs with Ctrl-C ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with Emulator(protocol=protocol, tasks=ByTime(task_seconds), clock=SystemClock()).serve(port) as server:
        ca_out.write_bytes(server.ca_pem)
        say(f"Emulated MailStore Server on {server.url} (protocol: {protocol}, user admin, password admin)")
        say(f"Certificate to trust: {ca_out}    SHA-256 fingerprint: {server.fingerprint}")
        say(f'Python: Client("{server.host}", port={server.port}, ca_file="{ca_out}")')
        path = "JSON/Invoke" if protocol == "legacy" else "api/invoke"
        say(f'curl:   curl --cacert "{ca_out}" -u admin:admin -d "" {server.url}/{path}/GetServerInfo')
        say("Ctrl-C ends it.")
        while not stop.wait(1.0):  # with a limit: Windows delivers no signal to an endless wait
            pass
    say("Ended.")
