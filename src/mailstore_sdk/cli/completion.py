"""What a shell offers after Tab: names from the specification and from the profiles. No server is ever asked."""

from __future__ import annotations

import os
from collections.abc import Iterator

from mailstore_sdk.errors import MailStoreError
from mailstore_sdk.function import Argument, Function

EQUALS = "="  # by itself: bash takes it for a word of its own


def function_names(incomplete: str) -> Iterator[tuple[str, str]]:
    """Functions that begin so, each with its summary."""
    from mailstore_sdk._generated.functions import BY_NAME

    for function in BY_NAME.values():
        if function.name.startswith(incomplete):
            yield function.name, function.summary


def arguments(words: list[str], incomplete: str) -> Iterator[str]:
    """What can stand next after `mailstore call FUNCTION …`: `name=`, and after it the values that are known.

    Args:
        words: What is there already, the function first among those that are no option.
        incomplete: What is being typed.
    """
    known = _function(words)
    if known is None:
        return
    name, equals, typed = incomplete.partition(EQUALS)
    begin = f"{name}="
    # bash: `name`, `=` and the value are three words, and it wants to hear the value alone.
    if incomplete == EQUALS:
        name, begin = words[-1], ""
    elif words[-1:] == [EQUALS]:
        name, equals, typed, begin = words[-2], EQUALS, incomplete, ""
    if equals:
        yield from (f"{begin}{value}" for value in _values(known.by_name.get(name)) if value.startswith(typed))
        return
    there = {word.partition(EQUALS)[0] for word in words}
    for argument in known.arguments:
        if argument.name not in there and argument.name.startswith(incomplete):
            yield f"{argument.name}="


def profile_names(incomplete: str) -> list[str]:
    """Profiles that begin so; none where the file cannot be used, which is no moment to say so."""
    from mailstore_sdk import profiles

    try:
        found = profiles.read(profiles.config_file(os.environ))
    except MailStoreError:
        return []
    return [name for name in found if name.startswith(incomplete)]


def _function(words: list[str]) -> Function[object] | None:
    from mailstore_sdk._generated.functions import BY_NAME

    return next((BY_NAME[word] for word in words if word in BY_NAME), None)


def _values(argument: Argument | None) -> tuple[str, ...]:
    if argument is None:
        return ()
    return ("true", "false") if argument.type == "bool" else argument.values
