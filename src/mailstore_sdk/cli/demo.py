"""`mailstore demo`: the SDK talks HTTPS to a MailStore Server that runs inside the package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mailstore_sdk.cli.output import say, table
from mailstore_sdk.cli.progress import watching
from mailstore_sdk.client import Client
from mailstore_sdk.emulator import ByTime, Emulator, SystemClock
from mailstore_sdk.errors import ResponseError

STORE = 1


def demo(
    output: Annotated[Path, typer.Option(help="Where the report is written; the HTML goes beside it.")] = Path(
        "mailstore-report.json"
    ),
    seconds: Annotated[float, typer.Option(min=0, help="How long the verification takes.")] = 2.0,
) -> None:
    """Start an emulated MailStore Server, connect to it as to a real one, and write a report."""
    page = output.with_suffix(".html")
    if page == output:
        raise typer.BadParameter("the JSON would be overwritten by the HTML: name it otherwise", param_hint="--output")
    from mailstore_sdk.reports import collect, verify  # pydantic and the models, not for --help

    world = Emulator(tasks=ByTime(seconds), clock=SystemClock())
    with world.serve() as server, Client(**server.connection) as client:
        report = collect(client)
        info, users = report.server.data, report.users.data
        if info is None or users is None:  # the emulator is whole, so this is a mistake of ours
            raise ResponseError("GetServerInfo", "the emulator told nothing of itself")
        say(f"MailStore Server {info.version} on {info.machine_name} ({server.url}, certificate verified)")
        rows = [(user.user_name, user.full_name or "", ", ".join(user.email_addresses)) for user in users]
        table("Users", ("Name", "Full name", "Addresses"), rows)
        with watching(f"Verifying archive store {STORE}") as show:
            verification = verify(client, STORE, on_status=show)
    verified = report.with_verification(verification)
    output.write_text(verified.to_json(), encoding="utf-8")
    verified.write_html(page)
    say(f"Archive store {STORE}: {verification.status}. Report as JSON: {output}")
    say(f"Report to look at: {page}")
