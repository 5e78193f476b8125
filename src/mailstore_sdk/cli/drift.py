"""How a server differs from what the SDK knows: the part of `mailstore doctor` that --functions asks for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mailstore_sdk.cli.output import plain, say, table
from mailstore_sdk.errors import UnsupportedError

if TYPE_CHECKING:
    from mailstore_sdk.cli.connection import Whole
    from mailstore_sdk.models import MetadataComparison, ShapeReport

EDITIONS = {"server": "MailStore Server", "spe": "the Service Provider Edition"}


@dataclass(frozen=True)
class Drift:
    """What was compared."""

    edition: Literal["server", "spe"]
    comparison: MetadataComparison | None
    report: ShapeReport | None
    shapes: Path | None

    @property
    def found(self) -> bool:
        """Whether there is a difference."""
        return bool((self.comparison and self.comparison.differences) or _shape_rows(self.report))

    def as_json(self) -> dict[str, Any]:
        """The models."""
        whole: dict[str, Any] = {} if self.comparison is None else plain(self.comparison)
        return whole if self.report is None else {**whole, "shapes": plain(self.report)}

    def show(self) -> None:
        """Tables for a person."""
        _print_functions(self.comparison, self.edition)
        if self.report is not None:
            _print_shapes(self.report, self.shapes)


def compare(client: Whole, shapes: Path | None) -> Drift:
    """Compare the functions that a server has with those that the SDK knows.

    Args:
        client: The server.
        shapes: Where to write the shapes of its answers; None: they are not looked at.

    Raises:
        UnsupportedError: A server of the legacy generation does not list its functions, and no shapes are wanted.
    """
    from mailstore_sdk import drift  # pydantic and the models, not for --help

    edition = client.edition
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
    return Drift(edition, comparison, report, shapes)


def _lacking(comparison: MetadataComparison | None) -> set[str]:
    differences = comparison.differences if comparison else []
    return {each.function for each in differences if each.kind == "missing" and each.argument is None}


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
