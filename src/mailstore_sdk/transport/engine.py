"""The HTTP engine: httpcore, which is what httpx is built on, or httpcore2 where httpx2 is installed.

The SDK talks to the engine and not to httpx's client, whose models take two thirds of the time of a call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpcore
else:
    try:
        import httpcore2 as httpcore
    except ImportError:
        import httpcore

__all__ = ["ERRORS", "httpcore"]

ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
)
"""All that the engine raises when an exchange does not come off; they have no ancestor in common."""
