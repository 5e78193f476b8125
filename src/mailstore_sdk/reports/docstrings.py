"""What a class says of itself and its fields, for readers of the JSON Schema who have no Python."""

from __future__ import annotations

import inspect
import re

NONE = re.compile(r"\bNone\b")  # as JSON calls it


def parts(kind: type) -> tuple[str, dict[str, str]]:
    """The text of a class, and that of each of its attributes, those of its bases included.

    Args:
        kind: A class with a docstring in Google style.
    """
    fields: dict[str, str] = {}
    for base in reversed(inspect.getmro(kind)):
        fields |= _attributes(base.__doc__ or "")
    text = inspect.cleandoc(kind.__doc__ or "").partition("\n\nAttributes:")[0]
    return _one_line(text), {name: NONE.sub("null", said) for name, said in fields.items()}


def _attributes(docstring: str) -> dict[str, str]:
    block = inspect.cleandoc(docstring).partition("\nAttributes:\n")[2].split("\n\n")[0]
    found = re.findall(r"^    (\w+): (.*(?:\n {8}.*)*)", block, re.MULTILINE)
    return {name: _one_line(text) for name, text in found}


def _one_line(text: str) -> str:
    return " ".join(text.split())
