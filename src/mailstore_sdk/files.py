"""The user's own files: where they are, and how they are written so that nobody ever finds half of one."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from mailstore_sdk.errors import ConfigurationError

APPLICATION = "mailstore-sdk"  # name of the folder, and of the service in the keyring
OWNER_ONLY = 0o600


def user_file(environ: Mapping[str, str], variable: str, name: str, what: str) -> Path:
    """Where a file is: a variable says, or it is in the folder in which the platform keeps settings of users.

    Args:
        environ: The environment's variables.
        variable: The one that names the file.
        name: Of the file in that folder.
        what: What the file holds, for the message.

    Raises:
        ConfigurationError: Only platformdirs knows that folder, and it is not installed.
    """
    named = environ.get(variable)
    if named:
        return Path(named)
    try:
        import platformdirs
    except ImportError:
        problem = f"{what} need platformdirs: pip install 'mailstore-sdk[profiles]', or name a file in {variable}"
    else:
        return platformdirs.user_config_path(APPLICATION, appauthor=False) / name
    raise ConfigurationError(problem)


def replace_file(path: Path, content: bytes, mode: int = OWNER_ONLY) -> None:
    """Write a file anew: whoever reads it meanwhile finds the old or the new one.

    Args:
        path: The file; where its name is a link, what that points to. Its folder is made if there is none.
        content: What will be in it.
        mode: Who may read and write it, where files have that.

    Raises:
        OSError: It cannot be written; it is as it was.
    """
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # for its owner alone
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode != OWNER_ONLY:
            Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the names of files on the disk, too, where folders can be synchronized at all (not on Windows)."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
