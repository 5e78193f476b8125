"""`mailstore info`: whether the server is there, and which one it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailstore_sdk.cli.connection import Connection
from mailstore_sdk.cli.output import Output, plain, say, table

if TYPE_CHECKING:
    from mailstore_sdk.client import Client
    from mailstore_sdk.spe import InstanceClient, SpeClient

EVERY = "*"


def info(connection: Connection, output: Output) -> None:
    """Print the server's name, its version and the generation of the API that it speaks; of an SPE its instances."""
    from mailstore_sdk.client import Client
    from mailstore_sdk.spe import InstanceClient

    with connection.any() as client:
        if isinstance(client, Client):
            _server(client, output)
        elif isinstance(client, InstanceClient):
            _instance(client, output)
        else:
            _installation(client, output)


def _server(client: Client, output: Output) -> None:
    server = client.get_server_info()
    generation, url = client.transport.detect().name, client.transport.settings.url
    output.one(
        {**plain(server), "protocol": generation, "url": url},
        lambda: say(f"MailStore Server {server.version} on {server.machine_name} ({url}, {generation} protocol)"),
    )


def _installation(client: SpeClient, output: Output) -> None:
    environment, instances = client.get_environment_info(), client.get_instances(EVERY)
    url = client.transport.settings.url

    def lines() -> None:
        say(f"MailStore Service Provider Edition {environment.version} on {environment.server_name} ({url})")
        rows = [(one.instance_id, one.alias or "", one.instance_host or "", one.status or "") for one in instances]
        table("Instances", ("Instance", "Alias", "Host", "Status"), rows)

    output.one({**plain(environment), "url": url, "instances": plain(instances)}, lines)


def _instance(client: InstanceClient, output: Output) -> None:
    statistics = client.get_instance_statistics()
    output.one(
        {"instanceID": client.instance_id, **plain(statistics)},
        lambda: say(f"Instance {client.instance_id}: {_counts(plain(statistics))}"),
    )


def _counts(statistics: dict[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in statistics.items() if value is not None)
