"""Which proxy leads to the server: the one that is asked for, or the one that the environment names."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes, urlsplit

from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.transport.engine import httpcore

if TYPE_CHECKING:
    from mailstore_sdk.transport.settings import Settings

SCHEMES = ("http", "https", "socks5", "socks5h")


def proxy_for(settings: Settings) -> httpcore.Proxy | None:
    """The proxy for these settings, as the HTTP engine takes it.

    Raises:
        ConfigurationError: It is no proxy's URL, or one of a kind that cannot be used; without the URL, which may hold
            a password.
    """
    address, where = settings.proxy, "proxy"
    if address is None and settings.trust_env:
        where = "a proxy of the environment (trust_env=False passes it over)"
        address = _of_environment(settings.host.strip("[]"))
    if address is None:
        return None
    proxy = _read(address)
    if proxy is None:
        raise ConfigurationError(f"{where} is not the URL of a proxy that can be used, as http://proxy.example:3128")
    return proxy


def _of_environment(host: str) -> str | None:
    elsewhere = sys.platform in ("win32", "darwin")  # there the system's settings count as well
    if not elsewhere and not any(name.lower().endswith("_proxy") for name in os.environ):
        return None
    from urllib.request import getproxies, proxy_bypass  # takes longer to load than the HTTP engine

    named = getproxies()
    address = named.get("https") or named.get("all")
    if not address or proxy_bypass(host):
        return None
    return address if "://" in address else f"http://{address}"


def _read(address: str) -> httpcore.Proxy | None:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
        url = f"{parts.scheme}://{f'[{host}]' if ':' in host else host}" + ("" if port is None else f":{port}")
        url.encode("ascii")
    except ValueError:
        return None
    if parts.scheme not in SCHEMES or not host or port == 0:
        return None
    if parts.scheme.startswith("socks") and find_spec("socksio") is None:  # what the engine needs for it
        return None
    user, password = unquote_to_bytes(parts.username or ""), unquote_to_bytes(parts.password or "")
    return httpcore.Proxy(url, auth=(user, password) if user or password else None)
