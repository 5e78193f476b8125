"""The user's own files: replaced as a whole, or left as they were."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.files import replace_file, user_file


def test_a_new_file_is_its_owners_alone_and_so_is_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file"
    replace_file(path, b"content")
    assert path.read_bytes() == b"content"
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)


def test_another_mode_is_kept_where_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "script.py"
    path.write_bytes(b"old")
    path.chmod(0o755)
    replace_file(path, b"new", path.stat().st_mode)
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o755)


def test_what_a_link_points_to_is_replaced_and_not_the_link(tmp_path: Path) -> None:
    link, file = tmp_path / "link", tmp_path / "file"
    file.write_bytes(b"old")
    link.symlink_to(file)
    replace_file(link, b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"


def test_a_write_that_breaks_off_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_variable_names_the_file_and_without_platformdirs_it_must(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "platformdirs", None)
    assert user_file({"WHERE": "a/b"}, "WHERE", "f", "things") == Path("a/b")
    with pytest.raises(ConfigurationError, match=r"things need platformdirs: .* or name a file in WHERE"):
        user_file({"WHERE": ""}, "WHERE", "f", "things")
