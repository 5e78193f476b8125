"""`mailstore spe`: what a provider does with all instances of a Service Provider Edition; it only reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mailstore_sdk.cli.connection import Connection
from mailstore_sdk.cli.exit_codes import ExitCode
from mailstore_sdk.cli.findings import CODES
from mailstore_sdk.cli.options import expanded
from mailstore_sdk.cli.output import Output, complain, print_json, say, table
from mailstore_sdk.cli.progress import counting
from mailstore_sdk.errors import ConfigurationError

if TYPE_CHECKING:
    from mailstore_sdk.provider import Usage, Verdicts
    from mailstore_sdk.spe import SpeClient

app: typer.Typer = typer.Typer(
    name="spe",
    help="What a provider does with all instances of a Service Provider Edition; it only reads.",
    no_args_is_help=True,
)
InstanceTimeout = Annotated[
    float,
    typer.Option(
        metavar="SECONDS",
        help="For all calls to one instance; --timeout is for each. One that hangs holds up no other.",
    ),
]
Concurrency = Annotated[int, typer.Option(min=1, help="How many instances are asked at once.")]


def usage(
    connection: Connection,
    output: Output,
    month: Annotated[str, typer.Option(metavar="MONTH", help="The month, as 2026-10, whose runs are counted.")],
    map_file: Annotated[
        Path | None,
        typer.Option("--map", metavar="FILE", help="CSV with the columns customer and instance (its id)."),
    ] = None,
    previous: Annotated[
        Path | None, typer.Option(metavar="FILE", help="An earlier usage, as --json printed it: shows the growth.")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a CSV file, as German Excel opens it.")
    ] = None,
    time_zone: Annotated[
        str, typer.Option(metavar="ZONE", help="In which the days of the month begin, as Europe/Berlin.")
    ] = "UTC",
    service_user: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Also leave out users of this name (* stands for any text); $archiveadmin always is. Repeatable.",
        ),
    ] = None,
    catch_all: Annotated[
        str, typer.Option(metavar="NAME", help="Archive for emails with unknown addresses.")
    ] = "@catchall",
    at: Annotated[
        str | None,
        typer.Option(
            metavar="MOMENT",
            help="Write this down as the moment of reading. Without it, the same figures give the same bytes.",
        ),
    ] = None,
    instance_timeout: InstanceTimeout = 600.0,
    concurrency: Concurrency = 8,
) -> None:
    """Print the figures of a month, a row an instance. Exit code 6: something is missing, or not in the map."""
    from mailstore_sdk.cli.spans import moment
    from mailstore_sdk.provider import Usage, read_customers, read_usage
    from mailstore_sdk.provider.usage_reading import SERVICE_USERS

    customers = None if map_file is None else read_customers(map_file)
    earlier = None if previous is None else Usage.load(previous)
    read_at = None if at is None else moment(at, datetime.now(UTC))
    with _installation(connection) as client, counting("Instances") as show:
        found = read_usage(
            client,
            month,
            customers=customers,
            previous=earlier,
            time_zone=time_zone,
            service_users=[*SERVICE_USERS, *(service_user or ())],
            catch_all=catch_all,
            at=read_at,
            concurrency=concurrency,
            instance_timeout=instance_timeout,
            on_progress=show,
        )
    _show_usage(found, output)
    if not found.month_over and (output.for_programs or csv is not None):
        complain(f"{found.month} is not over: runs are those until now")  # a table in a file does not say so
    for text in found.told:
        complain(text)
    if csv is not None:  # last: if it cannot be written, the figures are on the screen
        found.write_csv(csv)
        if not output.for_programs:
            say(f"Written: {csv}")
    if not found.complete:
        raise typer.Exit(ExitCode.WARNING)


def rules(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The rules, in TOML; docs/workflows.md shows one.")],
    connection: Connection,
    output: Output,
    language: Annotated[Literal["en", "de"], typer.Option(help="English or German.")] = "en",
    instance_timeout: InstanceTimeout = 600.0,
    concurrency: Concurrency = 8,
) -> None:
    """Check the profiles of every instance. Exit code 6: warnings, or it cannot be told; 7: violations."""
    from mailstore_sdk.provider import check_profiles, load_rules, read_all_profiles

    wanted = load_rules(file)
    with _installation(connection) as client, counting("Instances") as show:
        read = read_all_profiles(client, concurrency=concurrency, instance_timeout=instance_timeout, on_progress=show)
    found = check_profiles(read, wanted)
    _show_verdicts(found, output, language)
    raise typer.Exit(CODES[found.severity])


@contextmanager
def _installation(connection: Connection) -> Iterator[SpeClient]:
    """The Management Server, which is meant if nobody says which edition.

    Raises:
        ConfigurationError: A MailStore Server is meant, or one instance.
    """
    from mailstore_sdk.spe import SpeClient

    if connection.instance is not None:
        raise ConfigurationError("this is about all instances: leave --instance (MAILSTORE_INSTANCE) out")
    where = connection if connection.edition is not None else replace(connection, edition="spe")
    with where.any(replace(where.target(), instance=None)) as client:
        if not isinstance(client, SpeClient):
            raise ConfigurationError("only the Service Provider Edition has instances: say --edition spe")
        yield client


def _show_usage(found: Usage, output: Output) -> None:
    from mailstore_sdk.provider.usage_table import remarks, rows, title

    if output.as_lines:
        for row in found.rows:
            print_json(row, indent=None)
    elif output.as_json:
        print_json(found)
    else:
        table(title(found), *rows(found))
        for text in remarks(found):
            say(f"Note: {text}")


def _show_verdicts(found: Verdicts, output: Output, language: Literal["en", "de"]) -> None:
    from mailstore_sdk.provider.verdicts import TITLES, rows, summary

    if output.as_lines:
        for each in found.findings:
            print_json(each, indent=None)
    elif output.as_json:
        print_json(found)
    else:
        if found.findings:
            table(f"{TITLES[language]} {found.server}", *rows(found, language))
        say(summary(found, language))


app.command("usage")(expanded(usage))
app.command("rules")(expanded(rules))
