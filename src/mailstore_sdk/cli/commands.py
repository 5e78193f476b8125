"""What `mailstore` can do: the one table from which the app loads its commands, and the overview that `--help` prints.

Nothing is imported here but the version and the exit codes. The overview is printed without typer, rich and the modules
of the commands, which take far longer to load than it takes to read.
"""

from __future__ import annotations

from mailstore_sdk._version import __version__
from mailstore_sdk.cli.exit_codes import told

# By name, in the order of the overview: the module below `mailstore_sdk.cli` and the function, or the typer app, in it;
# and the sentence with which its docstring, or its help, begins.
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": (
        "demo:demo",
        "Start an emulated MailStore Server, connect to it as to a real one, and write a report.",
    ),
    "emulator": ("emulator:emulator", "Serve an emulated MailStore Server, or SPE, until Ctrl-C."),
    "doctor": ("doctor:doctor", "Walk the way to a server, say which step fails and what to do."),
    "trust": ("trust:trust", "Show a server's certificate and, after you have compared it, trust it in a profile."),
    "profile": ("profile:app", "Servers under names, for --profile and from_profile()."),
    "info": (
        "info:info",
        "Print the server's name, its version and the generation of the API that it speaks; of an SPE its instances.",
    ),
    "users": ("listing:users", "List the users."),
    "user": ("listing:user", "Show a user: addresses, privileges, and rights on archives."),
    "stores": ("stores:app", "List the archive stores with their state and size, or repair them."),
    "folders": ("listing:folders", "List the archives and their folders with number and size of the messages."),
    "profiles": ("profiles:app", "List the archiving and export profiles."),
    "runs": ("runs:runs", "List the runs of the profiles, or jobs, with their results."),
    "jobs": ("listing:jobs", "List the scheduled jobs."),
    "sessions": ("listing:sessions", "List who is logged in."),
    "report": (
        "reports:report",
        "Collect a report of everything that a server, an installation or an instance tells of itself.",
    ),
    "diff": ("reports:diff", "Tell what has changed from one report to a later one."),
    "findings": ("findings:findings", "Tell what is not as it should be, and what to do."),
    "ack": (
        "findings:ack",
        "Acknowledge a finding: it stays visible, and does not count for the exit code until a day.",
    ),
    "check": ("check:check", "Tell a monitoring system how everything is."),
    "discover": ("check:discover", "List what there is to watch, as the low-level discovery of Zabbix reads it."),
    "verify": ("operations:verify", "Verify an archive store, or all of them: whether the data is as it was archived."),
    "run": ("operations:run", "Run an archiving or export profile now."),
    "access": (
        "access:app",
        "Tell who has access to whose archive; bring it in line with a list, or with Exchange.",
    ),
    "provision": (
        "provision:provision",
        "Create users from a list, with addresses and rights, and bring those in line that are there already.",
    ),
    "offboard": (
        "people:offboard",
        "Let somebody go: archive and mail stay, the manager may read them, the user is deleted last.",
    ),
    "rename": ("people:rename", "Rename a user, with the archive and everybody's rights on it."),
    "plan": ("plans:app", "Look at a plan, carry it out, go on with it, and take it back."),
    "spe": (
        "spe:app",
        "What a provider does with all instances of a Service Provider Edition; it only reads.",
    ),
    "functions": ("functions:functions", "List the functions of the API that the SDK knows."),
    "describe": (
        "functions:describe",
        "Tell what is known of a function: its arguments, its result, and how to call it.",
    ),
    "call": ("call:call", "Call a function and print its answer as JSON; of a long-running one the final status."),
    "status": ("operations:status", "Ask once how a long-running call stands."),
    "wait": ("operations:wait", "Wait until a long-running call is finished."),
    "cancel": ("operations:cancel", "Ask the server to stop a long-running call; it stops when it can."),
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
EXIT_CODES = told()
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
