"""`mailstore stores`: list the archive stores, and repair them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mailstore_sdk.cli import listing
from mailstore_sdk.cli.connection import Connection
from mailstore_sdk.cli.options import expanded, refuse_misplaced
from mailstore_sdk.cli.output import Output
from mailstore_sdk.cli.planning import Applying, titled
from mailstore_sdk.errors import MailStoreError

if TYPE_CHECKING:
    from mailstore_sdk.client_kinds import AnyClient
    from mailstore_sdk.reports import Report
    from mailstore_sdk.workflows import Plan

app: typer.Typer = typer.Typer(name="stores", help="List the archive stores with their state and size, or repair them.")


def stores(context: typer.Context, connection: Connection, output: Output) -> None:
    """List the archive stores with their state and size, or repair them."""
    if context.invoked_subcommand is None:
        listing.stores(connection, output)
        return
    refuse_misplaced(context)


def repair_plan(
    applying: Applying,
    connection: Connection,
    output: Output,
    store: Annotated[
        list[int] | None, typer.Option(help="Only the store of this id; once for each.", show_default="all")
    ] = None,
    recover: Annotated[
        bool,
        typer.Option(
            "--recover",
            help="Rebuild the database of a store that stays in error from its recovery records. That changes data.",
        ),
    ] = False,
    verify: Annotated[bool, typer.Option("--verify/--no-verify", help="Verify every repaired store.")] = True,
) -> None:
    """Plan what repairs the archive stores, carry it out, and prove it: upgrade, open, rebuild indexes, verify."""
    from mailstore_sdk.workflows import plan_repair, server_of
    from mailstore_sdk.workflows.stores import TITLE

    def make(client: AnyClient) -> Plan:
        return plan_repair(_read(client), server_of(client), stores=store or (), recover=recover, verify=verify)

    target = connection.target()
    applying.carry_out(make, target, connection.archive(target), output, begun=titled(TITLE), after=_again)


def _read(client: AnyClient) -> Report:
    from mailstore_sdk.reports import collect

    return collect(client, sections=["stores"])


def _again(client: AnyClient, _: Plan) -> list[str]:
    """What is wrong now, read once more from the beginning."""
    from mailstore_sdk.workflows import store_problems

    try:
        found = store_problems(_read(client))
    except MailStoreError as error:
        return [f"it could not be read: {error}"]
    # A verification that failed stands in the outcome: this is only what the list of stores tells.
    return [str(one.text) for one in found] or ["GetStores names no error, no upgrade and no rebuild that is due."]


app.callback(invoke_without_command=True)(expanded(stores))
app.command("repair-plan")(expanded(repair_plan))
