"""What is kept in a file is read back, and what is something else is refused without showing any of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pytest
from pydantic import Field

from mailstore_sdk.documents import Document
from mailstore_sdk.errors import ConfigurationError

MARK = "hunter2-mark"


class Note(Document):
    """The smallest document."""

    _kind: ClassVar[str] = "a note"

    text: str
    more: dict[str, Any] = Field(default_factory=dict)


def test_it_survives_its_own_json(tmp_path: Path) -> None:
    note = Note(text="Büro \U0001f4e7", more={"key": [None, 1.5]})
    assert note.to_json().endswith("}\n")
    assert Note.from_json(note.to_json()) == note == Note.from_json(note.to_json().encode())
    file = tmp_path / "note.json"
    file.write_text(note.to_json(), encoding="utf-8-sig")  # as Windows' own editor does
    assert Note.load(file) == note


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "it is not JSON"),
        (b"\xff", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ('{"text": "a", "more": {"half": "\\ud800"}}', "it is not JSON"),
        ('{"text": "a", "more": {"half": "\ud800"}}', "it is not JSON"),
        ("[]", "a note: Input should be a valid dictionary"),
        (f'{{"text": ["{MARK}"]}}', "text: Input should be a valid string"),
    ],
)
def test_something_else_is_refused_on_one_line_that_shows_no_value(text: str | bytes, problem: str) -> None:
    with pytest.raises(ConfigurationError, match=f"^that is not a note: {problem}") as caught:
        Note.from_json(text)
    assert MARK not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.__cause__ is caught.value.__context__ is None
