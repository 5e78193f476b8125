"""What the emulated server does for each function, grouped as in spec/.

A function of the specification without a handler is answered too: its arguments are checked, and the result is null,
or, where the call documentedly or likely runs long, a short task.
"""

from mailstore_sdk.emulator.handlers import (
    administrators,
    archived_messages,
    compliance,
    configuration,
    directory_services,
    environment,
    folders,
    instances,
    jobs,
    profiles,
    search_indexes,
    servers,
    stores,
    system,
    users,
)
from mailstore_sdk.emulator.handlers.registry import HANDLERS, Handler, Handlers

HANDLERS |= {
    **users.HANDLERS,
    **stores.HANDLERS,
    **search_indexes.HANDLERS,
    **profiles.HANDLERS,
    **jobs.HANDLERS,
    **folders.HANDLERS,
    **archived_messages.HANDLERS,
    **configuration.HANDLERS,
    **directory_services.HANDLERS,
    **compliance.HANDLERS,
    **system.HANDLERS,
    **administrators.HANDLERS,
    **environment.HANDLERS,
    **servers.HANDLERS,
    **instances.HANDLERS,
}

__all__ = ["HANDLERS", "Handler", "Handlers"]
