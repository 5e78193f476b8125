"""What the fuzzers have in common: instrumentation, and a folder of inputs that is never empty."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import atheris


@contextmanager
def instrumented() -> Iterator[None]:
    """Whatever of the SDK is imported inside counts its branches."""
    with atheris.instrument_imports(include=["mailstore_sdk"], exclude=["mailstore_sdk.emulator"]):
        yield


def fuzz(one_input: Callable[[bytes], None], seeds: Iterable[bytes]) -> None:
    """Try inputs until libFuzzer's options on the command line say that it is enough, or something else comes out.

    Args:
        one_input: Tries an input.
        seeds: Written into the folder of inputs on the command line, which is made if it does not exist.
    """
    folder = next((Path(argument) for argument in sys.argv[1:] if not argument.startswith("-")), None)
    if folder is not None and not folder.is_file():  # a file is an input to try again
        folder.mkdir(parents=True, exist_ok=True)
        for seed in seeds:
            (folder / sha256(seed).hexdigest()[:16]).write_bytes(seed)
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
