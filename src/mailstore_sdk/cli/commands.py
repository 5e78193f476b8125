"""What `mailstore` can do: the one table from which the app loads its commands, and the overview that `--help` prints.

Nothing is imported here but the version. The overview is printed without typer, rich and the modules of the commands,
which take far longer to load than it takes to read.
"""

from __future__ import annotations

from mailstore_sdk._version import __version__

# By name, in the order of the overview: the module below `mailstore_sdk.cli` and the function, or the typer app, in it;
# and the sentence with which its docstring, or its help, begins.
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": (
        "demo:demo",
        "Start an emulated MailStore Server, connect to it as to a real one, and write a report.",
    ),
    "emulator": ("emulator:emulator", "Serve an emulated MailStore Server, or SPE, until Ctrl-C."),
    "info": ("info:info", "Print the server's name, its version and the generation of the API that it speaks."),
    "doctor": ("doctor:doctor", "Compare the functions that a server has with those that the SDK knows."),
    "call": ("call:call", "Call a function and print its answer as JSON; of a long-running one the final status."),
    "trust": ("trust:trust", "Show a server's certificate and, after you have compared it, trust it in a profile."),
    "profile": ("profile:app", "Servers under names, for --profile and from_profile()."),
}
OPTIONS: dict[str, str] = {
    "--version": "Print the version and exit.",
    "-v, --verbose": "Tell each call on stderr; twice: its arguments and every try, too. Secrets are masked.",
    "--install-completion": "Install completion for the current shell.",
    "--show-completion": "Show completion for the current shell, to copy it or customize the installation.",
    "--help": "Show this message and exit.",
}
USAGE = "Usage: mailstore [OPTIONS] COMMAND [ARGS]..."
ABOUT = "Work with the Administration API of MailStore Server. Of a command: mailstore COMMAND --help"
EXIT_CODES = (
    "Exit codes: 0 done; 1 the server refused, a long-running call failed, or doctor found differences; 2 wrong usage "
    "or settings; 3 no connection, certificate not trusted, no answer; 4 user name or password refused; 5 an answer "
    "that is not the API's; 130 interrupted."
)
COLUMNS = 80


def version() -> str:
    """What `--version` prints."""
    return f"mailstore-sdk {__version__}"


def overview() -> str:
    """What `--help` prints."""
    sentences = {name: sentence for name, (_, sentence) in COMMANDS.items()}
    blocks = [_filled(USAGE), _filled(ABOUT), _listed("Options", OPTIONS), _listed("Commands", sentences)]
    return "\n\n".join([*blocks, _filled(EXIT_CODES)])


def _listed(title: str, entries: dict[str, str]) -> str:
    width = max(map(len, entries)) + 4
    return "\n".join([f"{title}:", *(_filled(text, f"  {name}".ljust(width), width) for name, text in entries.items())])


def _filled(text: str, begin: str = "", indent: int = 0) -> str:
    from textwrap import fill

    # Not parted at hyphens: an option would be no option any more.
    return fill(text, COLUMNS, initial_indent=begin, subsequent_indent=" " * indent, break_on_hyphens=False)
