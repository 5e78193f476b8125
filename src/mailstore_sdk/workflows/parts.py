"""What plans, protocols and outcomes have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from mailstore_sdk.models.base import camel_case
from mailstore_sdk.text import cut, one_line


class Part(BaseModel):
    """A part of a plan or of what became of it. Instances cannot be changed."""

    # A key that is not known is refused: a plan of a later SDK may mean something by it that this one would not do.
    # And an error must not show its input, which may be a secret in the wrong place.
    model_config: ClassVar[ConfigDict] = ConfigDict(
        alias_generator=camel_case,
        populate_by_name=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        allow_inf_nan=False,
    )

    def to_json(self) -> str:
        """The same as JSON text, with a line end at its end."""
        return self.model_dump_json(by_alias=True, indent=2) + "\n"


def table_text(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A table for a terminal: a line a row; no name from elsewhere can forge a line or steer the terminal."""
    cells = [[_cell(value) for value in row] for row in (columns, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in cells)


def _cell(value: Any) -> str:
    return cut(one_line("" if value is None else str(value)))
