"""A script that names every public method of every client once, and calls each one that gives a model."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mailstore_sdk import AsyncClient, AsyncInstanceClient, AsyncSpeClient, Client, InstanceClient, SpeClient, models
from mailstore_sdk._generated.functions import ALL
from mailstore_sdk.compat.mgmt import ServerClient, SPEClient
from tests.ide.lsp import Position
from tests.surfaces import raw_of

HEAD = """\
from typing import Any

from mailstore_sdk import AsyncClient, AsyncInstanceClient, AsyncSpeClient, Client, InstanceClient, SpeClient
from mailstore_sdk.compat.mgmt import ServerClient, SPEClient
"""
TYPED: tuple[type, ...] = (Client, AsyncClient, SpeClient, AsyncSpeClient, InstanceClient, AsyncInstanceClient)
COMPATIBLE: tuple[type, ...] = (ServerClient, SPEClient)
RESULTS = {function.name: function.result for function in ALL}


@dataclass(frozen=True)
class Method:
    """A public method of a client, or of its `.raw`."""

    client: type
    raw: bool
    name: str
    function: Callable[..., Any]

    @property
    def id(self) -> str:
        return f"{self.client.__name__}{'.raw' if self.raw else ''}.{self.name}"

    @property
    def generated(self) -> bool:
        """Whether it stands in a generated file."""
        return "_generated" in self.function.__module__

    @property
    def doc(self) -> str:
        return inspect.getdoc(self.function) or ""

    @property
    def official_name(self) -> str:
        found = re.search(r"^MailStore function: (\w+)$", self.doc, re.MULTILINE)
        return found[1] if found else ""

    @property
    def model(self) -> type[Any] | None:
        """The model that the call ends with, alone or in a list; none for all other results."""
        result = RESULTS.get(self.official_name, "none")
        name = "StatusResult" if result == "status" else result.removeprefix("list[").removesuffix("]")
        return getattr(models, name) if name not in ("none", "json") else None

    @property
    def named(self) -> str:
        """The method as an expression."""
        return f"client{'.raw' if self.raw else ''}.{self.name}"

    @property
    def called(self) -> str:
        """An expression for the model that the call ends with."""
        signature = inspect.signature(self.function)
        required = [p for p in signature.parameters.values() if p.default is p.empty and p.name != "self"]
        call = f"{self.named}({', '.join('anything' for _ in required)})"
        awaits = inspect.iscoroutinefunction(self.function)
        call = f"(await {call})" if awaits else call
        if self.name.startswith("begin_"):
            call = f"(await {call}.result())" if awaits else f"{call}.result()"
        return call + ("[0]" if RESULTS[self.official_name].startswith("list[") else "")


def methods_of(client: type, *, raw: bool = False) -> Iterator[Method]:
    """The public methods of a client, inherited ones included."""
    owner = raw_of(client) if raw else client
    for name, function in inspect.getmembers(owner, inspect.isfunction):
        if name[0] != "_":
            yield Method(client, raw, name, function)


METHODS = [
    *(method for client in (*TYPED, *COMPATIBLE) for method in methods_of(client)),
    *(method for client in TYPED for method in methods_of(client, raw=True)),
]


@dataclass(frozen=True)
class Document:
    """The script and where in it to ask.

    Attributes:
        text: The script. It is not valid: somebody is typing it.
        names: Where each method's name ends, by the method's id.
        dots: Where, behind each call that gives a model and a dot, somebody could type a field's name.
    """

    text: str
    names: dict[str, Position]
    dots: dict[str, Position]


def written(methods: Sequence[Method] = METHODS) -> Document:
    """The script about these methods."""
    lines: list[str] = [*HEAD.splitlines()]
    names: dict[str, Position] = {}
    dots: dict[str, Position] = {}
    for number, method in enumerate(methods):
        if number == 0 or methods[number - 1].client is not method.client or methods[number - 1].raw != method.raw:
            lines += ["", "", f"async def use_{number}(client: {method.client.__name__}, anything: Any) -> None:"]
        lines.append(f"    {method.named}")
        names[method.id] = Position(len(lines) - 1, len(lines[-1]) - 1)
        if not method.raw and method.model is not None:
            lines.append(f"    {method.called}.")
            dots[method.id] = Position(len(lines) - 1, len(lines[-1]))
    return Document("\n".join(lines) + "\n", names, dots)
