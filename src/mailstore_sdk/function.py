"""What the SDK knows of one function of the Administration API.

The objects are made from ``spec/*.toml`` by ``tools/generate.py`` and stand in ``_generated/functions.py``. Everything
that treats functions alike (encoding, redaction, retries, `.raw`, the emulator) reads them from here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, Literal, NamedTuple, TypeVar

R = TypeVar("R")

ArgumentType = Literal["string", "number", "bool", "list", "datetime", "time", "duration", "json"]
METADATA_TYPES = {"list": "string", "datetime": "string", "time": "string", "duration": "number"}
LongRunning = Literal["no", "likely", "documented"]


# Named tuples, where nothing has to be worked out: making a dataclass costs five times as much, at every start.
class Argument(NamedTuple):
    """One argument, under the name that it has on the wire."""

    name: str
    type: ArgumentType
    required: bool = True
    secret: bool = False
    values: tuple[str, ...] = ()

    @property
    def metadata_type(self) -> str:
        """The type that get-metadata gives it, which knows four: string, number, bool, json."""
        return METADATA_TYPES.get(self.type, self.type)


class Legacy(NamedTuple):
    """How the function differs on servers up to 8.x and in the original wrapper of 8.1.

    Attributes:
        name: The function's name there.
        documented: Whether the function is documented for 8.x; the others are expected there under the same name.
        lists: Keys of the result that hold comma-separated text there and a list everywhere else.
        keys: Order in which the original wrapper's tutorial prints the result.
    """

    name: str
    documented: bool = False
    lists: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Function(Generic[R]):
    """One function of the API; ``R`` is what its typed method returns.

    Attributes:
        name: The official name, as in the vendor's documentation.
        summary: One sentence.
        arguments: In the API's order.
        arguments_known: False where nobody has documented the arguments; then there is no typed method.
        result: ``none``, ``json`` (shape unknown), ``status`` (a long-running call's final status), or a model:
            ``User``, ``list[User]``.
        secret_result: Whether the result itself must never be shown.
        long_running: Whether the server may answer with a token; any function's answer may be one, but these are
            documented or likely to.
        read_only: Whether a repeated call changes nothing.
        server: Whether MailStore Server has the function.
        spe: Where the Service Provider Edition has it: on an ``instance``, on the whole ``system``, or nowhere.
        since: A label of ``spec/since.toml``.
        evidence: What the result's shape rests on.
        legacy: What is different on servers up to 8.x.
    """

    name: str
    summary: str
    arguments: tuple[Argument, ...] = ()
    arguments_known: bool = True
    result: str
    secret_result: bool = False
    long_running: LongRunning = "no"
    read_only: bool = False
    server: bool = True
    spe: Literal["", "instance", "system", "unknown"] = ""
    since: str
    evidence: str
    legacy: Legacy
    by_name: dict[str, Argument] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {argument.name: argument for argument in self.arguments})

    @property
    def answers_with_status(self) -> bool:
        """Whether `.raw` gives the final status (what the original wrapper did) instead of the bare result."""
        return self.long_running == "documented" or self.result == "status"
