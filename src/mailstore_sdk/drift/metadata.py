"""Hold a server's list of its functions against the specification."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from mailstore_sdk._generated.functions import ALL, BY_NAME
from mailstore_sdk.function import Argument, Function
from mailstore_sdk.models import ArgumentMetadata, FunctionDifference, FunctionMetadata, MetadataComparison

Edition = Literal["server", "spe"]
NO_ARGUMENTS = "no arguments"
# Functions on an instance take it besides their own arguments (documented).
INSTANCE = Argument(name="instanceID", type="string")


def functions_of(edition: Edition) -> tuple[Function[Any], ...]:
    """The functions that the specification has for an edition."""
    return tuple(function for function in ALL if (function.server if edition == "server" else function.spe))


def compare_metadata(listed: Sequence[FunctionMetadata], edition: Edition) -> MetadataComparison:
    """Hold a server's list of its functions against the specification.

    Args:
        listed: What `get_metadata()` gave.
        edition: Whose functions to expect.
    """
    expected = {function.name: function for function in functions_of(edition)}
    found = {function.name: function for function in listed}
    differences = [_missing(function, edition) for name, function in expected.items() if name not in found]
    for name, function in found.items():
        if name in expected:
            differences += _arguments(expected[name], function.args, edition)
        else:
            differences.append(_extra(function))
    differences += _repeated(listed)
    return MetadataComparison(edition=edition, expected=len(expected), found=len(found), differences=differences)


def _missing(function: Function[Any], edition: Edition) -> FunctionDifference:
    signature = _signature(_expected(function, edition)) if function.arguments_known else "arguments unknown"
    return FunctionDifference(kind="missing", function=function.name, expected=signature, since=function.since)


def _extra(function: FunctionMetadata) -> FunctionDifference:
    since = _since(function.name)  # known where the other edition has it
    return FunctionDifference(
        kind="extra", function=function.name, found=_signature(_found(function.args)), since=since
    )


def _repeated(listed: Sequence[FunctionMetadata]) -> Iterator[FunctionDifference]:
    for name, times in Counter(function.name for function in listed).items():
        if times > 1:
            found = f"{times} times"
            yield FunctionDifference(kind="different", function=name, expected="once", found=found, since=_since(name))


def _since(name: str) -> str | None:
    known = BY_NAME.get(name)
    return known.since if known else None


def _arguments(
    function: Function[Any], listed: Sequence[ArgumentMetadata], edition: Edition
) -> Iterator[FunctionDifference]:
    if not function.arguments_known:
        return
    expected, found = _expected(function, edition), _found(listed)
    for name in {**expected, **found}:
        wanted, got = expected.get(name), found.get(name)
        if wanted == got:
            continue
        kind: Literal["missing", "extra", "different"] = "different"
        if wanted is None or got is None:
            kind = "extra" if wanted is None else "missing"
        yield FunctionDifference(
            kind=kind, function=function.name, argument=name, expected=wanted, found=got, since=function.since
        )


def _expected(function: Function[Any], edition: Edition) -> dict[str, str]:
    on_instance = edition == "spe" and function.spe == "instance"
    arguments = (INSTANCE, *function.arguments) if on_instance else function.arguments
    return {each.name: f"{each.metadata_type}, {'required' if each.required else 'optional'}" for each in arguments}


def _found(arguments: Sequence[ArgumentMetadata]) -> dict[str, str]:
    return {each.name: f"{each.type}, {'optional' if each.nullable else 'required'}" for each in arguments}


def _signature(arguments: dict[str, str]) -> str:
    return "; ".join(f"{name}: {what}" for name, what in arguments.items()) or NO_ARGUMENTS
