"""From when on something is a finding: all that can be set."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, ClassVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from mailstore_sdk.watch.rules import HealthRules

Length = Annotated[timedelta, Field(ge=timedelta())]
Percent = Annotated[int, Field(ge=1, le=100)]


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise ValueError(f"there is no time zone {name!r}; names are those of IANA, as Europe/Berlin") from None
    return name


def _in_lower_case(given: dict[str, list[str]]) -> dict[str, list[str]]:
    return {key.lower(): [value.lower() for value in values] for key, values in given.items()}


Settings = Annotated[dict[str, list[str]], AfterValidator(_in_lower_case)]
"""Keys of settings, each with the values that are bad; capitals do not matter."""

# No key of the settings for sending mail but the password's is documented. These say of themselves that nothing is
# encrypted; settings with none of them are not judged.
PLAIN_SMTP = {
    "protocol": ["smtp"],
    "security": ["none"],
    "encryption": ["none"],
    "useTls": ["false", "0"],
    "useSsl": ["false", "0"],
    "enableSsl": ["false", "0"],
}


class Thresholds(BaseModel):
    """From when on something is a finding. In JSON a length of time is a number of seconds, or text like `P30D`.

    Attributes:
        health: By which rules profiles and jobs are judged.
        time_zone: The server's time zone, an IANA name as Europe/Berlin, in which maintenance windows are meant; the
            API does not tell it. Without it they only put off when a profile is overdue.
        no_mail: After how long without an archived message something is wrong although profiles run. Three days, as
            over a quiet weekend nothing may come in.
        certificate: How long before it expires a certificate is a finding.
        licence_percent: From how much of the licence in use on, in percent.
        licensed_archives: How many archives an instance of a Service Provider Edition may have, where archives are
            counted and the API does not tell the limit; None: it is not watched.
        store_messages: How many messages the current archive store may hold; a server begins a new one after 5 million
            unless it is told otherwise (documented).
        catchall: Name of the archive for emails with unknown addresses.
        catchall_growth: By how many messages it has to have grown since the older report.
        others_archives: Up to how many archives of others each is a finding of its own; more are one finding a user.
        unknown_addresses: Settings of a journal profile, by their keys, with the values that say that emails with
            unknown addresses are not archived. Nobody has documented one, so there are none to begin with.
        smtp_without_tls: Settings for sending mail, by their keys, with the values that say that nothing is encrypted.
        most: How many findings of one rule are told one by one; more become one.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    health: HealthRules = Field(default_factory=HealthRules)
    time_zone: Annotated[str, AfterValidator(_known_zone)] | None = None
    no_mail: Length = timedelta(hours=72)
    certificate: Length = timedelta(days=30)
    licence_percent: Percent = 90
    licensed_archives: Annotated[int, Field(ge=1)] | None = None
    store_messages: Annotated[int, Field(ge=1)] = 5_000_000
    catchall: str = "@catchall"
    catchall_growth: Annotated[int, Field(ge=1)] = 1
    others_archives: Annotated[int, Field(ge=1)] = 5
    unknown_addresses: Settings = Field(default_factory=dict)
    smtp_without_tls: Settings = Field(default_factory=lambda: _in_lower_case(PLAIN_SMTP))
    most: Annotated[int, Field(ge=1)] = 50

    @property
    def zone(self) -> ZoneInfo | None:
        """The server's time zone."""
        return None if self.time_zone is None else ZoneInfo(self.time_zone)


USUAL: Thresholds = Thresholds()
"""Those that hold unless others are given."""
