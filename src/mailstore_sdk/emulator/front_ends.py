"""The front ends of an emulator: servers that hold connections open, and are told of what concerns those."""

from __future__ import annotations

from typing import Protocol


class FrontEnd(Protocol):
    """Something that carries requests to an emulator and answers back. Its methods may be called from any thread."""

    def woken(self, token: str | None) -> None:
        """There is news of that long-running call, which nobody could foresee; None: maybe of each of them."""
        ...

    def faults_changed(self) -> None:
        """Connections are refused or trusted otherwise than before."""
        ...

    def restarted(self) -> None:
        """The server was restarted: no connection outlives that."""
        ...


class FrontEnds:
    """All front ends of one emulator."""

    def __init__(self) -> None:
        # Replaced, never changed, so that whoever goes through it needs no lock.
        self._all: tuple[FrontEnd, ...] = ()

    def add(self, front_end: FrontEnd) -> None:
        """Tell this one, too."""
        self._all = (*self._all, front_end)

    def remove(self, front_end: FrontEnd) -> None:
        """Tell this one no more."""
        self._all = tuple(one for one in self._all if one is not front_end)

    def woken(self, token: str | None = None) -> None:
        """Tell all of news of a long-running call; None: maybe of each of them."""
        for front_end in self._all:
            front_end.woken(token)

    def faults_changed(self) -> None:
        """Tell all to look how connections are to be taken."""
        for front_end in self._all:
            front_end.faults_changed()

    def restarted(self) -> None:
        """Tell all that the server was restarted."""
        for front_end in self._all:
            front_end.restarted()
