"""A plugin for Nagios, Icinga and the like: `python -m mailstore_sdk.monitoring.plugin --host archive`.

It takes the arguments of the vendor's plugin, as far as they are known (see `counting`), and those that the guidelines
of the Monitoring Plugins project reserve. Without `-s` or `--search` it checks everything.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn

from mailstore_sdk import environment
from mailstore_sdk._version import __version__
from mailstore_sdk.client import Client
from mailstore_sdk.errors import ArgumentError, MailStoreError, TransportError
from mailstore_sdk.monitoring import counting
from mailstore_sdk.monitoring.formats import Output, render
from mailstore_sdk.monitoring.looking import check
from mailstore_sdk.monitoring.nagios import headline
from mailstore_sdk.monitoring.selecting import only
from mailstore_sdk.monitoring.services import CODES, State
from mailstore_sdk.spe import InstanceClient, SpeClient
from mailstore_sdk.text import one_line

PROGRAM = "check_mailstore"
TIMEOUT = 10.0  # seconds: less than a client's own, as most systems end a plugin after a minute


class _Problem(Exception):
    """The arguments are wrong."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _Problem(message)  # argparse would end with 2, which is critical


def plugin(arguments: Sequence[str], environ: Mapping[str, str] = os.environ) -> Output:
    """What the plugin prints, and how it ends; never with a traceback, which a monitoring system takes for ok or worse.

    Args:
        arguments: Those of the command line.
        environ: Settings that are not given: MAILSTORE_HOST, MAILSTORE_PASSWORD and the others.
    """
    parser = _parser()
    try:
        given = _parsed(parser, arguments)
        # By the guidelines neither is ok: in a check's definition they are a mistake.
        if given.help:
            return Output(parser.format_help(), CODES["unknown"])
        if given.version:
            return Output(f"{PROGRAM} {__version__}\n", CODES["unknown"])
        return _checked(given, environ)
    except TransportError as error:
        return _ended("critical", _named(error))
    except (_Problem, ArgumentError) as error:
        return _ended("unknown", str(error))
    except MailStoreError as error:
        return _ended("unknown", _named(error))
    except Exception as error:  # Python would end with 1, which is a warning
        if not {"-v", "--verbose"}.isdisjoint(arguments):
            traceback.print_exc()
        # Without its text, which may show anything.
        return _ended("unknown", f"{type(error).__name__}, a mistake in the plugin; with -v it shows where")


def main() -> int:
    """Run the plugin; it may be installed as `check_mailstore`."""
    out = plugin(sys.argv[1:])
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.stdout.write(out.text)
    return out.exit_code


def _checked(given: argparse.Namespace, environ: Mapping[str, str]) -> Output:
    settings = environment.settings(environ, _connection(given))
    count = _count(given)
    if given.instance is None:
        with Client(**settings) as client:
            return _asked(client, count, given.service)
    with SpeClient(**settings) as spe:
        return _asked(spe.instance(given.instance), count, given.service)


def _asked(client: Client | InstanceClient, count: counting.Count | None, services: list[str]) -> Output:
    if count is None:
        return render(only(check(client), services), "nagios")
    now = datetime.now(UTC)
    return count.judged(client.runs(now - count.since, now))


def _connection(given: argparse.Namespace) -> dict[str, Any]:
    """The settings of the client that were given."""
    named = {name: getattr(given, name) for name in ("host", "port", "username", "password", "ca_file", "timeout")}
    found: dict[str, Any] = {name: value for name, value in named.items() if value is not None}
    if given.fingerprint:
        found["fingerprint"] = given.fingerprint
    if given.insecure:
        found["verify"] = False
    return found


def _count(given: argparse.Namespace) -> counting.Count | None:
    if given.since is None and given.search is None:
        if not (given.warning is given.critical is given.status is None):
            raise _Problem("--warning, --critical and --status are for counting: say since when, as -s since:1H")
        return None
    if given.service:
        raise _Problem("--service is for checking: leave it out, or -s and --search")
    return counting.Count(
        what=counting.SEARCHES[given.search or "profiles"],
        since=counting.since(given.since or "since:1H"),
        result=given.status,
        warning=given.warning,
        critical=given.critical,
    )


def _ended(state: State, text: str) -> Output:
    return Output(headline(state, " ".join(one_line(text).split())) + "\n", CODES[state])


def _named(error: MailStoreError) -> str:
    return f"{type(error).__name__}: {error}"


def _parsed(parser: _Parser, arguments: Sequence[str]) -> argparse.Namespace:
    given, rest = parser.parse_known_args(arguments)
    if rest:
        # Without values: what follows a mistyped option may be the password.
        options = [one.partition("=")[0] for one in rest if one.startswith("--")]
        raise _Problem(f"unrecognized arguments: {', '.join(options) or 'a value without an option'}")
    return given


def _parser() -> _Parser:
    parser = _Parser(
        prog=PROGRAM, description="Check a MailStore Server, or an instance.", allow_abbrev=False, add_help=False
    )
    server = parser.add_argument_group("which server")
    server.add_argument("-H", "--host", "--hostname", help="name or address; MAILSTORE_HOST")
    server.add_argument("-p", "--port", type=int, help="8463 of a Server, 8474 of a Management Server; MAILSTORE_PORT")
    server.add_argument("-u", "-l", "--username", help="an administrator; MAILSTORE_USERNAME")
    server.add_argument("-a", "--password", help="seen by all users of this machine: better in MAILSTORE_PASSWORD")
    server.add_argument("--instance", metavar="ID", help="an instance of a Service Provider Edition")
    server.add_argument("--ca-file", help="certificates to trust; MAILSTORE_CA_FILE")
    server.add_argument("--fingerprint", action="append", help="SHA-256 of the certificate; MAILSTORE_FINGERPRINT")
    server.add_argument("--insecure", action="store_true", help="trust any certificate")
    server.add_argument(
        "-t", "--timeout", type=float, default=TIMEOUT, help=f"seconds for one answer; {TIMEOUT:.0f} when left out"
    )
    what = parser.add_argument_group("what to check: everything, unless one of these is given")
    what.add_argument("--service", action="append", default=[], metavar="KEY", help="only this, as profile:3 or stores")
    count = parser.add_argument_group("or to count, as the vendor's plugin does")
    count.add_argument("-s", dest="since", metavar="since:1H", help="how far back: M, H, D or W")
    count.add_argument("--search", choices=sorted(counting.SEARCHES), help="runs of profiles, or archived emails")
    count.add_argument("--status", help="only of runs with this result, as succeeded")
    count.add_argument("-w", "--warning", type=int, help="so many or fewer are a warning")
    count.add_argument(
        "-c", "--critical", type=int, help="so many or fewer are critical; above --warning: more are bad"
    )
    parser.add_argument("-h", "--help", action="store_true", help="print this text")
    parser.add_argument("-V", "--version", action="store_true", help="print the version")
    parser.add_argument("-v", "--verbose", action="count", help="show where in the plugin a mistake is")
    return parser


if __name__ == "__main__":
    sys.exit(main())
