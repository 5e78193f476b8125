"""What the processes of the soak hold: sockets, threads, tasks, objects, memory. For Linux with glibc alone."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import os
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from benchmarks.emulator_soak import memory


def sockets(pid: int | Literal["self"]) -> int:
    """Open sockets of a process."""
    return sum(_target(entry).startswith("socket:") for entry in Path(f"/proc/{pid}/fd").iterdir())


def _target(entry: Path) -> str:
    try:
        return str(entry.readlink())
    except FileNotFoundError:  # closed meanwhile
        return ""


@dataclass
class Usage:
    """What the processes hold at a moment."""

    client_sockets: int
    server_sockets: int
    threads: int
    tasks: int

    @classmethod
    def now(cls, server: int) -> Usage:
        """At this moment."""
        return cls(sockets("self"), sockets(server), threading.active_count(), len(asyncio.all_tasks()))


class _Mallinfo(ctypes.Structure):
    """`struct mallinfo2` of glibc 2.33 and newer."""

    uordblks: int
    hblkhd: int
    _fields_ = (
        *((name, ctypes.c_size_t) for name in ("arena", "ordblks", "smblks", "hblks", "hblkhd")),
        *((name, ctypes.c_size_t) for name in ("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost")),
    )


@dataclass
class Rest:
    """What the clients' process holds while no call is under way.

    Attributes:
        sockets: That are open.
        objects: Python's, as far as its garbage collector knows them.
        blocks: That Python's own allocator has given out.
        malloc_bytes: That malloc has given out, to OpenSSL for example.
        resident_mb: Memory of the process, with what both keep for later.
    """

    operations: int
    sockets: int
    objects: int
    blocks: int
    malloc_bytes: int
    resident_mb: float

    @classmethod
    def now(cls, operations: int) -> Rest:
        """At this moment."""
        gc.collect()
        glibc = ctypes.CDLL(None)
        glibc.mallinfo2.restype = _Mallinfo
        given: _Mallinfo = glibc.mallinfo2()
        objects, blocks = len(gc.get_objects()), sys.getallocatedblocks()
        resident = round(memory(os.getpid()), 1)
        return cls(operations, sockets("self"), objects, blocks, given.uordblks + given.hblkhd, resident)


def left_behind(first: Rest, last: Rest) -> dict[str, float]:
    """By each call after the warm-up."""
    calls = last.operations - first.operations
    return {
        "objects": round((last.objects - first.objects) / calls, 3),
        "blocks": round((last.blocks - first.blocks) / calls, 3),
        "malloc_bytes": round((last.malloc_bytes - first.malloc_bytes) / calls),
    }
