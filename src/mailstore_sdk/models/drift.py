"""How a server differs from what the SDK knows: its list of functions, and the shapes of its answers."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from mailstore_sdk._version import __version__
from mailstore_sdk.models.base import Model


class FunctionDifference(Model):
    """A function, or an argument of one, that a server's list of functions has otherwise than the specification.

    Attributes:
        kind: `missing`: the server lacks it; `extra`: only the server has it; `different`: both have it, unlike.
        function: Name of the function.
        argument: Name of the argument; None if it is about the function as a whole.
        expected: What the specification says, as `number, optional`; None if it is extra.
        found: What the server says; None if it is missing.
        since: When the function was first seen, as `2018`, a label of the specification; None if the SDK does not
            know the function. An older server lacks newer functions, and nothing is wrong with it then.
    """

    kind: Literal["missing", "extra", "different"]
    function: str
    argument: str | None = None
    expected: str | None = None
    found: str | None = None
    since: str | None = None


class MetadataComparison(Model):
    """A server's list of its functions next to the specification.

    The order of arguments is not compared: the API tells them apart by name.

    Attributes:
        edition: Which functions were expected: those of MailStore Server, or of the Service Provider Edition.
        expected: Number of functions that the specification has for this edition.
        found: Number of functions that the server lists.
        differences: What differs: functions first that are missing, then in the server's order.
    """

    edition: Literal["server", "spe"]
    expected: int
    found: int
    differences: list[FunctionDifference] = Field(default_factory=list)


class ShapeDifference(Model):
    """A place in an answer that is not what the model of the SDK says. Holds names of keys and types, no value.

    Attributes:
        kind: `missing`: a key that the model needs is in no answer; `absent`: one that the model knows as optional is
            in none, which is normal; `extra`: a key that it does not declare; `different`: another type.
        path: The place, as `[].privilegesOnFolders[].folder`; empty for the answer itself.
        expected: Types that the model takes, as `null | string`; None if the key is extra.
        found: Types that came; None if the key is missing or absent.
    """

    kind: Literal["missing", "absent", "extra", "different"]
    path: str
    expected: str | None = None
    found: str | None = None


class FunctionShape(Model):
    """What the answers of a function look like. Holds names of keys and types, no value.

    Attributes:
        calls: How often the function was called.
        modelled: Whether the SDK has a model to compare with; else nobody has published what the function answers.
        shape: `"string"`, `"number"`, `"bool"` or `"null"`; an object as an object, with a question mark at keys
            that not all of them have, and `*` for keys that are not recorded; a list as the list of all shapes that
            its items have; `{"|": […]}` where several are possible; `"…"` where the recording was cut.
        differences: Where they are not what the model says.
    """

    calls: int
    modelled: bool
    shape: Any
    differences: list[ShapeDifference] = Field(default_factory=list)


class ShapeReport(Model):
    """The shapes of what a server answers, to be sent to the makers of the SDK: key names and types, never a value.

    Attributes:
        format: Version of this format; a number that grows when a key changes its meaning.
        about: What it is, for whoever opens the file.
        sdk: Version of the SDK that made it.
        edition: The edition that was called.
        protocol: Generation of the API that the server speaks.
        functions: By the names of the functions that were called.
        failed: Functions that were called in vain, with the kind of error; the message may hold data.
        not_called: Functions that only read and were not called all the same, with the reason.
    """

    format: Literal[1] = 1
    about: str = (
        "Key names and types in the answers of a MailStore server, and no value; * stands for keys that may be data. "
        "Look through it before you send it, and tell the version of the server along with it."
    )
    sdk: str = __version__
    edition: Literal["server", "spe"]
    protocol: Literal["modern", "legacy"]
    functions: dict[str, FunctionShape] = Field(default_factory=dict)
    failed: dict[str, str] = Field(default_factory=dict)
    not_called: dict[str, str] = Field(default_factory=dict)

    def to_json(self) -> str:
        """The report as JSON text, with a line end at its end."""
        return self.model_dump_json(by_alias=True, indent=2) + "\n"
