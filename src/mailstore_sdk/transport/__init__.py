"""Raw JSON in and out: the protocols, retries, TLS and secrets. Knows nothing of models."""

from mailstore_sdk.transport.driver import AsyncTransport, Transport
from mailstore_sdk.transport.settings import Options, ProtocolName, Settings
from mailstore_sdk.transport.wire import AsyncSender, Reply, Request, Sender

__all__ = [
    "AsyncSender",
    "AsyncTransport",
    "Options",
    "ProtocolName",
    "Reply",
    "Request",
    "Sender",
    "Settings",
    "Transport",
]
