"""The archiving and export profiles of a server, as they are sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, JsonValue

from mailstore_sdk.client_kinds import server_of
from mailstore_sdk.errors import TOO_DEEP, ArgumentError, ResponseError, is_deep
from mailstore_sdk.models.base import Utc
from mailstore_sdk.workflows.names import folded
from mailstore_sdk.workflows.parts import Part
from mailstore_sdk.workflows.profile_settings import Raw, masked

if TYPE_CHECKING:
    from mailstore_sdk.client_kinds import ArchiveClient, AsyncArchiveClient


READ = "GetProfiles"
READING: dict[str, JsonValue] = {"raw": True}  # raw=false is refused (seen in client code)


class Profiles(Part):
    """The profiles of a server, with every key that it has sent.

    Attributes:
        format: Version of the format.
        server: Which server, as `server_of` names it.
        created: When they were read.
        profiles: The profiles; what may be a secret is masked, if the server tells any.
    """

    format: Literal[1] = 1
    server: str
    created: Utc = Field(default_factory=lambda: datetime.now(UTC))
    profiles: list[Raw]

    def find(self, profile: int | str) -> Raw:
        """The profile that is meant.

        Args:
            profile: Its id, also as text; or its name, if no other one is called so.

        Returns:
            The profile, with every key that the server has sent.

        Raises:
            ArgumentError: There is none, or several are called so.
        """
        number = int(profile) if isinstance(profile, int) or (profile.isascii() and profile.isdigit()) else None
        if number is not None:
            found = [one for one in self.profiles if one.get("id") == number]
        else:
            found = [one for one in self.profiles if one.get("name") == profile]
        if len(found) == 1:
            return found[0]
        if found:
            numbers = ", ".join(str(one.get("id")) for one in found)
            raise ArgumentError(f"the profiles {numbers} are called {profile!r}: say the id")
        there = ", ".join(described(one) for one in self.profiles) or "none"
        raise ArgumentError(f"there is no profile {profile!r}; there are: {there}")

    def called(self, name: str) -> list[Raw]:
        """The profiles of a name, in whatever case its letters are.

        Args:
            name: The name.
        """
        return [one for one in self.profiles if folded(str(one.get("name"))) == folded(name)]


def read_profiles(client: ArchiveClient) -> Profiles:
    """Read the profiles of a server.

    MailStore function: GetProfiles

    Args:
        client: Of a server, or an instance.

    Returns:
        The profiles, in the order in which the server lists them.

    Raises:
        ResponseError: The answer is no list of profiles.
    """
    return _read(client.invoke(READ, READING), server_of(client))


async def read_profiles_async(client: AsyncArchiveClient) -> Profiles:
    """Read the profiles of a server with an asynchronous client; see `read_profiles`."""
    return _read(await client.invoke(READ, READING), server_of(client))


def described(profile: Raw) -> str:
    """A profile's id and name, for a person."""
    return f"{profile.get('id')} {profile.get('name')!r}"


def _read(answer: Any, server: str) -> Profiles:
    if not isinstance(answer, list) or not all(
        isinstance(one, dict) and isinstance(one.get("id"), int) for one in answer
    ):
        raise ResponseError(READ, "not a list of profiles, each with its id")
    if is_deep(answer):
        raise ResponseError(READ, TOO_DEEP)
    return Profiles(server=server, profiles=[masked(one) for one in answer])
