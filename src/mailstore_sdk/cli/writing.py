"""Before a call that may change something: say what would be sent, refuse it, or ask."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import typer

from mailstore_sdk.cli.connection import Connection, Target, only_reads, refused
from mailstore_sdk.cli.output import say
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.text import one_line


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Whether somebody is asked before a call that may change something."""

    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before a call that may change something.")] = False

    def ask(self, target: Target, function: str, what: str) -> None:
        """Ask, unless that was answered beforehand.

        Args:
            target: Where the call would go.
            function: What is called.
            what: What to call it in the question.

        Raises:
            ConfigurationError: Only reading is allowed, or there is no terminal to ask at.
            Abort: The answer was no.
        """
        if target.read_only:
            raise refused(function)
        if self.yes:
            return
        if not sys.stdin.isatty():
            raise ConfigurationError(f"{function} may change something on the server: say --yes")
        # On stderr, since stdout may go into a file.
        typer.confirm(one_line(f"{what} may change something on the server. Go on?"), abort=True, err=True)


@dataclass(frozen=True, kw_only=True)
class Writing(Asking):
    """How a call that may change something is made."""

    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the request, secrets masked, and send nothing.")] = (
        False
    )

    def may(self, connection: Connection, function: str, arguments: Mapping[str, object], what: str = "") -> bool:
        """Whether the call is to be made now; without a server being asked.

        Args:
            connection: Where it would go.
            function: What is called.
            arguments: With which arguments.
            what: What to call it in the question; when left out, the function's name.

        Raises:
            ConfigurationError: It is refused: it may change something, and only reading is allowed, or nobody has
                confirmed it, or an argument does not fit.
        """
        target = connection.target(with_password=False)
        fields = self._fields(target, function, arguments)
        if self.dry_run:
            _show(target, function, fields)
            return False
        if not only_reads(function):
            self.ask(target, function, what or function)
        return True

    @staticmethod
    def _fields(target: Target, function: str, arguments: Mapping[str, object]) -> dict[str, str]:
        from mailstore_sdk._generated.functions import BY_NAME
        from mailstore_sdk.transport import encoding

        known = BY_NAME.get(function)
        fixed = {} if target.instance is None else {"instanceID": target.instance}
        return {**fixed, **encoding.fields(function, known, arguments)}


def _show(target: Target, function: str, fields: Mapping[str, str]) -> None:
    from mailstore_sdk._generated.functions import BY_NAME
    from mailstore_sdk.transport import Settings, redact
    from mailstore_sdk.transport.legacy import Legacy
    from mailstore_sdk.transport.modern import Modern

    known = BY_NAME.get(function)
    names = {"host", "port", "username", "password"} & target.settings.keys()
    settings = Settings(**{name: target.settings[name] for name in names})
    legacy = target.settings.get("protocol") == "legacy"
    request = (Legacy() if legacy else Modern()).invoke(function, fields, repeatable=False)
    say(f"POST {settings.url}{request.path}")
    for name, text in redact.mask(known, fields).items():
        say(f"  {name}={text}")
    say("Nothing was sent.")
