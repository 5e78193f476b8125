"""`mailstore info`: whether the server is there, and which one it is."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from mailstore_sdk.cli import connection
from mailstore_sdk.cli.output import say


def info(
    profile: connection.ProfileName = None,
    host: connection.Host = None,
    port: connection.Port = None,
    username: connection.Username = None,
    password_stdin: connection.PasswordStdin = False,
    protocol: connection.Protocol = None,
    ca_file: connection.CaFile = None,
    fingerprint: connection.Fingerprint = None,
    timeout: connection.Timeout = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print the server's name, its version and the generation of the API that it speaks."""
    with connection.connect(
        profile=profile, host=host, port=port, username=username, password_stdin=password_stdin,
        protocol=protocol, ca_file=ca_file, fingerprint=fingerprint, timeout=timeout,
    ) as client:  # fmt: skip
        server = client.get_server_info()
        generation = client.transport.detect().name
        url = client.transport.settings.url
    if as_json:
        say(json.dumps({**server.model_dump(by_alias=True), "protocol": generation, "url": url}))
    else:
        say(f"MailStore Server {server.version} on {server.machine_name} ({url}, {generation} protocol)")
