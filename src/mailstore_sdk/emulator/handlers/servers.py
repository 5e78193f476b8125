"""Instance Hosts and Client Access Servers of a Service Provider Edition."""

from __future__ import annotations

from typing import Any

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers.registry import Handlers, check_kinds, name_of
from mailstore_sdk.emulator.installation import Installation
from mailstore_sdk.emulator.messages import Refused
from mailstore_sdk.emulator.stored_settings import without_passwords

HOST_PORT = 8472  # both captured
ACCESS_PORT = 8473
LAST_PORT = 65_535


def get_instance_hosts(installation: Installation, arguments: Arguments) -> Any:
    """Keys and their order as captured."""
    return _listed(installation.instance_hosts, arguments)


def create_instance_host(installation: Installation, arguments: Arguments) -> None:
    """Left out, the port is the one captured, and the other keys are null: our choice."""
    config = _settings(arguments)
    first = {"serverName": None, "port": HOST_PORT, "serverCertificate": {"thumbprint": None}, "baseDirectory": None}
    installation.instance_hosts[_new(installation.instance_hosts, config)] = {**first, **config}


def set_instance_host(installation: Installation, arguments: Arguments) -> None:
    """The settings are replaced as a whole."""
    config = _settings(arguments)
    installation.instance_hosts[_known(installation.instance_hosts, config.get("serverName"))] = config


def delete_instance_host(installation: Installation, arguments: Arguments) -> None:
    """One with instances on it stays: our choice."""
    name = _known(installation.instance_hosts, arguments.text("serverName"))
    if any(instance.host == name for instance in installation.instances.values()):
        raise Refused(f"There are instances on server '{name}'.")
    del installation.instance_hosts[name]


def get_directories(installation: Installation, arguments: Arguments) -> Any:
    """The names of the folders: our choice, as no answer of a real server was seen."""
    name = _known(installation.instance_hosts, arguments.text("serverName"))
    path = arguments.optional("path", str)
    prefix = f"{path.rstrip(chr(92))}\\" if path else ""
    directories = installation.directories.get(name, [])
    return sorted({d.removeprefix(prefix).split("\\")[0] for d in directories if d.startswith(prefix)})


def create_directory(installation: Installation, arguments: Arguments) -> None:
    """Those above it need not exist: our choice."""
    name = _known(installation.instance_hosts, arguments.text("serverName"))
    installation.directories.setdefault(name, []).append(arguments.text("path").rstrip("\\"))


def get_client_access_servers(installation: Installation, arguments: Arguments) -> Any:
    """Keys as documented; what is added with the service's state is not known, so nothing is."""
    return _listed(installation.client_access_servers, arguments)


def create_client_access_server(installation: Installation, arguments: Arguments) -> None:
    """Left out, the port is the one captured: our choice."""
    config = _settings(arguments)
    first = {"serverName": None, "port": ACCESS_PORT, "serverCertificate": {"thumbprint": None}}
    installation.client_access_servers[_new(installation.client_access_servers, config)] = {**first, **config}


def set_client_access_server(installation: Installation, arguments: Arguments) -> None:
    """The settings are replaced as a whole."""
    config = _settings(arguments)
    installation.client_access_servers[_known(installation.client_access_servers, config.get("serverName"))] = config


def delete_client_access_server(installation: Installation, arguments: Arguments) -> None:
    """It is no longer listed."""
    del installation.client_access_servers[_known(installation.client_access_servers, arguments.text("serverName"))]


def _listed(servers: dict[str, dict[str, Any]], arguments: Arguments) -> list[Any]:
    """All, or the one of that exact name (documented); none if there is none, which is our choice."""
    wanted = arguments.optional("serverNameFilter", str)
    return [without_passwords(server) for name, server in servers.items() if wanted in (None, name)]


def _known(servers: dict[str, dict[str, Any]], name: Any) -> str:
    if not isinstance(name, str) or name not in servers:
        raise Refused(f"Server '{name}' does not exist.")
    return name


def _new(servers: dict[str, dict[str, Any]], config: dict[str, Any]) -> str:
    name = name_of(config, "serverName", "A server")
    if name in servers:
        raise Refused(f"Server '{name}' already exists.")
    return name


def _settings(arguments: Arguments) -> dict[str, Any]:
    config = arguments.config()
    check_kinds(config, {"port": int, "serverCertificate": dict, "baseDirectory": str})
    port = config.get("port")
    if port is not None and not 1 <= port <= LAST_PORT:
        raise Refused("API argument config has no valid port.")
    return config


HANDLERS: Handlers = {
    "GetInstanceHosts": get_instance_hosts,
    "CreateInstanceHost": create_instance_host,
    "SetInstanceHostConfiguration": set_instance_host,
    "DeleteInstanceHost": delete_instance_host,
    "GetDirectoriesOnInstanceHost": get_directories,
    "CreateDirectoryOnInstanceHost": create_directory,
    "GetClientAccessServers": get_client_access_servers,
    "CreateClientAccessServer": create_client_access_server,
    "SetClientAccessServerConfiguration": set_client_access_server,
    "DeleteClientAccessServer": delete_client_access_server,
}
