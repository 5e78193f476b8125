"""Read ``spec/*.toml`` and refuse what does not fit, with the file and the function's name in the message."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mailstore_sdk.function import Argument, Function, Legacy

NOT_AREAS = ("values.toml", "since.toml")
FUNCTION_KEYS = {
    "summary", "notes", "products", "since", "arguments", "long_running", "read_only", "result", "secret_result",
    "evidence", "legacy",
}  # fmt: skip
ARGUMENT_KEYS = {"name", "type", "doc", "optional", "default", "values", "secret"}
LEGACY_KEYS = {"name", "documented", "lists", "keys"}
ARGUMENT_TYPES = {"string", "number", "bool", "list", "datetime", "json"}
EVIDENCE = {"none", "documented", "captured", "documented and captured", "client code"}
RESULT = re.compile(r"none|json|status|[A-Z]\w*|list\[[A-Z]\w*\]")


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
    functions: list[FunctionSpec] = []
    for path in sorted(folder.glob("*.toml")):
        if path.name in NOT_AREAS:
            continue
        for name, table in _read(path).items():
            where = f"{path.name}: [{name}]"
            functions.append(_function(where, path.stem, name, table, values, since))
    seen: set[str] = set()
    for spec in functions:
        for name in {spec.function.name, spec.function.legacy.name}:
            _require(name not in seen, spec.function.name, f"{name} is described twice")
            seen.add(name)
    return Specification(tuple(functions), values, since)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SpecError(f"{path.name}: {error}") from error


def _require(holds: object, where: str, what: str) -> None:
    if not holds:
        raise SpecError(f"{where}: {what}")


def _only(table: dict[str, Any], allowed: set[str], where: str) -> None:
    unknown = sorted(set(table) - allowed)
    _require(not unknown, where, f"unknown key {', '.join(unknown)} (known: {', '.join(sorted(allowed))})")


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
    for key in ("summary", "products", "since", "result", "evidence"):
        _require(key in table, where, f"{key} is missing")
    _only(table["products"], {"server", "spe"}, f"{where} products")
    spe = table["products"].get("spe", "")
    _require(spe in ("", "instance", "system", "unknown"), where, "products.spe is instance, system or unknown")
    _require(table["products"].get("server") or spe, where, "products names neither server nor spe")
    _require(table["since"] in since, where, f"since {table['since']!r} is not in since.toml")
    _require(table["evidence"] in EVIDENCE, where, f"evidence is one of: {', '.join(sorted(EVIDENCE))}")
    _require(RESULT.fullmatch(table["result"]), where, "result is none, json, status, a Model or list[Model]")
    long_running = table.get("long_running", "no")
    _require(long_running in ("no", "likely", "documented"), where, "long_running is likely or documented")
    _require(table["result"] != "status" or long_running != "no", where, "only a long-running call ends with a status")
    legacy = table.get("legacy", {})
    _only(legacy, LEGACY_KEYS, f"{where} legacy")

    known = table.get("arguments", []) != "unknown"
    arguments = [_argument(where, entry, values) for entry in table.get("arguments", [])] if known else []
    required_first = sorted(arguments, key=lambda argument: not argument.wire.required)
    _require(required_first == arguments, where, "required arguments come before optional ones")
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
    where = f"{where} {entry.get('name', '(argument without a name)')}"
    _only(entry, ARGUMENT_KEYS, where)
    for key in ("name", "type", "doc"):
        _require(key in entry, where, f"{key} is missing")
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
