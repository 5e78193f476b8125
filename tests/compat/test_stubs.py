"""The stubs of the original wrapper and the drop-in for it have the same names with the same arguments."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from mailstore_sdk import compat
from mailstore_sdk._generated.functions import ALL
from mailstore_sdk.compat import errors, server

STUBS = Path(__file__).resolve().parents[2] / "typings" / "mailstore"
LATER = {"mgmt"}  # the stubs are of version 8.1, which had no such module
REQUIRED = inspect.Parameter.empty


class Parameter(NamedTuple):
    """An argument, as a stub and a signature can both tell it."""

    name: str
    kind: str
    default: object
    annotation: str


def stub(name: str) -> ast.Module:
    return ast.parse((STUBS / name).read_text(encoding="utf-8"))


def exported(tree: ast.Module) -> set[str]:
    """The public names of a stub: what it defines, and what it imports `as` itself."""
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.ImportFrom):
            names.update(alias.name for alias in node.names if alias.asname == alias.name)
    return names


def class_of(tree: ast.Module, name: str) -> ast.ClassDef:
    return next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name)


def functions_of(scope: ast.Module | ast.ClassDef) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in scope.body if isinstance(node, ast.FunctionDef)}


def stubbed(function: ast.FunctionDef) -> tuple[list[Parameter], str]:
    """Arguments and result of a function in a stub."""
    arguments = function.args
    assert [*arguments.posonlyargs, arguments.vararg, arguments.kwarg] == [None, None], "not in the original"
    positional = [("POSITIONAL_OR_KEYWORD", argument) for argument in arguments.args]
    keyword_only = [("KEYWORD_ONLY", argument) for argument in arguments.kwonlyargs]
    missing = [None] * (len(arguments.args) - len(arguments.defaults))
    defaults = [*missing, *arguments.defaults, *arguments.kw_defaults]
    found = [
        Parameter(
            argument.arg,
            kind,
            REQUIRED if default is None else ast.literal_eval(default),
            ast.unparse(argument.annotation) if argument.annotation else "",
        )
        for (kind, argument), default in zip([*positional, *keyword_only], defaults, strict=True)
    ]
    return found, ast.unparse(function.returns) if function.returns else ""


def real(function: Callable[..., object]) -> tuple[list[Parameter], str]:
    """Arguments and result of a function of `compat`; its annotations are text, as everywhere in the SDK."""
    signature = inspect.signature(function)
    found = [
        Parameter(
            parameter.name,
            parameter.kind.name,
            parameter.default,
            # The original had no models that could be passed.
            "" if parameter.annotation is REQUIRED else str(parameter.annotation).replace(" | BaseModel", ""),
        )
        for parameter in signature.parameters.values()
    ]
    return found, str(signature.return_annotation)


METHODS = functions_of(class_of(stub("server.pyi"), "Client"))


@pytest.mark.parametrize(("name", "module"), [("__init__.pyi", compat), ("errors.pyi", errors), ("server.pyi", server)])
def test_a_stub_and_its_module_have_the_same_public_names(name: str, module: ModuleType) -> None:
    public: list[str] = module.__all__
    assert exported(stub(name)) == set(public) - LATER


def test_the_stubs_are_those_of_the_modules_that_a_script_can_reach() -> None:
    reachable = {name for name in compat.__all__ if isinstance(getattr(compat, name), ModuleType)}
    assert {path.stem for path in STUBS.glob("*.pyi")} == reachable - LATER | {"__init__"}


def test_pretty_printing_takes_the_same_arguments() -> None:
    assert stubbed(functions_of(stub("__init__.pyi"))["pprint"]) == real(compat.pprint)


def test_the_error_derives_from_the_same_builtin() -> None:
    bases = class_of(stub("errors.pyi"), "MailStoreBaseError").bases
    assert [ast.unparse(base) for base in bases] == ["Exception"]
    assert issubclass(errors.MailStoreBaseError, Exception)


@pytest.mark.parametrize("name", METHODS)
def test_a_method_of_the_original_takes_the_same_arguments_here(name: str) -> None:
    method: Any = getattr(server.Client, name, None)
    assert method is not None
    assert stubbed(METHODS[name]) == real(method)


def test_only_what_the_original_cannot_have_had_is_missing_from_its_stub() -> None:
    newer = {function.name for function in ALL if function.since != "9.0"}
    newer |= {function.legacy.name for function in ALL if function.since != "9.0"}
    renamed = {function.name for function in ALL if function.legacy.name != function.name}
    methods = {
        name for name, value in inspect.getmembers(server.Client, inspect.isfunction) if not name.startswith("_")
    }
    assert methods - METHODS.keys() == (newer | renamed | {"CancelAsync", "stream"}) & methods
