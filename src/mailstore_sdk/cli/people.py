"""`mailstore offboard` and `rename`: what happens to a user whose archive has to stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailstore_sdk.cli.connection import Connection
from mailstore_sdk.cli.output import Output
from mailstore_sdk.cli.planning import Applying, titled
from mailstore_sdk.errors import ConfigurationError, MailStoreError

if TYPE_CHECKING:
    from mailstore_sdk.workflows import Plan


def offboard(
    user: Annotated[str, typer.Argument(help="Who leaves: name, DOMAIN\\name or address.")],
    applying: Applying,
    connection: Connection,
    output: Output,
    manager: Annotated[str | None, typer.Option(metavar="USER", help="Who is to read the archive.")] = None,
    no_manager: Annotated[bool, typer.Option("--no-manager", help="Give nobody access to the archive.")] = False,
) -> None:
    """Let somebody go: archive and mail stay, the manager may read them, the user is deleted last."""
    from mailstore_sdk.workflows import plan_offboard, read_inventory

    if (manager is None) is not no_manager:
        raise ConfigurationError("say who is to read the archive: --manager USER; or, instead, --no-manager")

    def make(client: Any) -> Plan:
        return plan_offboard(read_inventory(client), user, manager)

    target = connection.target()
    applying.carry_out(
        make, target, connection.archive(target), output, begun=titled(f"offboard {user}"), after=_licence
    )


def rename(
    old: Annotated[str, typer.Argument(help="The user as he is called now.")],
    new: Annotated[str, typer.Argument(help="The new name.")],
    applying: Applying,
    connection: Connection,
    output: Output,
    continued: Annotated[
        bool, typer.Option("--continue", help="NEW is the user who was OLD: carry out what is left of an earlier run.")
    ] = False,
) -> None:
    """Rename a user, with the archive and everybody's rights on it."""
    from mailstore_sdk.workflows import plan_rename, read_inventory

    def make(client: Any) -> Plan:
        return plan_rename(read_inventory(client), old, new, continued=continued)

    target = connection.target()
    applying.carry_out(make, target, connection.archive(target), output, begun=titled(f"rename {old} to {new}"))


def _licence(client: Any, _: Plan) -> list[str]:
    """How much of the licence is used now, where the server tells."""
    from mailstore_sdk.workflows import read_licence

    try:
        told = read_licence(client)
    except MailStoreError as error:  # what became of the user is told all the same
        return [f"the licence could not be read: {error}"]
    return [] if told is None else [f"named users of the licence in use: {told}"]
