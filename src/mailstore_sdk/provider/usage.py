"""What every instance of a Service Provider Edition holds and did in a month: the figures of a bill."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import Field

from mailstore_sdk.documents import Document
from mailstore_sdk.models.base import Utc
from mailstore_sdk.workflows.parts import Part


class Figures(Part):
    """Numbers of an instance, or of all of them; None: not told.

    Sizes are in megabytes as the server gives them; whether one is 1,000,000 or 1,048,576 bytes is not known.

    Attributes:
        users: Users without service users.
        service_users: Users that are left out of `users`, as the provider's own access.
        archives: All archives, which are what licences count (documented): the three that follow together.
        user_archives: Archives that have the name of one of the users.
        archives_without_user: Archives that have not, as those of leavers; without the one for unknown addresses.
        catch_all: Archives for emails with unknown addresses: 1, or 0.
        messages: Number of messages.
        database_mb: Size of the databases.
        content_mb: Size of the messages' content.
        index_mb: Size of the search indexes.
        total_mb: Size of everything, as the server gives it.
        messages_growth: Messages more than in the earlier usage; negative: fewer.
        total_mb_growth: Megabytes more than in the earlier usage.
        runs: Runs of profiles that began in the month.
        archived: Messages that these runs took in. What comes in another way, as from Outlook, is not in it.
    """

    users: int | None = None
    service_users: int | None = None
    archives: int | None = None
    user_archives: int | None = None
    archives_without_user: int | None = None
    catch_all: int | None = None
    messages: int | None = None
    database_mb: int | None = None
    content_mb: int | None = None
    index_mb: int | None = None
    total_mb: int | None = None
    messages_growth: int | None = None
    total_mb_growth: int | None = None
    runs: int | None = None
    archived: int | None = None


SUMMED = tuple(Figures.model_fields)


class UsageRow(Figures):
    """An instance.

    Attributes:
        customer: The customer's number; None if the map has none, or there is no map.
        instance: Its id.
        alias: Short name in URLs.
        display_name: Name for people.
        status: As the Management Server tells it, as `running`.
        last_success: When the last run of the month that succeeded ended, in UTC; None also where that is not known.
        problems: Why something is not told, and what is wrong with the map; empty if all is there.
    """

    customer: str | None = None
    instance: str
    alias: str | None = None
    display_name: str | None = None
    status: str | None = None
    last_success: Utc | None = None
    problems: list[str] = Field(default_factory=list)


class Totals(Figures):
    """The sums of what the instances told.

    Attributes:
        instances: Number of instances.
        missing: How many of them each sum leaves out because they did not tell the number.
    """

    instances: int
    missing: Figures


class Usage(Document, Part):
    """The usage of a month. The same answers give the same text: the moment of reading is in it only if it was given.

    Attributes:
        format: Version of the format.
        server: Which server, as `workflows.server_of` names it.
        month: The month, as `2026-10`. Runs are of the month; everything else is of the moment of reading.
        time_zone: In which time zone the month's days begin.
        month_over: Whether the month was over at the moment of reading.
        at: The moment of reading, if it was given.
        compared_with: The month of the earlier usage that growth refers to; None: there is no growth.
        left_out: Patterns of names of users who are no users for a bill.
        catch_all_name: Name of the archive for emails with unknown addresses.
        mapped: Whether there was a map of customers.
        rows: By instance.
        totals: The sums.
        problems: What does not fit between map and instances.
        notes: What else is to be known.
    """

    _kind: ClassVar[str] = "a usage"
    format: Literal[1] = 1
    server: str
    month: str
    time_zone: str
    month_over: bool
    at: Utc | None = None
    compared_with: str | None = None
    left_out: list[str] = Field(default_factory=list)
    catch_all_name: str
    mapped: bool
    rows: list[UsageRow]
    totals: Totals
    problems: list[str] = Field(default_factory=list)
    notes: list[str] = Field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether every instance told everything, and the map fits."""
        return not self.problems and not any(row.problems for row in self.rows)

    @property
    def told(self) -> list[str]:
        """All problems, a line each: those of the map, then those of the instances."""
        return [*self.problems, *(f"{row.instance}: {text}" for row in self.rows for text in row.problems)]

    def to_csv(self, *, delimiter: str = ";", decimal: Literal[",", "."] = ",") -> str:
        """The table as CSV, lines ended by CR LF.

        The last two rows are the sums, and how many instances each of them leaves out, as they did not tell it. A name
        that a spreadsheet would run as a formula gets an apostrophe in front.

        Args:
            delimiter: Between two cells; German Excel wants a semicolon.
            decimal: What stands in numbers that are not whole; there are none so far.

        Returns:
            The text, without a byte order mark; `write_csv` puts one in front.
        """
        from mailstore_sdk.provider.usage_table import csv_text  # with all that reports need

        return csv_text(self, delimiter, decimal)

    def write_csv(self, path: str | os.PathLike[str], *, delimiter: str = ";") -> None:
        """Write the table as a CSV file in UTF-8 with a byte order mark, as Excel wants it.

        Args:
            path: The file; it is replaced.
            delimiter: Between two cells.

        Raises:
            OSError: The file cannot be written.
        """
        Path(path).write_bytes(self.to_csv(delimiter=delimiter).encode("utf-8-sig", "replace"))

    def __str__(self) -> str:
        from mailstore_sdk.provider.usage_table import text

        return text(self)


def totals(rows: list[UsageRow]) -> Totals:
    """The sums of the rows; a number that no row tells has none."""
    sums: dict[str, int | None] = {}
    missing: dict[str, int | None] = {}
    for name in SUMMED:
        values = [value for row in rows if (value := getattr(row, name)) is not None]
        sums[name] = sum(values) if values or not rows else None
        missing[name] = len(rows) - len(values)
    return Totals(instances=len(rows), missing=Figures(**missing), **sums)
