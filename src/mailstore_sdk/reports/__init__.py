"""What an archive looks like at a moment, collected into a model that dumps to JSON."""

from __future__ import annotations

from mailstore_sdk.reports.collect import collect, verify
from mailstore_sdk.reports.model import Report, Verification

__all__ = ["Report", "Verification", "collect", "verify"]
