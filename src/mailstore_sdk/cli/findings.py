"""`mailstore findings` and `ack`: what is not as it should be, and what of it is known."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mailstore_sdk.cli.connection import Connection
from mailstore_sdk.cli.exit_codes import ExitCode
from mailstore_sdk.cli.output import Output, complain, print_json, say
from mailstore_sdk.cli.reports import Since, collected
from mailstore_sdk.cli.spans import SPAN
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.language import Text

if TYPE_CHECKING:
    from mailstore_sdk.findings import Finding, Findings
    from mailstore_sdk.language import Language
    from mailstore_sdk.reports import Report

From = Annotated[Path | None, typer.Option("--from", metavar="FILE", help="Judge a stored report, and ask no server.")]
KNOWN = Text("To acknowledge what is known and no problem", "Bestätigen, was bekannt und kein Problem ist")
CODES = {"ok": ExitCode.DONE, "warning": ExitCode.WARNING, "unknown": ExitCode.WARNING, "error": ExitCode.ERROR}


def findings(
    connection: Connection,
    output: Output,
    stored: From = None,
    older: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="An older report, by which new findings are told from known ones."),
    ] = None,
    since: Since = SPAN,
    form: Annotated[
        Literal["text", "ticket"], typer.Option("--format", help="For the eye, or as tickets for a help desk.")
    ] = "text",
    language: Annotated[Literal["en", "de"], typer.Option(help="English or German.")] = "en",
) -> None:
    """Tell what is not as it should be, and what to do. Exit code 6: warnings; 7: errors; without acknowledged ones."""
    from mailstore_sdk.findings import acknowledgements
    from mailstore_sdk.findings import findings as judge
    from mailstore_sdk.reports import Report

    previous = None if older is None else Report.load(older)
    if stored is not None:
        report: Report = Report.load(stored)
    else:
        with connection.any() as client:
            report = collected(client, since)
    found = judge(report, previous, acks=acknowledgements())
    if form == "ticket":
        _tickets(found, output, language)
    elif output.as_lines:
        output.items("", found.findings, {})
    elif output.as_json:
        print_json(found)
    else:
        _print(found, language)
    for key in found.expired:
        complain(f"acknowledged no longer: {key}")
    raise typer.Exit(CODES[found.severity])


def ack(
    key: Annotated[str, typer.Argument(help="Key of the finding, as `mailstore findings` shows it.")],
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="The last day on which it holds, as 2026-12-31.")
    ] = None,
    why: Annotated[str | None, typer.Option(metavar="TEXT", help="Why it is no problem, or not yet.")] = None,
    archive: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only of this archive, as the findings call it.")
    ] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Take the acknowledgement back.")] = False,
) -> None:
    """Acknowledge a finding: it stays visible, and does not count for the exit code until a day."""
    from mailstore_sdk.findings import acknowledge
    from mailstore_sdk.findings import forget as take_back

    if forget:
        if not take_back(key, scope=archive):
            raise ConfigurationError(f"{key} is not acknowledged")
        say(f"{key} counts again.")
        return
    if until is None or why is None:
        raise ConfigurationError("say until when, and why: --until DATE --why TEXT")
    made = acknowledge(key, _day(until), why, scope=archive)
    say(f"{made.key} is acknowledged until {made.until}: {made.why}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        problem = f"--until {text!r} is no day, as {datetime.now(UTC).date()}"
    raise ConfigurationError(problem)


def _tickets(found: Findings, output: Output, language: Language) -> None:
    from mailstore_sdk.findings import ticket

    made = [ticket(each, language=language, archive=found.scope) for each in found.findings]
    if output.for_programs:
        output.items("", made, {})
        return
    for each in made:
        say(f"{each.title} [{each.priority}]")
        for line in each.body.splitlines():
            say(line)
        say()


def _print(found: Findings, language: Language) -> None:
    say(f"{found.scope or found.edition}: {_state(found.severity)}")
    for each in found.findings:
        say()
        _finding(each, language)
    for left in found.unchecked:
        say()
        say(f"not checked  {left.title.of(language)}: {left.reason.of(language)}")
    if any(each.acknowledged is None for each in found.findings):
        say()
        say(f"{KNOWN.of(language)}: mailstore ack KEY --until DATE --why TEXT")


def _finding(each: Finding, language: Language) -> None:
    marks = [_state(each.severity)]
    if each.acknowledged is not None:
        marks.append(f"acknowledged until {each.acknowledged.until}: {each.acknowledged.why}")
    elif each.new:
        marks.append("new")
    say(f"{', '.join(marks)}  {each.title.of(language)}")
    for text in (each.text, each.effect, each.todo):
        say(f"  {text.of(language)}")
    for command in each.commands:
        say(f"  $ {command}")
    say(f"  Key: {each.key}")


def _state(severity: str) -> str:
    return severity.upper() if severity == "error" else severity
