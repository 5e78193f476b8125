"""The garbage collector rests while a large answer is read, whatever else happens, and only then."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator

import pytest

from mailstore_sdk.transport import Reply, answers
from mailstore_sdk.transport.flow import LEGACY
from mailstore_sdk.transport.gc_pause import LARGE, Pause

USUAL = 700, 10, 10
LONG = b"[%b1]" % (b"1," * LARGE)


@pytest.fixture(autouse=True)
def usual() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(*USUAL)
    yield
    gc.set_threshold(*before)


def resting() -> bool:
    return gc.get_threshold()[0] == 0


def test_the_last_thread_to_leave_ends_the_pause() -> None:
    pause, inside, leave = Pause(), threading.Event(), threading.Event()

    def other() -> None:
        with pause:
            inside.set()
            leave.wait()

    thread = threading.Thread(target=other)
    with pause:
        thread.start()
        inside.wait()
    assert resting()
    leave.set()
    thread.join()
    assert gc.get_threshold() == USUAL


def test_an_exception_ends_the_pause() -> None:
    with pytest.raises(KeyboardInterrupt), Pause():
        raise KeyboardInterrupt
    assert gc.get_threshold() == USUAL


def test_what_the_program_sets_meanwhile_holds() -> None:
    with Pause():
        gc.set_threshold(5, 6, 7)
    assert gc.get_threshold() == (5, 6, 7)
    gc.set_threshold(0)
    with Pause():
        pass
    assert resting()
    try:
        with Pause():
            gc.disable()
        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_the_child_of_a_fork_collects_again() -> None:
    pause = Pause()
    with pause:
        child = os.fork()
        if child == 0:
            with pause:
                begun_anew = resting()
            os._exit(0 if begun_anew and gc.get_threshold() == USUAL else 1)
        assert os.waitpid(child, 0)[1] == 0
        assert resting()


@pytest.mark.parametrize(
    ("content", "pause_gc", "rests"), [(LONG, True, True), (LONG, False, False), (b"[1]", True, False)]
)
def test_it_rests_for_large_answers_unless_that_is_switched_off(content: bytes, pause_gc: bool, rests: bool) -> None:
    def read(*_: object) -> bool:
        return resting()

    assert answers.in_one_step(LEGACY, Reply(status=200, content=content), read, pause_gc=pause_gc) is rests
    assert gc.get_threshold() == USUAL
