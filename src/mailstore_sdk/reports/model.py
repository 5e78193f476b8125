"""The report as data."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from mailstore_sdk._version import __version__
from mailstore_sdk.models import ServerInfo, StatusResult, Store, UserInfo
from mailstore_sdk.models.base import Model


class Verification(StatusResult):
    """How the verification of an archive store ended.

    Attributes:
        store: Id of the archive store.
    """

    store: int


class Report(Model):
    """What an archive looked like at a moment. The keys in JSON are the API's own.

    Attributes:
        format: Version of this format; a number that grows when a key changes its meaning.
        created: When the report was made, UTC.
        sdk: Version of the SDK that made it.
        server: Version and name of the server.
        users: All users with their details.
        stores: All archive stores, sizes in bytes.
        verification: How the verification of a store ended; None if none was asked for.
    """

    format: Literal[1] = 1
    created: datetime
    sdk: str = __version__
    server: ServerInfo
    users: list[UserInfo] = Field(default_factory=list)
    stores: list[Store] = Field(default_factory=list)
    verification: Verification | None = None

    def with_verification(self, verification: Verification) -> Report:
        """This report with the verification of a store."""
        return self.model_copy(update={"verification": verification})

    def to_json(self) -> str:
        """The report as JSON text, with the API's own names and a line end at its end."""
        return self.model_dump_json(by_alias=True, indent=2) + "\n"
