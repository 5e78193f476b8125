"""The app around the commands, and what their failures look like: one line on stderr and an exit code."""

from __future__ import annotations

import logging
from collections import UserDict
from importlib import import_module
from typing import Annotated, Any

import typer
import typer.core

from mailstore_sdk.cli.commands import COMMANDS, OPTIONS, overview, version
from mailstore_sdk.cli.exit_codes import ExitCode
from mailstore_sdk.cli.options import expanded
from mailstore_sdk.cli.output import complain, log_to_stderr
from mailstore_sdk.errors import (
    AuthenticationError,
    ConfigurationError,
    ConnectError,
    MailStoreError,
    ResponseError,
    TransportError,
)

CODES: tuple[tuple[type[MailStoreError], ExitCode], ...] = (
    (ConfigurationError, ExitCode.USAGE),
    (TransportError, ExitCode.UNREACHABLE),
    (AuthenticationError, ExitCode.LOGIN),
    (ResponseError, ExitCode.NOT_THE_API),
)


class _Loading(UserDict[str, Any]):
    """The commands by their names; a command's module is loaded when the command is asked for."""

    def __init__(self) -> None:
        super().__init__(dict.fromkeys(COMMANDS))

    def __getitem__(self, name: str) -> Any:
        if self.data[name] is None:
            self.data[name] = _load(name)
        return self.data[name]


class _Commands(typer.core.TyperGroup):
    """The group of all commands, whose help is the overview."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = _Loading()

    # Any, here and below: which click it is depends on the version of typer.
    def list_commands(self, ctx: Any) -> list[str]:
        """The names in the order of the table."""
        return list(self.commands)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the overview, which is the same whether this module was loaded for it or not."""
        formatter.write(overview())


def _load(name: str) -> Any:
    """The command of that name, from its module."""
    module, _, attribute = COMMANDS[name][0].partition(":")
    found = getattr(import_module(f"mailstore_sdk.cli.{module}"), attribute)
    holder = typer.Typer()
    if isinstance(found, typer.Typer):
        holder.add_typer(found, name=name)
    else:
        holder.command(name)(expanded(found))
    return typer.main.get_group(holder).commands[name]


app: typer.Typer = typer.Typer(
    name="mailstore", cls=_Commands, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=True
)


@app.callback(invoke_without_command=True)
def begin(
    show: Annotated[bool, typer.Option("--version", help=OPTIONS["--version"])] = False,
    verbose: Annotated[
        int,
        typer.Option(
            "--verbose",
            "-v",
            count=True,
            show_default=False,
            help=OPTIONS["-v, --verbose"],
        ),
    ] = 0,
) -> None:
    """Do what is asked for before any command."""
    if verbose:
        log_to_stderr(logging.INFO if verbose == 1 else logging.DEBUG)
    if show:
        typer.echo(version())
        raise typer.Exit


def run() -> int:
    """Run the command line and give the exit code."""
    try:
        app(prog_name="mailstore")  # however it was started: completion depends on it
    except SystemExit as done:
        interrupt = _interrupt_behind(done)
        if interrupt is None:
            return done.code if isinstance(done.code, int) else 0
        complain(": ".join(["interrupted", *getattr(interrupt, "__notes__", ())]))
        return ExitCode.INTERRUPTED
    except MailStoreError as error:
        for text in getattr(error, "told", (str(error),)):
            complain(text + _advice(error, text))
        return exit_code(error)
    except OSError as error:
        complain(f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error))
        return ExitCode.USAGE
    return ExitCode.DONE


def _advice(error: MailStoreError, told: str) -> str:
    """Where more is said about a server that cannot be reached, unless that was said."""
    return "; `mailstore doctor` says more" if isinstance(error, ConnectError) and "doctor" not in told else ""


def _interrupt_behind(done: BaseException) -> KeyboardInterrupt | None:
    """The Ctrl-C that ended the program, which typer makes an exit of, and whose notes it does not show."""
    cause: BaseException | None = done
    while cause is not None and not isinstance(cause, KeyboardInterrupt):
        cause = cause.__cause__ or cause.__context__
    return cause


def exit_code(error: MailStoreError) -> ExitCode:
    """The exit code of a failure."""
    return next((code for kind, code in CODES if isinstance(error, kind)), ExitCode.FAILED)
