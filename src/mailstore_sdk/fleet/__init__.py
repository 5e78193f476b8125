"""The same call on many servers: bounded, results as they come, what fails as data.

    fleet = Fleet({"north": Client("north.example", …), "south": Client("south.example", …)})
    for result in fleet.each(lambda client: client.get_server_info()):
        print(result.name, result.error or result.value.version)

docs/fleet.md tells how far one process carries.
"""

from mailstore_sdk.fleet.progress import progress_bar
from mailstore_sdk.fleet.result import FleetResult
from mailstore_sdk.fleet.tasks import AsyncFleet
from mailstore_sdk.fleet.threads import Fleet

__all__ = ["AsyncFleet", "Fleet", "FleetResult", "progress_bar"]
