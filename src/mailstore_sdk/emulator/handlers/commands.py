"""What a job carries out: a function of the API, named by text.

That the text names a function is documented. How arguments stand in it was not seen: `Name --argument=value`, quoted
where there are blanks, is our choice.
"""

from __future__ import annotations

import re
import shlex
from urllib.parse import urlencode

from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.emulator.arguments import read
from mailstore_sdk.emulator.handlers.registry import HANDLERS
from mailstore_sdk.emulator.installation import InstanceState
from mailstore_sdk.emulator.messages import Refused
from mailstore_sdk.emulator.state import State
from mailstore_sdk.emulator.tasks import Script

NOT_IN_A_JOB = "RunJobAsync"  # a job that runs itself would never end


def carry_out(state: State, command: str, caller: str) -> None:
    """Do what a command says; what runs long is done at once: our choice.

    Args:
        state: What it is done to.
        command: A function's name and its arguments.
        caller: In whose name.

    Raises:
        Refused: The function refused, or there is none of that name.
    """
    name, *words = _words(command) or [""]
    function = BY_NAME.get(name)
    there = function and (function.spe == "instance" if isinstance(state, InstanceState) else function.server)
    if function is None or not there or name == NOT_IN_A_JOB:
        raise Refused(f"'{command}' is no command.")
    given = [re.fullmatch(r"--(\w+)=(.*)", word, re.DOTALL) for word in words]
    fields = {one[1]: one[2] for one in given if one}
    if len(fields) < len(words):
        raise Refused(f"'{command}' is no command.")
    arguments = read(function, urlencode(fields).encode(), caller)
    result = HANDLERS[function.name](state, arguments) if function.name in HANDLERS else None
    if isinstance(result, Script):
        result.finish()


def _words(command: str) -> list[str]:
    """Split at blanks outside quotes; a backslash is none of the signs that mean something, as in paths."""
    lexer = shlex.shlex(command, posix=True)
    lexer.whitespace_split, lexer.escape, lexer.commenters = True, "", ""
    try:
        return list(lexer)
    except ValueError:
        return []
