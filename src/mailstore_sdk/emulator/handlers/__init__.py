"""What the emulated server does for each function; one file an area, as in spec/.

A function of the specification without a handler is answered too: its arguments are checked, and the result is null.
"""

from mailstore_sdk.emulator.handlers import profiles, stores, system, users
from mailstore_sdk.emulator.handlers.registry import Handler, Known

HANDLERS: dict[str, Handler] = {**users.HANDLERS, **stores.HANDLERS, **profiles.HANDLERS, **system.HANDLERS}

__all__ = ["HANDLERS", "Handler", "Known"]
