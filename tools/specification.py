"""Read ``spec/*.toml`` and refuse what does not fit, with the file and the function's name in the message."""

from __future__ import annotations

import keyword
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mailstore_sdk import models
from mailstore_sdk.function import Argument, Function, Legacy

NOT_AREAS = ("values.toml", "since.toml")
Kinds = dict[str, type | tuple[type, ...]]
FUNCTION_KEYS: Kinds = {
    "summary": str, "notes": str, "products": dict, "since": str, "arguments": (list, str), "long_running": str,
    "read_only": bool, "result": str, "secret_result": bool, "evidence": str, "legacy": dict,
}  # fmt: skip
PRODUCT_KEYS: Kinds = {"server": bool, "spe": str}
ARGUMENT_KEYS: Kinds = {
    "name": str, "type": str, "doc": str, "optional": bool, "default": (str, int, float), "values": str, "secret": bool,
}  # fmt: skip
LEGACY_KEYS: Kinds = {"name": str, "documented": bool, "lists": list, "keys": list}
VALUES_KEYS: Kinds = {"doc": str, "values": list}
KINDS = {str: "text", bool: "true or false", list: "a list", dict: "a table", int: "a number", float: "a number"}
TAKEN = {"self", "autoHandleToken"}  # by the generated methods
ARGUMENT_TYPES = {"string", "number", "bool", "list", "datetime", "time", "duration", "json"}
EVIDENCE = {"none", "documented", "captured", "documented and captured", "client code"}
RESULT = re.compile(r"none|json|status|([A-Z]\w*)|list\[([A-Z]\w*)\]")


class SpecError(Exception):
    """The specification does not fit the format; the text says where."""


@dataclass(frozen=True)
class ArgumentSpec:
    """An argument with what only the generated signature and docstring need."""

    wire: Argument
    doc: str
    default: object
    values: str

    @property
    def python_name(self) -> str:
        return snake_case(self.wire.name)


@dataclass(frozen=True)
class FunctionSpec:
    """A function with what only the generated docstring needs."""

    function: Function[Any]
    arguments: tuple[ArgumentSpec, ...]
    notes: str
    area: str

    @property
    def python_name(self) -> str:
        return snake_case(self.function.name)

    @property
    def constant(self) -> str:
        return self.python_name.upper()


@dataclass(frozen=True)
class Specification:
    functions: tuple[FunctionSpec, ...]
    values: dict[str, dict[str, Any]]
    since: dict[str, str]


def snake_case(name: str) -> str:
    """The Python name of a wire name: ``timeZoneID`` → ``time_zone_id``, ``pop3UserNames`` → ``pop3_user_names``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def load(folder: Path) -> Specification:
    values: dict[str, dict[str, Any]] = _read(folder / "values.toml")
    since: dict[str, str] = _read(folder / "since.toml")
    for name, entry in values.items():
        _only(entry, VALUES_KEYS, f"values.toml: [{name}]")
        _complete(entry, VALUES_KEYS, f"values.toml: [{name}]")
    functions: list[FunctionSpec] = []
    for path in sorted(folder.glob("*.toml")):
        if path.name in NOT_AREAS:
            continue
        for name, table in _read(path).items():
            where = f"{path.name}: [{name}]"
            functions.append(_function(where, path.stem, name, table, values, since))
    seen: dict[str, str] = {}
    for spec in functions:
        where = f"{spec.area}.toml: [{spec.function.name}]"
        for name in {spec.function.name, spec.function.legacy.name}:
            _require(name not in seen, where, f"{name} is described twice, also in {seen.get(name)}")
            seen[name] = where
    return Specification(tuple(functions), values, since)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SpecError(f"{path.name}: {error}") from error


def _require(holds: object, where: str, what: str) -> None:
    if not holds:
        raise SpecError(f"{where}: {what}")


def _only(table: object, allowed: Kinds, where: str) -> None:
    """Refuse what is no table, unknown keys, and values of another kind: the text "false" would be taken for true."""
    if not isinstance(table, dict):
        raise SpecError(f"{where}: is not a table")
    unknown = sorted(set(table) - set(allowed))
    _require(not unknown, where, f"unknown key {', '.join(unknown)} (known: {', '.join(sorted(allowed))})")
    for key, value in table.items():
        kinds = allowed[key]
        kinds = kinds if isinstance(kinds, tuple) else (kinds,)
        wanted = " or ".join(dict.fromkeys(KINDS[kind] for kind in kinds))
        _require(isinstance(value, kinds), where, f"{key} is {wanted}")


def _complete(table: dict[str, Any], keys: Iterable[str], where: str) -> None:
    for key in keys:
        _require(table.get(key, "") != "", where, f"{key} is missing")


def _function(
    where: str,
    area: str,
    name: str,
    table: dict[str, Any],
    values: dict[str, dict[str, Any]],
    since: dict[str, str],
) -> FunctionSpec:
    _require(re.fullmatch(r"[A-Z][A-Za-z0-9]*", name), where, "a function's name begins with a capital letter")
    _only(table, FUNCTION_KEYS, where)
    _complete(table, ("summary", "products", "since", "result", "evidence"), where)
    _only(table["products"], PRODUCT_KEYS, f"{where} products")
    spe = table["products"].get("spe", "")
    _require(spe in ("", "instance", "system", "unknown"), where, "products.spe is instance, system or unknown")
    _require(table["products"].get("server") or spe, where, "products names neither server nor spe")
    _require(table["since"] in since, where, f"since {table['since']!r} is not in since.toml")
    _require(table["evidence"] in EVIDENCE, where, f"evidence is one of: {', '.join(sorted(EVIDENCE))}")
    result = RESULT.fullmatch(table["result"])
    if result is None:
        raise SpecError(f"{where}: result is none, json, status, a Model or list[Model]")
    model = result.group(1) or result.group(2)
    _require(
        model is None or model in models.__all__, where, f"result names {model}, which is not in models/__init__.py"
    )
    long_running = table.get("long_running", "no")
    _require(long_running in ("no", "likely", "documented"), where, "long_running is likely or documented")
    _require(table["result"] != "status" or long_running != "no", where, "only a long-running call ends with a status")
    legacy = table.get("legacy", {})
    _only(legacy, LEGACY_KEYS, f"{where} legacy")
    _require(re.fullmatch(r"\w+", legacy.get("name", name)), where, "legacy.name is not the name of a function")

    known = table.get("arguments", []) != "unknown"
    _require(not known or isinstance(table.get("arguments", []), list), where, "arguments is a list, or unknown")
    arguments = [_argument(where, entry, values) for entry in table.get("arguments", [])] if known else []
    required_first = sorted(arguments, key=lambda argument: not argument.wire.required)
    _require(required_first == arguments, where, "required arguments come before optional ones")
    names = [argument.python_name for argument in arguments]
    twice = sorted({name for name in names if names.count(name) > 1})
    _require(not twice, where, f"argument {', '.join(twice)} is there twice")
    return FunctionSpec(
        function=Function(
            name=name,
            summary=table["summary"],
            arguments=tuple(argument.wire for argument in arguments),
            arguments_known=known,
            result=table["result"],
            secret_result=table.get("secret_result", False),
            long_running=long_running,
            read_only=table.get("read_only", False),
            server=table["products"].get("server", False),
            spe=spe,
            since=table["since"],
            evidence=table["evidence"],
            legacy=Legacy(
                name=legacy.get("name", name),
                documented=legacy.get("documented", False),
                lists=tuple(legacy.get("lists", ())),
                keys=tuple(legacy.get("keys", ())),
            ),
        ),
        arguments=tuple(arguments),
        notes=table.get("notes", "").strip(),
        area=area,
    )


def _argument(where: str, entry: dict[str, Any], values: dict[str, dict[str, Any]]) -> ArgumentSpec:
    _require(isinstance(entry, dict), where, f"argument {entry!r} is not a table")
    where = f"{where} {entry.get('name', '(argument without a name)')}"
    _only(entry, ARGUMENT_KEYS, where)
    _complete(entry, ("name", "type", "doc"), where)
    name = entry["name"]
    _require(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name), where, "name is not one that the API can have")
    python = {name, snake_case(name)}
    _require(not any(map(keyword.iskeyword, python)) and not python & TAKEN, where, "name has a meaning of its own")
    _require(entry["type"] in ARGUMENT_TYPES, where, f"type is one of: {', '.join(sorted(ARGUMENT_TYPES))}")
    _require("values" not in entry or entry["values"] in values, where, "values names a set of values.toml")
    return ArgumentSpec(
        wire=Argument(
            name=entry["name"],
            type=entry["type"],
            required=not entry.get("optional", False) and "default" not in entry,
            secret=entry.get("secret", False),
            values=tuple(values[entry["values"]]["values"]) if "values" in entry else (),
        ),
        doc=entry["doc"],
        default=entry.get("default"),
        values=entry.get("values", ""),
    )
