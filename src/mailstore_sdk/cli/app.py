"""The commands, and what their failures look like: one line on stderr and an exit code."""

from __future__ import annotations

import typer

from mailstore_sdk import __version__
from mailstore_sdk.cli import call, demo, doctor, emulator, info
from mailstore_sdk.cli.output import complain
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


@app.callback(invoke_without_command=True)
def version(show: bool = typer.Option(False, "--version", help="Print the version and exit.")) -> None:
    """Work with the Administration API of MailStore Server."""
    if show:
        typer.echo(f"mailstore-sdk {__version__}")
        raise typer.Exit


def run() -> int:
    """Run the command line and give the exit code."""
    try:
        app()
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    except KeyboardInterrupt:
        complain("interrupted")
        return 130
    except MailStoreError as error:
        complain(str(error))
        return exit_code(error)
    except OSError as error:
        complain(f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error))
        return 2
    return 0


def exit_code(error: MailStoreError) -> int:
    """The exit code of a failure."""
    if isinstance(error, ConfigurationError):
        return 2
    if isinstance(error, TransportError):
        return 3
    if isinstance(error, AuthenticationError):
        return 4
    return 5 if isinstance(error, ResponseError) else 1
