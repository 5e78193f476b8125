"""No public name disappears and no signature changes unnoticed.

`tests/public_surface.txt` lists them, one a line. After an intended change: `python -m tests.test_public_surface`.
"""

from __future__ import annotations

import ast
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator
from difflib import unified_diff
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, ForwardRef

import mailstore_sdk

LISTING = Path(__file__).parent / "public_surface.txt"
HOW_TO = "If that is meant: run `python -m tests.test_public_surface` and commit tests/public_surface.txt."
# Not for users: how things are made, and what only runs as a program.
PRIVATE = re.compile(r"(^|\.)_|\.emulator\.(handlers|server)\b|\.cli\.|\.models\.parsing$")

WITHOUT_LIST = ("mailstore_sdk.errors", "mailstore_sdk.spe")  # all that they define is public


def modules() -> Iterator[ModuleType]:
    """The modules that users import from: those that say what they export, and two more."""
    names = [info.name for info in pkgutil.walk_packages(mailstore_sdk.__path__, "mailstore_sdk.")]
    for name in sorted(["mailstore_sdk", *names]):
        if not PRIVATE.search(name):
            module = import_module(name)
            if hasattr(module, "__all__") or name in WITHOUT_LIST:
                yield module


def listed(module: ModuleType) -> Iterator[str]:
    """A line for each public name of a module, and one for each member of a class."""
    own = [name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__]
    exported: list[str] = getattr(module, "__all__", own)
    elsewhere = set() if module is mailstore_sdk else set(mailstore_sdk.__all__)
    for name in (name for name in exported if not name.startswith("_") and name not in elsewhere):
        value = getattr(module, name)
        where = f"{module.__name__}.{name}"
        if inspect.isclass(value) and value.__module__.startswith("mailstore_sdk"):
            yield from class_lines(where, value)
        else:
            yield f"{where}{signature(value)}" if inspect.isfunction(value) else where


def class_lines(where: str, kind: type) -> Iterator[str]:
    """A line for the class, and one for each of its members, inherited ones included."""
    bases = [base for base in inspect.getmro(kind) if base.__module__.startswith("mailstore_sdk")]
    fields = {name: text for base in reversed(bases) for name, text in inspect.get_annotations(base).items()}
    # Of other classes the signature is not ours, and another one with every version of Python.
    made_by_us = any({"__init__", "__new__"} & vars(base).keys() for base in bases)
    is_data = hasattr(kind, "model_fields") or getattr(kind, "_is_protocol", False)
    yield f"{where}{signature(kind)}" if made_by_us and not is_data else where
    for name, text in fields.items():
        if not name.startswith("_") and name != "model_config":
            yield f"{where}.{name}: {as_text(text)}"
    for name in {name for base in bases for name in vars(base) if not name.startswith("_")} - fields.keys():
        member = inspect.getattr_static(kind, name)
        function = member.__func__ if isinstance(member, classmethod | staticmethod) else member
        if isinstance(member, property) and member.fget:
            yield f"{where}.{name} -> {as_text(inspect.signature(member.fget).return_annotation)}"
        else:
            yield f"{where}.{name}{signature(function)}" if inspect.isfunction(function) else f"{where}.{name}"


def signature(value: Any) -> str:
    """The signature, written so that no version of Python writes it otherwise."""
    found = inspect.signature(value)
    parts: list[str] = []
    for parameter in found.parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not any(part.startswith("*") for part in parts):
            parts.append("*")
        stars = "*" * (1 if parameter.kind is parameter.VAR_POSITIONAL else 2) if is_variable(parameter) else ""
        kind = "" if parameter.annotation is parameter.empty else f": {as_text(parameter.annotation)}"
        default = "" if parameter.default is parameter.empty else f" = {default_text(parameter.default)}"
        parts.append(f"{stars}{parameter.name}{kind}{default}")
    result = "" if found.return_annotation is found.empty else f" -> {as_text(found.return_annotation)}"
    marker = " async" if inspect.iscoroutinefunction(value) or inspect.isasyncgenfunction(value) else ""
    return f"{marker}({', '.join(parts)}){result}"


def is_variable(parameter: inspect.Parameter) -> bool:
    return parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)


def as_text(annotation: Any) -> str:
    """The annotation as it stands in the source, without what only validation needs."""
    if isinstance(annotation, ForwardRef):
        annotation = annotation.__forward_arg__
    if not isinstance(annotation, str):
        return inspect.formatannotation(annotation)
    return ast.unparse(WithoutAnnotated().visit(ast.parse(annotation, mode="eval")))


class WithoutAnnotated(ast.NodeTransformer):
    """Replaces `Annotated[kind, …]` by the kind."""

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        if ast.unparse(node.value) == "Annotated" and isinstance(node.slice, ast.Tuple):
            return node.slice.elts[0]
        return node


def default_text(default: object) -> str:
    """The default; one that only marks something as not given has another address in every run."""
    return "..." if " at 0x" in repr(default) else repr(default)


def surface() -> list[str]:
    """All of it, as it is now."""
    return sorted({line for module in modules() for line in listed(module)})


def test_the_public_surface_is_the_one_that_was_agreed_on() -> None:
    agreed, present = LISTING.read_text(encoding="utf-8").splitlines(), surface()

    difference = list(unified_diff(agreed, present, "agreed", "present", n=0, lineterm=""))
    assert not difference, "\n".join([*difference, HOW_TO])


def test_the_names_of_the_contract_are_part_of_it() -> None:
    names = {re.split(r"[(: ]", line)[0] for line in surface()}

    for name in ("Client", "AsyncClient", "SpeClient", "AsyncSpeClient", "Operation", "AsyncOperation"):
        assert f"mailstore_sdk.{name}" in names
    for name in ("get_server_info", "begin_verify_store", "invoke", "get_metadata", "map", "options", "raw", "resume"):
        assert f"mailstore_sdk.Client.{name}" in names


if __name__ == "__main__":
    LISTING.write_text("\n".join(surface()) + "\n", encoding="utf-8")
    sys.stdout.write(f"{LISTING.name}: {len(surface())} lines\n")
