"""What holds a connection and a password."""

from __future__ import annotations

from typing import NoReturn, Self


class Holder:
    """It can be cloned here, over the same connections, and taken nowhere else."""

    _instead = "make one in each process"

    def _clone(self) -> Self:
        clone = object.__new__(type(self))
        clone.__dict__.update(self.__dict__)
        return clone

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            f"{type(self).__name__} holds connections and a password and cannot be pickled or copied: {self._instead}"
        )
