"""What is known of the API's functions stands in the specification, and each function on its product's clients."""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Callable
from inspect import Parameter
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk import AsyncClient, AsyncInstanceClient, AsyncSpeClient, Client, InstanceClient, SpeClient
from mailstore_sdk._generated.functions import ALL
from mailstore_sdk._generated.functions import BY_NAME as SPECIFIED
from mailstore_sdk.compat.mgmt import ServerClient, SPEClient
from mailstore_sdk.function import Function
from tests.facts import CALLABLE, KNOWN, KNOWN_VALUES, KnownFunction
from tests.surfaces import raw_of

# Labels of spec/since.toml, each by its own source.
SINCE = {
    "present in the 2014 wrapper (version 9)": "9.0",
    "in the Server manual by June 2015": "2015",
    "after the 2014 wrapper (version 9), by the wrapper with copyright 2018": "2018",
    "August 2022 (documentation revision 7183 of 22 Aug 2022 mentions it as just added)": "2022",
    "after the wrapper with copyright 2018, by the 2024 wrapper": "2024",
    "after the 2024 wrapper, by SPE 25.3.1": "25.3",
}
# What a type of the specification that says more than the API's own is there.
ON_THE_WIRE = {"time": "string", "duration": "number"}
# Safe to repeat by what is known, not by what could follow: a repeat could cancel the job's next run.
NOT_REPEATED = {"CancelJobAsync"}
TYPED: dict[str, tuple[type, ...]] = {
    "server": (Client, AsyncClient),
    "system": (SpeClient, AsyncSpeClient),
    "instance": (InstanceClient, AsyncInstanceClient),
}
LATER_WRAPPERS: dict[type, set[str]] = {ServerClient: {"server"}, SPEClient: {"system", "instance"}}
each_function = pytest.mark.parametrize("known", KNOWN.values(), ids=lambda known: known.name)
each_callable = pytest.mark.parametrize("known", CALLABLE.values(), ids=lambda known: known.name)
each_long_running = pytest.mark.parametrize(
    "known",
    [known for known in CALLABLE.values() if known.long_running != "no sign of it"],
    ids=lambda known: known.name,
)


def places(known: KnownFunction) -> set[str]:
    """Which clients have the function."""
    return ({"server"} if known.server else set()) | ({known.scope} & {"system", "instance"})


def public(kind: type) -> dict[str, Callable[..., Any]]:
    return {name: value for name, value in inspect.getmembers(kind, inspect.isfunction) if name[0] != "_"}


def parameters(method: Callable[..., Any]) -> list[Parameter]:
    return [p for p in inspect.signature(method).parameters.values() if p.name not in ("self", "autoHandleToken")]


def test_141_functions_are_known() -> None:
    assert len(KNOWN) == 141


def test_the_specification_describes_the_known_functions_and_no_others() -> None:
    assert {function.name for function in ALL} == KNOWN.keys()
    assert len(ALL) == len(KNOWN)


@each_function
def test_the_arguments_are_those_that_are_known_in_their_order(known: KnownFunction) -> None:
    function = SPECIFIED[known.name]

    assert function.arguments_known == (known.arguments is not None)
    assert [
        (argument.name, ON_THE_WIRE.get(argument.type, argument.type), argument.required, argument.secret)
        for argument in function.arguments
    ] == [(argument.name, argument.type, argument.required, argument.secret) for argument in known.arguments or ()]


@each_function
def test_the_facts_about_a_function_are_those_that_are_known(known: KnownFunction) -> None:
    function = SPECIFIED[known.name]

    assert (function.server, function.spe) == (known.server, known.scope or "")
    assert function.since == SINCE[known.since]
    assert function.long_running == {"no sign of it": "no"}.get(known.long_running, known.long_running)
    assert function.read_only == (known.read_only and known.name not in NOT_REPEATED)
    assert function.evidence == known.evidence.partition(" (")[0]


@each_function
def test_a_function_has_a_model_if_and_only_if_its_result_was_seen_to_be_more_than_nothing(
    known: KnownFunction,
) -> None:
    result = SPECIFIED[known.name].result

    if known.result is None:
        assert result in ("none", "json", "status")
    else:
        assert shape(result) == KINDS[known.result["kind"]]


KINDS = {"array": "list", "object": "model", "null": "nothing"}


def shape(result: str) -> str:
    if result in ("none", "status"):  # a final status says nothing of a result either
        return "nothing"
    return "list" if result.startswith("list[") else "model"


@pytest.mark.parametrize("name", KNOWN_VALUES)
def test_the_known_values_of_an_argument_are_its_type_or_stand_in_its_description(name: str) -> None:
    function, described = SPECIFIED[name], descriptions()[name]

    for argument, values in KNOWN_VALUES[name].items():
        in_words = [value for value in values if value in re.findall(r"\w+", described[argument])]
        assert list(values) in (list(function.by_name[argument].values), in_words)


def descriptions() -> dict[str, dict[str, str]]:
    """What the specification says about each argument."""
    found: dict[str, dict[str, str]] = {}
    for area in (Path(__file__).parent.parent / "spec").glob("*.toml"):
        for name, table in tomllib.loads(area.read_text(encoding="utf-8")).items():
            if name in CALLABLE:
                found[name] = {argument["name"]: argument["doc"] for argument in table.get("arguments", [])}
    return found


@each_callable
def test_each_client_of_its_product_has_the_function_with_its_arguments(known: KnownFunction) -> None:
    assert known.arguments is not None
    for kind in (kind for place in places(known) for kind in TYPED[place]):
        typed, raw = public(kind)[known.python_name], public(raw_of(kind))[known.name]
        assert [p.name for p in parameters(raw)] == [argument.name for argument in known.arguments]
        for given, wire, argument in zip(parameters(typed), parameters(raw), known.arguments, strict=True):
            default = Parameter.empty if argument.required else argument.wrapper_default
            assert (given.default, wire.default) == (default, default)
            assert given.kind == (Parameter.POSITIONAL_OR_KEYWORD if argument.required else Parameter.KEYWORD_ONLY)
            assert wire.kind == Parameter.POSITIONAL_OR_KEYWORD


@each_callable
def test_the_clients_of_the_later_wrappers_have_the_function_with_its_arguments(known: KnownFunction) -> None:
    assert known.arguments is not None
    for kind in (kind for kind, has in LATER_WRAPPERS.items() if has & places(known)):
        method = public(kind)[known.name]
        assert [(p.name, p.default) for p in parameters(method)] == [
            (argument.name, Parameter.empty if argument.required else argument.wrapper_default)
            for argument in known.arguments
        ]
        assert "autoHandleToken" in inspect.signature(method).parameters


@each_long_running
def test_what_may_run_long_can_be_begun_and_its_token_be_had(known: KnownFunction) -> None:
    for kind in (kind for place in places(known) for kind in TYPED[place]):
        methods = public(kind)
        assert parameters(methods[f"begin_{known.python_name}"]) == parameters(methods[known.python_name])
        assert "autoHandleToken" in inspect.signature(public(raw_of(kind))[known.name]).parameters


@pytest.mark.parametrize("place", TYPED)
def test_a_client_knows_the_functions_of_its_product_and_no_others(place: str) -> None:
    own = {known.python_name for known in CALLABLE.values() if place in places(known)}
    others = {known.python_name for known in KNOWN.values()} - own

    for kind in TYPED[place]:
        assert own <= public(kind).keys()
        assert not others & public(kind).keys()
        assert not {f"begin_{name}" for name in others} & public(kind).keys()
        assert not {name for name in KNOWN if known_elsewhere(name, place)} & public(raw_of(kind)).keys()


@pytest.mark.parametrize("kind", LATER_WRAPPERS)
def test_a_client_of_the_later_wrappers_knows_no_functions_of_another_product(kind: type) -> None:
    others = {name for name in KNOWN if all(known_elsewhere(name, place) for place in LATER_WRAPPERS[kind])}

    assert others
    assert not others & public(kind).keys()


def known_elsewhere(name: str, place: str) -> bool:
    return name not in CALLABLE or place not in places(CALLABLE[name])


def test_functions_whose_arguments_nobody_knows_are_still_known_by_name() -> None:
    unknown: list[Function[Any]] = [function for function in ALL if not function.arguments_known]

    assert {function.name for function in unknown} == KNOWN.keys() - CALLABLE.keys()
    assert {function.spe for function in unknown} == {"unknown"}
