"""The synchronous, the asynchronous and the raw methods are those of the specification, argument by argument."""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from inspect import Parameter
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk import (
    AsyncClient,
    AsyncInstanceClient,
    AsyncOperation,
    AsyncSpeClient,
    Client,
    InstanceClient,
    Operation,
    SpeClient,
)
from mailstore_sdk._generated.async_instance import AsyncInstanceFunctions
from mailstore_sdk._generated.async_raw_instance import AsyncRawInstanceFunctions
from mailstore_sdk._generated.async_raw_server import AsyncRawServerFunctions
from mailstore_sdk._generated.async_raw_system import AsyncRawSystemFunctions
from mailstore_sdk._generated.async_server import AsyncServerFunctions
from mailstore_sdk._generated.async_system import AsyncSystemFunctions
from mailstore_sdk._generated.instance import InstanceFunctions
from mailstore_sdk._generated.raw_instance import RawInstanceFunctions
from mailstore_sdk._generated.raw_server import RawServerFunctions
from mailstore_sdk._generated.raw_system import RawSystemFunctions
from mailstore_sdk._generated.server import ServerFunctions
from mailstore_sdk._generated.system import SystemFunctions
from mailstore_sdk.base_client import AsyncBaseClient, BaseClient
from mailstore_sdk.calls import AsyncCalls, Calls
from mailstore_sdk.raw import AsyncRawCaller, RawCaller
from mailstore_sdk.watch.calls import AsyncRunCalls, RunCalls
from tests.facts import snake

FOLDER = Path(__file__).parent.parent / "spec"
SPEC: dict[str, dict[str, Any]] = {
    name: function
    for area in sorted(FOLDER.glob("*.toml"))
    if area.name not in ("values.toml", "since.toml")
    for name, function in tomllib.loads(area.read_text(encoding="utf-8")).items()
    if function.get("arguments") != "unknown"
}
LONG = [name for name, function in SPEC.items() if function.get("long_running", "no") != "no"]


@dataclass(frozen=True)
class Surface:
    """The generated classes for one kind of client, and the functions that they are to have."""

    functions: list[str]
    typed: tuple[type, type]
    raw: tuple[type, type]


SURFACES = [
    Surface(
        [name for name in SPEC if SPEC[name]["products"].get("server")],
        (ServerFunctions, AsyncServerFunctions),
        (RawServerFunctions, AsyncRawServerFunctions),
    ),
    Surface(
        [name for name in SPEC if SPEC[name]["products"].get("spe") == "system"],
        (SystemFunctions, AsyncSystemFunctions),
        (RawSystemFunctions, AsyncRawSystemFunctions),
    ),
    Surface(
        [name for name in SPEC if SPEC[name]["products"].get("spe") == "instance"],
        (InstanceFunctions, AsyncInstanceFunctions),
        (RawInstanceFunctions, AsyncRawInstanceFunctions),
    ),
]
TYPED = [(kind, surface.functions) for surface in SURFACES for kind in surface.typed]
RAW = [(kind, surface.functions) for surface in SURFACES for kind in surface.raw]
CALLERS = (RawCaller, AsyncRawCaller)
HAND_WRITTEN = [
    (Client, AsyncClient), (SpeClient, AsyncSpeClient), (BaseClient, AsyncBaseClient), (Calls, AsyncCalls),
    (InstanceClient, AsyncInstanceClient), (Operation, AsyncOperation), (RunCalls, AsyncRunCalls),
]  # fmt: skip
TYPES = {
    "string": "str",
    "number": "int",
    "bool": "bool",
    "time": "time | str",
    "duration": "timedelta | int",
    "list": "Sequence[str] | str",
    "datetime": "datetime | date | str",
    "json": "Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]",
}
RESULTS = {"none": "None", "json": "JsonValue", "status": "models.StatusResult"}
each_typed_method = pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in TYPED for name in names])
each_begin_method = pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, names in TYPED for name in names if name in LONG]
)
each_raw_method = pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in RAW for name in names])


def legacy_name(name: str) -> str:
    found: str = SPEC[name].get("legacy", {}).get("name", name)
    return found


def methods(kind: type) -> dict[str, Callable[..., Any]]:
    """The public methods that the class itself defines."""
    return {name: value for name, value in vars(kind).items() if inspect.isfunction(value) and name[0] != "_"}


def expected(name: str, *, raw: bool) -> list[Parameter]:
    """The parameters that the specification calls for."""
    found = [Parameter("self", Parameter.POSITIONAL_OR_KEYWORD)]
    for argument in SPEC[name].get("arguments", []):
        optional = argument.get("optional", False) or "default" in argument
        named = f"values.{argument['values']}" if "values" in argument and not raw else ""
        of = named and (f"Sequence[{named}] | str" if argument["type"] == "list" else named)
        found.append(
            Parameter(
                argument["name"] if raw else snake(argument["name"]),
                Parameter.KEYWORD_ONLY if optional and not raw else Parameter.POSITIONAL_OR_KEYWORD,
                default=argument.get("default") if optional else Parameter.empty,
                annotation=(of or TYPES[argument["type"]]) + (" | None" if optional else ""),
            )
        )
    if raw and name in LONG:
        found.append(Parameter("autoHandleToken", Parameter.KEYWORD_ONLY, default=None, annotation="bool | None"))
    return found


def result(name: str) -> str:
    shape: str = SPEC[name]["result"]
    return RESULTS.get(shape) or re.sub(r"\b([A-Z])", r"models.\1", shape, count=1)


def parameters(method: Callable[..., Any]) -> list[Parameter]:
    return list(inspect.signature(method).parameters.values())


def test_the_specification_is_not_empty() -> None:
    assert all(surface.functions for surface in SURFACES)
    assert "VerifyStore" in LONG


@pytest.mark.parametrize(("kind", "names"), TYPED)
def test_the_typed_methods_are_those_of_the_specification_and_no_others(kind: type, names: list[str]) -> None:
    long = [name for name in names if name in LONG]

    assert methods(kind).keys() == {snake(name) for name in names} | {f"begin_{snake(name)}" for name in long}


@pytest.mark.parametrize(("kind", "names"), RAW)
def test_the_raw_methods_are_those_of_the_specification_under_both_names(kind: type, names: list[str]) -> None:
    assert methods(kind).keys() == set(names) | {legacy_name(name) for name in names}


@pytest.mark.parametrize("kind", [RawCaller, AsyncRawCaller])
def test_the_hand_written_raw_methods_are_those_about_tokens_and_rows(kind: type) -> None:
    assert methods(kind).keys() == {"GetStatus", "HandleToken", "CancelAsync", "stream"}


@each_typed_method
def test_a_typed_method_has_the_specified_signature(kind: type, name: str) -> None:
    method = getattr(kind, snake(name))

    assert parameters(method) == expected(name, raw=False)
    assert inspect.signature(method).return_annotation == result(name)


@each_begin_method
def test_a_begin_method_has_the_same_arguments_and_gives_an_operation(kind: type, name: str) -> None:
    method = getattr(kind, f"begin_{snake(name)}")
    operation = AsyncOperation if inspect.iscoroutinefunction(method) else Operation

    assert parameters(method) == expected(name, raw=False)
    assert inspect.signature(method).return_annotation == f"{operation.__name__}[{result(name)}]"


@each_raw_method
def test_a_raw_method_has_the_arguments_of_the_wire_in_the_apis_order(kind: type, name: str) -> None:
    for each in {name, legacy_name(name)}:
        assert parameters(getattr(kind, each)) == expected(name, raw=True)


@pytest.mark.parametrize(
    ("synchronous", "asynchronous"),
    [*(surface.typed for surface in SURFACES), *(surface.raw for surface in SURFACES), CALLERS],
)
def test_the_asynchronous_methods_are_coroutine_functions_with_the_same_signatures(
    synchronous: type, asynchronous: type
) -> None:
    plain, awaited = methods(synchronous), methods(asynchronous)

    assert list(plain) == list(awaited)
    assert [name for name, method in plain.items() if inspect.iscoroutinefunction(method)] == []
    at_once = [name for name, method in awaited.items() if not inspect.iscoroutinefunction(method)]
    assert at_once == (["stream"] if asynchronous is AsyncRawCaller else [])  # that one gives an iterator
    assert [name for name in plain if parameters(plain[name]) != parameters(awaited[name])] == []


@pytest.mark.parametrize(("synchronous", "asynchronous"), HAND_WRITTEN)
def test_the_hand_written_methods_are_the_same_synchronous_and_asynchronous(
    synchronous: type, asynchronous: type
) -> None:
    plain, awaited = methods(synchronous), methods(asynchronous)

    assert plain.keys() == awaited.keys()
    for name in plain:
        assert [(p.name, p.kind, p.default) for p in parameters(plain[name])] == [
            (p.name, p.kind, p.default) for p in parameters(awaited[name])
        ]


@pytest.mark.parametrize(("synchronous", "asynchronous"), [(Client, AsyncClient), (SpeClient, AsyncSpeClient)])
def test_both_constructors_take_the_same_settings_in_the_same_order(synchronous: type, asynchronous: type) -> None:
    plain, awaited = (list(inspect.signature(kind).parameters.values()) for kind in (synchronous, asynchronous))

    assert [(p.name, p.kind, p.default) for p in plain] == [(p.name, p.kind, p.default) for p in awaited]
    assert [p.name for p in plain if p.kind is Parameter.POSITIONAL_OR_KEYWORD] == ["host"]


def test_the_management_servers_client_takes_the_settings_of_the_other_but_for_port_and_protocol() -> None:
    server, spe = (inspect.signature(kind).parameters for kind in (Client, SpeClient))

    assert list(spe) == [name for name in server if name != "protocol"]
    assert [name for name in spe if spe[name].default != server[name].default] == ["port"]
    assert spe["port"].default == 8474


def test_the_docstring_of_the_client_describes_every_setting() -> None:
    documented = re.findall(r"^    (\w+): ", inspect.getdoc(Client) or "", re.MULTILINE)
    assert [name for name in documented if name != "ConfigurationError"] == list(inspect.signature(Client).parameters)


@each_typed_method
def test_a_docstring_names_the_function_its_summary_and_each_argument(kind: type, name: str) -> None:
    summary = SPEC[name]["summary"]
    begun = f"Start: {summary[0].lower()}{summary[1:]}"

    for prefix, first in {"": summary, **({"begin_": begun} if name in LONG else {})}.items():
        lines = (inspect.getdoc(getattr(kind, prefix + snake(name))) or "").splitlines()
        assert lines[0] == first
        assert f"MailStore function: {name}" in lines
        described = [line.partition(":")[0].strip() for line in section(lines, "Args:")]
        assert described == [snake(argument["name"]) for argument in SPEC[name].get("arguments", [])]
        assert section(lines, "Raises:")


def section(lines: list[str], title: str) -> list[str]:
    """The entries of a section of a docstring."""
    if title not in lines:
        return []
    following = lines[lines.index(title) + 1 :]
    end = next((number for number, line in enumerate(following) if line and line[0] != " "), len(following))
    return [line for line in following[:end] if re.match(r"    \S", line)]


@pytest.mark.parametrize(("kind", "names"), TYPED)
def test_the_docstring_of_a_secret_argument_says_that_it_is_never_logged(kind: type, names: list[str]) -> None:
    secrets = {
        (name, snake(argument["name"]))
        for name in names
        for argument in SPEC[name].get("arguments", [])
        if argument.get("secret")
    }

    assert secrets
    for name, argument in secrets:
        lines = (inspect.getdoc(getattr(kind, snake(name))) or "").splitlines()
        entry = " ".join(lines).partition(f"    {argument}: ")[2].partition("Never logged.")
        assert entry[1]
        assert ": " not in entry[0]


@pytest.mark.parametrize(
    "kind", [*(kind for kind, _ in RAW), *CALLERS, *(kind for pair in HAND_WRITTEN for kind in pair)]
)
def test_every_public_method_and_property_has_a_docstring(kind: type) -> None:
    found = {name: value for name, value in vars(kind).items() if name[0] != "_" and not isinstance(value, str)}

    assert [name for name, value in found.items() if not inspect.getdoc(value)] == []
