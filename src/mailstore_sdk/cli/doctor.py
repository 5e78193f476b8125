"""`mailstore doctor`: how a server differs from what the SDK knows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from mailstore_sdk.cli import connection
from mailstore_sdk.cli.output import say, table
from mailstore_sdk.errors import UnsupportedError

if TYPE_CHECKING:
    from mailstore_sdk.models import MetadataComparison, ShapeReport

EDITIONS = {"server": "MailStore Server", "spe": "the Service Provider Edition"}


def doctor(
    edition: Annotated[
        Literal["server", "spe"],
        typer.Option(help="MailStore Server, or the Management Server of the Service Provider Edition."),
    ] = "server",
    shapes: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Also call the functions that only read, and write key names and types of their answers, no value.",
        ),
    ] = None,
    profile: connection.ProfileName = None,
    host: connection.Host = None,
    port: connection.Port = None,
    username: connection.Username = None,
    password_stdin: connection.PasswordStdin = False,
    protocol: connection.Protocol = None,
    ca_file: connection.CaFile = None,
    fingerprint: connection.Fingerprint = None,
    timeout: connection.Timeout = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compare the functions that a server has with those that the SDK knows. Exit code 1: there are differences."""
    if edition == "spe":
        protocol = protocol or "modern"
    with connection.connect(
        profile=profile, edition=edition, host=host, port=port, username=username, password_stdin=password_stdin,
        protocol=protocol, ca_file=ca_file, fingerprint=fingerprint, timeout=timeout,
    ) as client:  # fmt: skip
        from mailstore_sdk import drift  # pydantic and the models, not for --help

        comparison: MetadataComparison | None = None
        try:
            comparison = drift.compare_metadata(client.get_metadata(), edition)
        except UnsupportedError:
            if shapes is None:
                raise
        report: ShapeReport | None = None
        if shapes is not None:
            report = drift.survey(client, edition, lacking=_lacking(comparison))
            shapes.write_text(report.to_json(), encoding="utf-8")
    if as_json:
        _print_json(comparison, report)
    else:
        _print_functions(comparison, edition)
        if report is not None:
            _print_shapes(report, shapes)
    if (comparison and comparison.differences) or any(_shape_rows(report)):
        raise typer.Exit(1)


def _lacking(comparison: MetadataComparison | None) -> set[str]:
    differences = comparison.differences if comparison else []
    return {each.function for each in differences if each.kind == "missing" and each.argument is None}


def _print_json(comparison: MetadataComparison | None, report: ShapeReport | None) -> None:
    whole: dict[str, Any] = comparison.model_dump(by_alias=True) if comparison else {}
    if report is not None:
        whole["shapes"] = report.model_dump(by_alias=True)
    # ASCII only, so that no character of the server's steers the terminal.
    typer.echo(json.dumps(whole, indent=2))


def _print_functions(comparison: MetadataComparison | None, edition: str) -> None:
    if comparison is None:
        say("A server of this generation does not list its functions: there is nothing to compare.")
        return
    say(f"Functions of {EDITIONS[edition]}: {comparison.expected} known, {comparison.found} on this server.")
    if not comparison.differences:
        say("No difference.")
        return
    rows = [
        (each.function, each.argument or "", each.kind, each.expected or "", each.found or "", each.since or "")
        for each in comparison.differences
    ]
    table("Differences", ("Function", "Argument", "Server", "Expected", "Found", "Known since"), rows)
    if _lacking(comparison):
        say("A server older than a function lacks it: that is normal.")


def _print_shapes(report: ShapeReport, path: Path | None) -> None:
    rows = _shape_rows(report)
    if rows:
        table("Answers unlike the models", ("Function", "Key", "Answer", "Expected", "Found"), rows)
    else:
        say("No answer is unlike its model.")
    absent = sum(each.kind == "absent" for function in report.functions.values() for each in function.differences)
    if absent:
        say(f"Optional keys of the models that are in no answer, which is normal: {absent}.")
    called, failed, left_out = len(report.functions), len(report.failed), len(report.not_called)
    counts = f"{called} functions answered, {failed} failed, {left_out} not called"
    say(f"Shapes: {path} ({counts}). Look through it before you send it.")


def _shape_rows(report: ShapeReport | None) -> list[tuple[str, ...]]:
    return [
        (name, each.path, each.kind, each.expected or "", each.found or "")
        for name, function in (report.functions.items() if report else ())
        for each in function.differences
        if each.kind != "absent"
    ]
