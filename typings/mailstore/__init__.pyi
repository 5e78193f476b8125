# The original wrapper of version 8.1, which has no types. Source of the names: its tutorial.
from typing import Any

from mailstore import errors as errors
from mailstore import server as server

def pprint(value: Any) -> None: ...
