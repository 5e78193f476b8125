"""`mailstore access`: who has access to whose archive, and what brings it in line with a list."""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from mailstore_sdk.cli import plans
from mailstore_sdk.cli.connection import Connection
from mailstore_sdk.cli.options import expanded, refuse_misplaced
from mailstore_sdk.cli.output import Output, complain, print_json, say, table
from mailstore_sdk.cli.planning import Applying, titled
from mailstore_sdk.cli.progress import counting, watching
from mailstore_sdk.errors import ApiError, ConfigurationError, OperationFailed
from mailstore_sdk.text import one_line

if TYPE_CHECKING:
    from mailstore_sdk.client_kinds import ArchiveClient
    from mailstore_sdk.workflows import Access, Plan
    from mailstore_sdk.workflows.access import Direction

FUNCTION = "SetUserPrivilegesOnFolder"
app: typer.Typer = typer.Typer(
    name="access",
    help="Tell who has access to whose archive; bring it in line with a list, or with Exchange.",
    invoke_without_command=True,
)
Domain = Annotated[str | None, typer.Option(help=r"The Windows domain of the users: OTHER\jdoe is somebody else then.")]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What is read to know who has access."""

    all_archives: Annotated[
        bool,
        typer.Option("--all-archives", help="Also archives that nobody has a right on. Slow on big servers."),
    ] = False

    def read(self, client: ArchiveClient) -> Access:
        """Who has access, while a bar shows how far the reading has got; archives that cannot be listed are a note."""
        from mailstore_sdk.workflows import read_access

        names: list[str] = []
        notes: list[str] = []
        if self.all_archives:
            try:
                with watching("Counting messages", lines=False) as show:
                    names = [one.folder for one in client.options(on_status=show).get_folder_statistics()]
            except (ApiError, OperationFailed) as error:
                notes.append(f"archives that nobody has a right on could not be listed: {error}")
        with counting("Reading users") as told:
            found = read_access(client, archives=names, on_progress=told)
        return found.model_copy(update={"notes": [*found.notes, *notes]})


def access(
    ctx: typer.Context,
    reading: Reading,
    connection: Connection,
    output: Output,
    by_archive: Annotated[bool, typer.Option("--by-archive", help="For every archive the users; the default.")] = False,
    by_user: Annotated[bool, typer.Option("--by-user", help="For every user the archives.")] = False,
    user: Annotated[
        str | None, typer.Option(help="Only what this user has access to, and who has access to his archive.")
    ] = None,
    csv_file: Annotated[
        Path | None,
        typer.Option(
            "--csv", metavar="FILE", help="Write CSV instead, as German Excel opens it; `-`: to standard output."
        ),
    ] = None,
    html_file: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page with both directions instead.")
    ] = None,
    language: Annotated[Literal["en", "de"], typer.Option(help="Of the page: English or German.")] = "en",
) -> None:
    """Tell who has access to whose archive."""
    if ctx.invoked_subcommand is not None:
        refuse_misplaced(ctx)
        return
    if by_archive and by_user:
        raise ConfigurationError("--by-archive and --by-user exclude each other")
    piped = csv_file is not None and str(csv_file) == "-"
    if piped and output.for_programs:
        raise ConfigurationError("CSV and JSON cannot both be on standard output: name a file")
    with connection.archive() as client:
        found = reading.read(client)
    name = None if user is None else found.called(user)
    if html_file is not None:
        html_file.write_text(found.to_html(name, language=language), encoding="utf-8", newline="\n")
    by: list[Direction] = ["archive"] if by_archive else ["user"] if by_user else ["archive", "user"]
    if csv_file is not None:
        _write_csv(found.to_csv("user" if by_user or (name and not by_archive) else "archive", name), csv_file)
    if output.for_programs:
        _print_json(found, by if name is not None else by[:1], name, output)
    elif csv_file is None and html_file is None:
        for direction in by if name is not None else by[:1]:
            _show(found, direction, name)
    else:
        for file in (html_file, None if piped else csv_file):
            if file is not None:
                (complain if piped else say)(f"Written: {file}")
    for note in found.notes:
        complain(f"note: {note}")


def plan(
    file: Annotated[
        Path,
        typer.Argument(metavar="WANTED", help="CSV with the columns user, archive and privileges, also in German."),
    ],
    reading: Reading,
    applying: Applying,
    connection: Connection,
    output: Output,
    others: Annotated[
        Literal["keep", "remove"],
        typer.Option(help="What happens to rights, on the archives of the list, of users who are not in it there."),
    ] = "keep",
    domain: Domain = None,
) -> None:
    """Bring rights in line with a list: show what is to be done, ask, and do it."""
    from mailstore_sdk.workflows import plan_access, read_wanted

    wanted = read_wanted(file)

    def make(client: Any) -> Plan:
        return plan_access(reading.read(client), wanted, others=others, domain=domain)

    target = connection.target()
    applying.carry_out(make, target, connection.archive(target), output, begun=titled("access as wanted"))


def compare(
    file: Annotated[
        Path,
        typer.Argument(metavar="EXCHANGE", help="CSV with mailbox and trustee, as Get-MailboxPermission lists them."),
    ],
    reading: Reading,
    applying: Applying,
    connection: Connection,
    output: Output,
    mailboxes: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="CSV with all mailboxes, those that nobody else may open, too."),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A trustee to pass over, as a group; may be given again.")
    ] = None,
    domain: Domain = None,
    privilege: Annotated[Literal["read", "write", "delete"], typer.Option(help="What a trustee gets.")] = "read",
) -> None:
    """Bring rights in line with Exchange: whoever may open a mailbox there may read its archive, and nobody else."""
    from mailstore_sdk.workflows import plan_exchange_access, read_exchange, read_mailboxes

    listed = read_exchange(file)
    named = [*listed.mailboxes, *([] if mailboxes is None else read_mailboxes(mailboxes))]

    def make(client: Any) -> Plan:
        found = reading.read(client)
        made = plan_exchange_access(
            found,
            listed.rights,
            mailboxes=dict.fromkeys(named),
            ignored=ignore or (),
            domain=domain,
            privilege=privilege,
        )
        return made.model_copy(update={"notes": [*listed.notes, *made.notes]})

    target = connection.target()
    applying.carry_out(make, target, connection.archive(target), output, begun=titled("access as in Exchange"))


def carry_out(file: plans.PlanFile, applying: Applying, connection: Connection, output: Output) -> None:
    """Carry out a plan of rights, and of nothing else; or go on with the one of a protocol."""
    _refuse_others(plans.read(file)[0])
    plans.carry_out(file, applying, connection, output)


def undo(file: plans.ProtocolFile, applying: Applying, connection: Connection, output: Output) -> None:
    """Give back the rights that a plan took, and take those that it gave."""
    from mailstore_sdk.workflows import Protocol

    _refuse_others(Protocol.load(file).plan)
    plans.undo(file, applying, connection, output)


def _refuse_others(found: Plan) -> None:
    """Refuse a plan that does anything but set rights."""
    others = [step.function for step in found.steps if step.function != FUNCTION]
    if others:
        raise ConfigurationError(f"the plan holds more than rights: {others[0]}; see `mailstore plan`")


def _show(found: Access, by: Direction, name: str | None) -> None:
    titles = {"archive": f"Who has access to the archive {name}", "user": f"What {name} has access to"}
    heads = ["Archive", "User", "Privileges"] if by == "archive" else ["User", "Archive", "Privileges"]
    rows = [[getattr(row, head.lower()) for head in heads] for row in found.rows(by, name)]
    table(titles[by] if name is not None else "Access to archives", heads, rows)


def _print_json(found: Access, by: list[Direction], name: str | None, output: Output) -> None:
    rows = {direction: [row._asdict() for row in found.rows(direction, name)] for direction in by}
    if output.as_lines:
        for row in (row for direction in by for row in rows[direction]):
            print_json(row, indent=None)
    elif name is None:
        print_json(found)
    else:
        print_json({"user": name, "by": rows, "notes": found.notes})


def _write_csv(text: str, file: Path) -> None:
    if str(file) != "-":
        file.write_bytes(text.encode("utf-8-sig"))
    elif sys.stdout.isatty():
        shown = csv.writer(sys.stdout, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL)
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=";"):
            shown.writerow(map(one_line, row))  # which steers no terminal
    else:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()


app.callback()(expanded(access))
app.command("plan")(expanded(plan))
app.command("compare")(expanded(compare))
app.command("apply")(expanded(carry_out))
app.command("undo")(expanded(undo))
