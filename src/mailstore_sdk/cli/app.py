"""The commands, and what their failures look like: one line on stderr and an exit code."""

from __future__ import annotations

import logging
from typing import Annotated

import typer

from mailstore_sdk import __version__
from mailstore_sdk.cli import call, demo, doctor, emulator, info, profile, trust
from mailstore_sdk.cli.output import complain, log_to_stderr
from mailstore_sdk.errors import (
    AuthenticationError,
    ConfigurationError,
    MailStoreError,
    ResponseError,
    TransportError,
)

EXIT_CODES = """\
Exit codes: 0 done; 1 the server refused, a long-running call failed, or doctor found differences; 2 wrong usage or
settings; 3 no connection, certificate not trusted, no answer; 4 user name or password refused; 5 an answer that is not
the API's; 130 interrupted.
"""

app: typer.Typer = typer.Typer(
    name="mailstore",
    help="Work with the Administration API of MailStore Server.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=True,
)
app.command("demo")(demo.demo)
app.command("emulator")(emulator.emulator)
app.command("info")(info.info)
app.command("doctor")(doctor.doctor)
app.command("call")(call.call)
app.command("trust")(trust.trust)
app.add_typer(profile.app)


@app.callback(invoke_without_command=True)
def begin(
    show: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
    verbose: Annotated[
        int,
        typer.Option(
            "--verbose",
            "-v",
            count=True,
            show_default=False,
            help="Tell each call on stderr; twice: its arguments and every try, too. Secrets are masked.",
        ),
    ] = 0,
) -> None:
    """Work with the Administration API of MailStore Server."""
    if verbose:
        log_to_stderr(logging.INFO if verbose == 1 else logging.DEBUG)
    if show:
        typer.echo(f"mailstore-sdk {__version__}")
        raise typer.Exit


def run() -> int:
    """Run the command line and give the exit code."""
    try:
        app()
    except SystemExit as done:
        interrupt = _interrupt_behind(done)
        if interrupt is None:
            return done.code if isinstance(done.code, int) else 0
        complain(": ".join(["interrupted", *getattr(interrupt, "__notes__", ())]))
        return 130
    except MailStoreError as error:
        complain(str(error))
        return exit_code(error)
    except OSError as error:
        complain(f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error))
        return 2
    return 0


def _interrupt_behind(done: BaseException) -> KeyboardInterrupt | None:
    """The Ctrl-C that ended the program, which typer makes an exit of, and whose notes it does not show."""
    cause: BaseException | None = done
    while cause is not None and not isinstance(cause, KeyboardInterrupt):
        cause = cause.__cause__ or cause.__context__
    return cause


def exit_code(error: MailStoreError) -> int:
    """The exit code of a failure."""
    if isinstance(error, ConfigurationError):
        return 2
    if isinstance(error, TransportError):
        return 3
    if isinstance(error, AuthenticationError):
        return 4
    return 5 if isinstance(error, ResponseError) else 1
