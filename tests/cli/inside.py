"""The command inside of this process, as in a pipe: no terminal, and nothing of a process's start to wait for."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple
from unittest.mock import patch

import pytest

from mailstore_sdk.cli import main


class Done(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


Inside = Callable[..., Done]


@contextmanager
def _same_log() -> Iterator[None]:
    """Have `-v` be about this command alone: a process of its own would end with it."""
    logger = logging.getLogger("mailstore_sdk")
    handlers, level, propagate = list(logger.handlers), logger.level, logger.propagate
    try:
        yield
    finally:
        logger.handlers[:], logger.propagate = handlers, propagate
        logger.setLevel(level)


def runner(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Inside:
    """Runs `mailstore ARGUMENTS`; variables of the environment as keywords."""

    def run(*arguments: str, **variables: str) -> Done:
        with monkeypatch.context() as changed, patch.object(sys, "argv", ["mailstore", *arguments]):
            for name, value in variables.items():
                changed.setenv(name, value)
            capsys.readouterr()
            with _same_log():
                code = int(main())
            shown = capsys.readouterr()
        return Done(code, shown.out, shown.err)

    return run
