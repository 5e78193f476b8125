"""The protocol of a plan: a file to which a line is added before and after every call, and nothing is ever changed.

The first line holds the plan, every other one says what became of a step. A line is on the disk before the next call is
made, so that after a crash or a power cut the file knows of every call that may have reached the server.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, Self, TypeAlias

from pydantic import Field, JsonValue, ValidationError, model_validator

from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.files import sync_folder
from mailstore_sdk.models.base import Utc
from mailstore_sdk.operations import resumed
from mailstore_sdk.workflows.parts import Part
from mailstore_sdk.workflows.plan import Plan

Event: TypeAlias = Literal["begun", "running", "done", "found", "already", "failed", "conflict", "unknown"]
CARRIED_OUT: tuple[Event, ...] = ("done", "found")
AS_PLANNED: tuple[Event, ...] = (*CARRIED_OUT, "already")
BEGINNING = b'{"protocol":1,'
LOCKED_BYTE = 2**30  # far behind any content, since a lock on Windows keeps readers out


class Entry(Part):
    """A line of a protocol.

    Attributes:
        at: When, in UTC.
        step: The step's number in the plan; the first is 1.
        event: begun: the call is about to be made. running: it runs long, and can be taken up again. done: the server
            said yes. found: its outcome was not known, and reading, or somebody, said that it was carried out. already:
            it was so before anything was sent. failed: the server refused or gave up, or reading said otherwise than
            the server, or nothing reached it. conflict: somebody else had changed it, nothing was sent. unknown: no
            answer came, or the server has forgotten a call that ran long.
        reason: In words; of a call that ran long, what the server said last; empty where nothing is to be said.
        operation: Of one that is running, what `client.resume()` takes.
    """

    at: Utc = Field(default_factory=lambda: datetime.now(UTC))
    step: int
    event: Event
    reason: str = ""
    operation: dict[str, JsonValue] | None = None

    @model_validator(mode="after")
    def _can_be_taken_up(self) -> Self:
        if (self.operation is None) == (self.event == "running"):
            raise ValueError("a call that is running, and no other, has an operation")
        if self.operation is not None:
            try:
                resumed(self.operation)
            except ConfigurationError as error:
                raise ValueError(str(error)) from None
        return self


class Head(Part):
    """The first line of a protocol."""

    protocol: Literal[1] = 1
    at: Utc = Field(default_factory=lambda: datetime.now(UTC))
    plan: Plan


class Protocol(Part):
    """What a protocol says.

    Attributes:
        plan: The plan that is, or was, carried out.
        entries: What became of its steps, oldest first.
    """

    plan: Plan
    entries: list[Entry] = Field(default_factory=list)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Read a protocol, also one that is being written.

        Args:
            path: The file.

        Returns:
            What it says.

        Raises:
            ConfigurationError: That is no protocol.
            OSError: The file cannot be read.
        """
        found = cls.found(path)
        if found is None:
            raise ConfigurationError(
                f"{path} is not the protocol of a plan, or was cut off in its first line, before any call was made"
            )
        return found

    @classmethod
    def found(cls, path: str | os.PathLike[str]) -> Self | None:
        """Read a protocol if it has begun.

        Args:
            path: The file, which need not be there.

        Returns:
            What it says; None if there is no file, or one whose first line a crash cut off: no call was made then.

        Raises:
            ConfigurationError: That is something else.
            OSError: The file cannot be read.
        """
        try:
            content = Path(path).read_bytes()
        except FileNotFoundError:
            return None
        found, _ = _parsed(Path(path), content)
        return None if found is None else cls(plan=found.plan, entries=found.entries)

    @property
    def last(self) -> dict[int, Event]:
        """The last that is known of every step that was looked at, by its number."""
        return {entry.step: entry.event for entry in self.entries}

    @property
    def operations(self) -> dict[int, dict[str, Any]]:
        """What `client.resume()` takes, for every step that is running as far as is known, by its number."""
        last = {entry.step: entry.operation for entry in self.entries}
        return {step: operation for step, operation in last.items() if operation is not None}

    @property
    def complete(self) -> bool:
        """Whether everything is, or was, as the plan wants it."""
        last = self.last
        return all(last.get(number) in AS_PLANNED for number in range(1, len(self.plan.steps) + 1))

    @property
    def carried_out(self) -> list[int]:
        """The numbers of the steps that this plan's calls carried out."""
        return [number for number, event in sorted(self.last.items()) if event in CARRIED_OUT]


class Writer:
    """Adds lines to a protocol.

    Attributes:
        history: What the file said when it was opened.
    """

    def __init__(self, descriptor: int, history: Protocol) -> None:
        self._descriptor = descriptor
        self.history = history

    def add(self, entry: Entry | Head) -> None:
        """Write a line; it is on the disk when this returns.

        Raises:
            OSError: It could not be written.
        """
        left_out = {"operation"} if isinstance(entry, Entry) and entry.operation is None else None
        line = memoryview(entry.model_dump_json(by_alias=True, exclude=left_out).encode() + b"\n")
        while line:
            line = line[os.write(self._descriptor, line) :]
        os.fsync(self._descriptor)


@contextlib.contextmanager
def writing(path: Path, plan: Plan) -> Iterator[Writer]:
    """Open the protocol of a plan, or begin it; nobody else may write to it meanwhile.

    Raises:
        ConfigurationError: The file is something else, or of another plan, or another process is writing to it.
        OSError: The file cannot be opened.
    """
    # Names of people and their rights stand in it: for its owner alone.
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        _lock(path, descriptor)
        content = path.read_bytes()
        found, whole = _parsed(path, content)
        if found is not None and found.plan != plan:
            raise ConfigurationError(f"{path} is the protocol of another plan ({found.plan.title}); name a new file")
        if whole < len(content):  # the end of a line that a crash cut off: whatever it was, no call came after it
            os.ftruncate(descriptor, whole)
        writer = Writer(descriptor, found or Protocol(plan=plan))
        if found is None:
            writer.add(Head(plan=plan))
            sync_folder(path.parent)
        elif content[:whole][-1:] != b"\n":  # an editor took away the last line end
            os.write(descriptor, b"\n")
        yield writer
    finally:
        os.close(descriptor)


def _parsed(path: Path, content: bytes) -> tuple[Protocol | None, int]:
    """What a file says, None if it only begins; and how many of its bytes are whole lines.

    Raises:
        ConfigurationError: It is something else. Then nothing may be taken away from it.
    """
    first, end, rest = content.partition(b"\n")
    if not end and (BEGINNING.startswith(first) or (first.startswith(BEGINNING) and not _is_json(first))):
        return None, 0  # the crash came before the first line was whole, and so before any call
    number, whole = 1, len(first) + len(end)
    try:
        plan = Head.model_validate_json(first).plan
        entries: list[Entry] = []
        for line in rest.splitlines(keepends=True):
            number += 1
            if not line.endswith(b"\n") and not _is_json(line):
                break
            entries.append(Entry.model_validate_json(line))
            whole += len(line)
    except ValidationError:
        problem = f"line {number} is not what such a file has there"
    else:
        if all(1 <= entry.step <= len(plan.steps) for entry in entries):
            return Protocol(plan=plan, entries=entries), whole
        problem = "it has steps that its plan does not have"
    raise ConfigurationError(f"{path} is not the protocol of a plan: {problem}")


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _lock(path: Path, descriptor: int) -> None:
    """Keep other processes from writing; the system takes the lock away when this one ends, however it does."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        taken = error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
        problem = "another run is writing to this protocol" if taken else f"it cannot be locked ({error.strerror})"
    else:
        return
    raise ConfigurationError(f"{path}: {problem}")
