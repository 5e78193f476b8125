"""Compare a server with what the SDK knows of servers: which functions it has, and what its answers look like.

Loaded when first used, since it needs the models.
"""

from mailstore_sdk.drift.metadata import compare_metadata
from mailstore_sdk.drift.reading import survey

__all__ = ["compare_metadata", "survey"]
