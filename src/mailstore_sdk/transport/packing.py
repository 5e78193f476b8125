"""Answers that are packed with gzip: nobody asks for it, but a proxy in front of the server may do it all the same."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

PIECE = 1024 * 1024
GZIP = 16 + zlib.MAX_WBITS  # zlib's number for it


class BadPacking(ValueError):
    """What is not what it says, or packed in a way that was not asked for; the text says which."""


class Unpacker:
    """Unpacks what comes in, in pieces of a bounded size, however much is in it."""

    def __init__(self, packed: str) -> None:
        if packed not in ("gzip", "x-gzip"):
            raise BadPacking("the answer is packed in a way that was not asked for")
        self._zlib = zlib.decompressobj(GZIP)

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        """What is in the chunk."""
        try:
            while chunk:
                yield self._zlib.decompress(chunk, PIECE)
                chunk = self._zlib.unconsumed_tail
        except zlib.error:
            raise BadPacking("the answer is not what it is packed as") from None

    def finish(self) -> None:
        """Nothing more comes."""
        if not self._zlib.eof:
            raise BadPacking("the answer is packed and ends too soon")
