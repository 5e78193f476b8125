"""`mailstore check` and `discover`: what monitoring systems ask."""

from __future__ import annotations

import contextlib
import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mailstore_sdk.cli.connection import Connection
from mailstore_sdk.cli.findings import From
from mailstore_sdk.cli.output import complain
from mailstore_sdk.cli.spans import length
from mailstore_sdk.errors import ConfigurationError, MailStoreError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailstore_sdk.monitoring import Facts, Name

MaxAge = Annotated[
    str, typer.Option(metavar="LENGTH", help="How old the stored report may be, as 90m or 2h; an older one is unknown.")
]
Names = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="Where the names of profiles and the like are kept for the time when the server is down.",
        show_default="in the user's cache folder",
    ),
]  # fmt: skip
MAX_AGE = "2h"


def check(
    connection: Connection,
    form: Annotated[
        Literal["text", "checkmk", "nagios", "prtg", "zabbix", "prometheus"],
        typer.Option("--format", help="For which monitoring system."),
    ] = "text",
    stored: From = None,
    max_age: MaxAge = MAX_AGE,
    service: Annotated[
        list[str] | None, typer.Option(metavar="KEY", help="Only this, as profile:3 or stores; may be given again.")
    ] = None,
    names: Names = None,
    listen: Annotated[
        int | None,
        typer.Option(metavar="PORT", min=0, max=65535, help="Serve /metrics for Prometheus on 127.0.0.1 until Ctrl-C."),
    ] = None,
) -> None:
    """Tell a monitoring system how everything is. What goes wrong is told in its format too, and never as ok."""
    from mailstore_sdk.monitoring import only, render

    age = _length(max_age)
    if listen is not None:
        _serve(connection, stored, age, names, listen)
        return
    shown = render(only(_looked(connection, stored, age, names), service or ()), form)
    _write(shown.text)
    raise typer.Exit(shown.exit_code)


def discover(
    what: Annotated[
        Literal["profiles", "stores", "instances", "jobs"], typer.Argument(help="What there is of.", show_default=False)
    ],
    connection: Connection,
    stored: From = None,
    max_age: MaxAge = MAX_AGE,
    names: Names = None,
) -> None:
    """List what there is to watch, as the low-level discovery of Zabbix reads it."""
    from mailstore_sdk.monitoring import discovery

    _write(discovery(_looked(connection, stored, _length(max_age), names), what))


def _looked(connection: Connection, stored: Path | None, age: timedelta, names: Path | None) -> Facts:
    """The facts, whatever happens; their names are kept."""
    from mailstore_sdk.monitoring import recall, remember

    file = names
    with contextlib.suppress(MailStoreError):  # which the look itself tells
        file = names or _names_file(connection)
    known = [] if file is None else recall(file)
    facts = _facts(connection, stored, age, known)
    if file is not None:
        try:
            remember(facts, file)
        except OSError as error:
            if names is not None:  # a folder of the system's that is not there is nobody's mistake
                complain(f"{file}: {error.strerror}")
    return facts


def _facts(connection: Connection, stored: Path | None, age: timedelta, known: Iterable[Name]) -> Facts:
    from mailstore_sdk.findings import acknowledgements
    from mailstore_sdk.monitoring import check as look
    from mailstore_sdk.monitoring import failed, from_file

    edition: Literal["server", "spe"] = "spe" if connection.edition == "spe" else "server"
    try:
        acks = acknowledgements()
        if stored is not None:
            return from_file(stored, age, edition=edition, acks=acks, known=known)
        with connection.any() as client:
            return look(client, acks=acks, known=known)
    except MailStoreError as error:
        return failed(f"{type(error).__name__}: {error}", known=known, edition=edition)
    except Exception as error:  # Python would end with 1, which is a warning; its text may show anything
        return failed(f"{type(error).__name__}, a mistake in the SDK", known=known, edition=edition)


def _names_file(connection: Connection) -> Path | None:
    """A file of its own for every archive."""
    try:
        import platformdirs
    except ImportError:
        return None
    target = connection.target(with_password=False)
    parts = [target.settings.get("host", "127.0.0.1"), str(target.settings["port"]), target.instance or ""]
    name = re.sub(r"[^A-Za-z0-9.-]", "_", "_".join(filter(None, parts)))
    return platformdirs.user_cache_path("mailstore-sdk", appauthor=False) / f"names-{name}.json"


def _serve(connection: Connection, stored: Path | None, age: timedelta, names: Path | None, port: int) -> None:
    from mailstore_sdk.monitoring import MetricsServer

    # The names that the server hands over are those of the last look, which the file has as well.
    with MetricsServer(lambda _: _looked(connection, stored, age, names), port=port) as server:
        complain(f"http://127.0.0.1:{server.port}/metrics until Ctrl-C")
        _wait()


def _wait() -> None:
    import threading

    stop = threading.Event()
    with contextlib.suppress(KeyboardInterrupt):
        while not stop.wait(1.0):  # with a limit: Windows delivers no signal to an endless wait
            pass


def _length(text: str) -> timedelta:
    found = length(text)
    if found is None:
        raise ConfigurationError(f"--max-age {text!r} is no length, as 90m, 2h or 1d")
    return found


def _write(text: str) -> None:
    """To stdout as it is, in UTF-8, whatever the console speaks."""
    sys.stdout.flush()
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(text)
    else:
        stream.write(text.encode("utf-8", "replace"))
        stream.flush()
