"""Options that many commands have are written once: as a dataclass, whose fields typer sees as options."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from typing import TYPE_CHECKING, Any, get_type_hints

from mailstore_sdk.errors import ConfigurationError

if TYPE_CHECKING:
    import typer


def expanded(function: Callable[..., object]) -> Callable[..., object]:
    """The function as typer is to see it: instead of a parameter that is a group, the fields of the group.

    Args:
        function: A command; a parameter whose type is a dataclass is a group of options.

    Returns:
        A function that makes the groups again from what typer gives it.
    """
    hints = get_type_hints(function, include_extras=True)
    groups: dict[str, type[Any]] = {}
    shown: list[inspect.Parameter] = []
    for parameter in inspect.signature(function).parameters.values():
        kind = hints[parameter.name]
        if isinstance(kind, type) and is_dataclass(kind):
            groups[parameter.name] = kind
            shown.extend(_options(kind))
        else:
            shown.append(parameter.replace(kind=parameter.KEYWORD_ONLY, annotation=kind))

    def command(**given: Any) -> object:
        made = {
            name: group(**{field.name: given.pop(field.name) for field in fields(group)})
            for name, group in groups.items()
        }
        return function(**made, **given)

    command.__name__, command.__doc__ = function.__name__, function.__doc__
    command.__annotations__ = {each.name: each.annotation for each in shown}
    command.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]  # what typer reads
    return command


def refuse_misplaced(context: typer.Context) -> None:
    """Refuse options before a command of a group that does something itself: they would not count for the command.

    Raises:
        ConfigurationError: There are some; another server might be changed than the one they name.
    """
    sources = [context.get_parameter_source(name) for name in context.params]
    if any(source is not None and source.name == "COMMANDLINE" for source in sources):
        raise ConfigurationError(f"options belong behind {context.invoked_subcommand}, not before it")


def _options(group: type[Any]) -> list[inspect.Parameter]:
    hints = get_type_hints(group, include_extras=True)
    return [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if field.default is MISSING else field.default,
            annotation=hints[field.name],
        )
        for field in fields(group)
    ]
