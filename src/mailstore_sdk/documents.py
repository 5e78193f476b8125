"""What is kept as JSON in a file of its own: reports, findings, plans."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import ClassVar, Self

from pydantic import BaseModel, ValidationError

from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.text import one_line

SHOWN_PROBLEMS = 3


class Document(BaseModel):
    """What is kept as JSON in a file of its own."""

    _kind: ClassVar[str]  # what such a file is, for messages

    def to_json(self) -> str:
        """The same as JSON text, with a line end at its end."""
        return self.model_dump_json(by_alias=True, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """The same from its JSON text.

        Args:
            text: What `to_json` gave.

        Returns:
            What the text says.

        Raises:
            ConfigurationError: That is something else, or a later version of the SDK made it; no value of it is shown.
        """
        try:
            content = text if isinstance(text, bytes) else text.encode()
            found = json.loads(content.decode("utf-8-sig"))
            if b"\\u" in content:
                json.dumps(found, ensure_ascii=False).encode()  # half a character could be written down nowhere
            return cls.model_validate(found)
        except ValidationError as error:
            problems = [f"{'.'.join(map(str, one['loc'])) or cls._kind}: {one['msg']}" for one in error.errors()]
            more = f"; and {len(problems) - SHOWN_PROBLEMS} more" if len(problems) > SHOWN_PROBLEMS else ""
            problem = one_line("; ".join(problems[:SHOWN_PROBLEMS]) + more)
        except (ValueError, RecursionError):
            problem = "it is not JSON"
        # Outside of the handler: the chain would show the data.
        raise ConfigurationError(f"that is not {cls._kind}: {problem}")

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """The same from a file.

        Args:
            path: The file, JSON in UTF-8.

        Returns:
            What the file says.

        Raises:
            ConfigurationError: As `from_json`.
            OSError: The file cannot be read.
        """
        return cls.from_json(Path(path).read_bytes())
