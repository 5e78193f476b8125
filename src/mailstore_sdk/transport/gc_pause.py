"""Let Python's cyclic garbage collector rest while a large answer is read.

An answer of 100,000 rows is 100,000 young objects and no garbage; up to Python 3.11 the collector walks them again and
again, which takes longer than reading them.
"""

from __future__ import annotations

import gc
import os
import threading

LARGE = 16 * 1024  # bytes of JSON from which on a pause is worth it


class Pause:
    """The collector rests as long as at least one thread is in here, and goes on as before when the last one leaves.

    Its threshold is set to 0, and it is not switched off: what the program does meanwhile with `gc.disable()`,
    `gc.enable()` or `gc.set_threshold()` holds.
    """

    def __init__(self) -> None:
        self._begin_anew()
        if hasattr(os, "register_at_fork"):
            # The child of a fork has none of the threads that would end the pause.
            os.register_at_fork(after_in_child=self._begin_anew)

    def __enter__(self) -> None:
        with self._lock:
            self._inside += 1
            if self._inside == 1:
                self._before = gc.get_threshold()
                gc.set_threshold(0, *self._before[1:])

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside == 0:
                self._restore()

    def _begin_anew(self) -> None:
        self._lock = threading.Lock()
        if getattr(self, "_inside", 0):
            self._restore()
        self._inside = 0

    def _restore(self) -> None:
        if gc.get_threshold()[0] == 0:  # else the program has set another one meanwhile
            gc.set_threshold(*self._before)


paused: Pause = Pause()
