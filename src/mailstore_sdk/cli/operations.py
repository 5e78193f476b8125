"""Long-running calls: `verify` and `run` begin one; `status`, `wait` and `cancel` take one up again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailstore_sdk.cli import tokens
from mailstore_sdk.cli.connection import Connection
from mailstore_sdk.cli.exit_codes import ExitCode
from mailstore_sdk.cli.output import Output, say
from mailstore_sdk.cli.progress import watching
from mailstore_sdk.cli.writing import Asking, Writing
from mailstore_sdk.errors import ConfigurationError

if TYPE_CHECKING:
    from mailstore_sdk.client_kinds import ArchiveClient
    from mailstore_sdk.models import StatusResult
    from mailstore_sdk.operations import Operation

SUCCEEDED = "succeeded"
NoWait = Annotated[bool, typer.Option("--no-wait", help="Do not wait: print the token that `mailstore wait` takes.")]
WaitTimeout = Annotated[
    float | None,
    typer.Option(metavar="SECONDS", help="Wait no longer; the server goes on.", show_default="as long as it takes"),
]
Token = Annotated[str, typer.Argument(help="What --no-wait printed; `-` reads it from standard input.")]


def verify(
    writing: Writing,
    connection: Connection,
    output: Output,
    store: Annotated[int | None, typer.Argument(help="Id of the archive store.", show_default=False)] = None,
    every: Annotated[bool, typer.Option("--all", help="All archive stores.")] = False,
    indexes: Annotated[bool, typer.Option("--indexes/--no-indexes", help="The search indexes too.")] = True,
    no_wait: NoWait = False,
    wait_timeout: WaitTimeout = None,
) -> None:
    """Verify an archive store, or all of them: whether the data is as it was archived."""
    if (store is None) is not every:
        raise ConfigurationError("say the id of one archive store, or --all")
    function = "VerifyStores" if every else "VerifyStore"
    arguments: dict[str, object] = {"includeIndexes": indexes} if every else {"id": store, "includeIndexes": indexes}
    what = "Verifying all archive stores" if every else f"Verifying archive store {store}"
    if writing.may(connection, function, arguments, what):
        with connection.archive() as client:
            _carry_out(client, function, arguments, what, output, no_wait, wait_timeout)


def run(
    name: Annotated[str, typer.Argument(metavar="PROFILE", help="Id or name of the archiving profile.")],
    writing: Writing,
    connection: Connection,
    output: Output,
    no_wait: NoWait = False,
    wait_timeout: WaitTimeout = None,
) -> None:
    """Run an archiving or export profile now."""
    number = int(name) if name.isascii() and name.isdigit() else None
    # A name has to be looked up; until then any number stands for it.
    if not writing.may(connection, "RunProfile", {"id": number or 0}, f"Running profile {name}"):
        return
    with connection.archive() as client:
        found = _id_of(client, name) if number is None else number
        _carry_out(client, "RunProfile", {"id": found}, f"Running profile {name}", output, no_wait, wait_timeout)


def status(token: Token, connection: Connection, output: Output) -> None:
    """Ask once how a long-running call stands."""
    saved = tokens.read(token)
    with connection.any() as client:
        told = client.resume(saved).refresh()

    def lines() -> None:
        say(_sentence(told))
        for message in told.messages:
            say(f"  {message.text}")

    output.one(told, lines)


def wait(token: Token, connection: Connection, output: Output, wait_timeout: WaitTimeout = None) -> None:
    """Wait until a long-running call is finished. Exit code 1: it failed or was cancelled."""
    saved = tokens.read(token)
    with connection.any() as client:
        called = client.resume(saved).function
        with watching(f"Waiting for {called}", lines=not output.for_programs) as show:
            operation = client.options(on_status=show).resume(saved)
            operation.wait(wait_timeout)
        _tell(operation, called, output)


def cancel(token: Token, asking: Asking, connection: Connection) -> None:
    """Ask the server to stop a long-running call; it stops when it can."""
    saved = tokens.read(token)
    asking.ask(connection.target(with_password=False), "cancel-async", "Cancelling a long-running call")
    with connection.any() as client:
        operation = client.resume(saved)
        operation.cancel()
    say(f"The server was asked to stop {operation.function}.")


def _id_of(client: ArchiveClient, name: str) -> int:
    named = [profile.id for profile in client.get_profiles() if profile.name == name]
    if len(named) == 1:
        return named[0]
    problem = f"the profiles {', '.join(map(str, named))} are called so: say the id" if named else "there is none"
    raise ConfigurationError(f"profile {name!r}: {problem}")


def _carry_out(
    client: ArchiveClient,
    function: str,
    arguments: Mapping[str, object],
    what: str,
    output: Output,
    no_wait: bool,
    wait_timeout: float | None,
) -> None:
    if no_wait:
        operation = client.begin(function, arguments)
        if not operation.done:
            tokens.show(operation, output)
            return
        _tell(operation, what, output)
        return
    with watching(what, lines=not output.for_programs) as show:
        operation = client.options(on_status=show).begin(function, arguments)
        operation.wait(wait_timeout)
    _tell(operation, what, output)


def _tell(operation: Operation[Any], what: str, output: Output) -> None:
    told = operation.status
    output.one(told, lambda: say(f"{what}: {_sentence(told)}"))
    if told.status != SUCCEEDED:
        raise typer.Exit(ExitCode.FAILED)


def _sentence(told: StatusResult) -> str:
    progress = "" if told.progress_percentage is None else f" ({told.progress_percentage:.0f} %)"
    return f"{told.status}{progress}" + (f": {told.status_text}" if told.status_text else "")
