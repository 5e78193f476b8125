"""How tests start the command."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

COMMAND = [sys.executable, "-W", "error", "-c", "import sys; from mailstore_sdk.cli import main; sys.exit(main())"]
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("MAILSTORE_")}
# The profiles of whoever runs the tests are none of their business.
ENVIRONMENT = {**CLEAN, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8", "MAILSTORE_CONFIG": "no-profiles.toml"}

PATIENCE = 60  # seconds of silence

Run = Callable[..., subprocess.CompletedProcess[str]]


def reaching(server: Any) -> dict[str, str]:
    """Environment variables with which the command reaches an emulated server."""
    return {"MAILSTORE_PORT": str(server.port), "MAILSTORE_CA_FILE": server.ca_file, "MAILSTORE_PASSWORD": "admin"}


def quiet(folder: Path) -> dict[str, str]:
    """Environment variables with which nothing is read or written that is the user's."""
    return {
        "MAILSTORE_CONFIG": str(folder / "no-profiles.toml"),
        "MAILSTORE_ACKNOWLEDGED": str(folder / "acknowledged.json"),
    }


def beside(folder: Path) -> str:
    """A PYTHONPATH with modules of a test, before what is there already."""
    return os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])


def until(terminal: int, end: bytes | None) -> Iterator[bytes]:
    """What a process writes to its terminal, until the text has come or the process has closed it."""
    seen = b""
    while end is None or end not in seen:
        if not select.select([terminal], [], [], PATIENCE)[0]:
            raise TimeoutError(f"nothing came for {PATIENCE} s after {seen[-200:]!r}")
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # how Linux tells that the other end is closed
            return
        if not piece:
            return
        seen += piece
        yield piece
