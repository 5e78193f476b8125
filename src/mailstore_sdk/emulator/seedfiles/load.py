"""Seed files: what a server holds, in TOML or JSON."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mailstore_sdk.emulator.seedfiles.restore import Restored, restore
from mailstore_sdk.errors import ConfigurationError

READERS: dict[str, Callable[[str], Any]] = {".toml": tomllib.loads, ".json": json.loads}


def load(path: str | os.PathLike[str]) -> Restored:
    """What a seed file describes: the state, the edition, and the version if it names one.

    Args:
        path: The file, in UTF-8; TOML or JSON, as its name ends.

    Raises:
        ConfigurationError: It cannot be read, or is not as it should be; the text names the file and the places.
    """
    file = Path(path)
    read = READERS.get(file.suffix.lower())
    if read is None:
        raise ConfigurationError(f"{file}: a seed file's name ends in {' or '.join(READERS)}")
    try:
        return restore(read(file.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise ConfigurationError(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError:
        problem = "it is not in UTF-8"
    except RecursionError:
        problem = "it is nested too deeply"
    except (ValueError, ConfigurationError) as error:
        problem = str(error)
    # Not from the error, which may hold the whole text, with the passwords in it.
    raise ConfigurationError(f"{file}: {problem}")
