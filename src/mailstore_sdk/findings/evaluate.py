"""From a report to its findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.findings import registry
from mailstore_sdk.findings._built_in.missing import ON_PURPOSE
from mailstore_sdk.findings.model import (
    ALL_OF_A_RULE,
    Acknowledgement,
    Finding,
    Findings,
    Unchecked,
    counted,
    ordered,
    overall,
)
from mailstore_sdk.findings.rule import Context, Rule
from mailstore_sdk.findings.thresholds import USUAL, Thresholds
from mailstore_sdk.language import Text, amount, joined, listed
from mailstore_sdk.reports import Report, SectionName
from mailstore_sdk.reports.wording import SECTION_TITLES
from mailstore_sdk.severity import worst
from mailstore_sdk.text import one_line
from mailstore_sdk.watch.verdict import checked

NAMED_IN_TEXT = 3
NOTHING = Text("nothing could be checked", "nichts konnte geprüft werden")


def findings(
    report: Report,
    previous: Findings | Report | None = None,
    *,
    older: Report | None = None,
    now: datetime | None = None,
    thresholds: Thresholds = USUAL,
    acks: Iterable[Acknowledgement] = (),
    rules: Sequence[Rule] | None = None,
) -> Findings:
    """Find what is not as it should be.

    Args:
        report: What to look at.
        previous: Older findings of the same archive, or a report of it, by which new ones are told from known ones. A
            report also serves as `older`.
        older: An older report, by which growth is seen.
        now: The moment for which the report is judged, with a time zone; when left out, the one at which it was made.
        thresholds: From when on something is a finding.
        acks: What is acknowledged.
        rules: Only these; when left out, those of the SDK and of every installed package that brings some along.

    Returns:
        All findings, the worst first. A part of the report that could not be had is a finding too; what was left out on
        purpose is named in `unchecked`.

    Raises:
        ArgumentError: `now` has no time zone, or the older one is of another archive.
    """
    compared = previous if older is None and isinstance(previous, Report) else older
    for other in (previous, compared):
        _same_archive(report, other)
    at = checked(report.created if now is None else now)
    context = Context(report=report, now=at, thresholds=thresholds, older=compared)
    usable, broken = (list(rules), []) if rules is not None else registry.rules()
    found = _found(usable, broken, context)
    if isinstance(previous, Report):
        previous = findings(previous, thresholds=thresholds, rules=rules)
    known = None if previous is None else {finding.key: finding for finding in previous.findings}
    own = _Acks.of(acks, scope_of(report), at)
    acknowledged = [own.applied(finding) for finding in found.findings]
    told = [_compared(finding, known, previous) for finding in _grouped(acknowledged, thresholds.most)]
    active = [finding for finding in told if finding.acknowledged is None]
    there = {key for finding in found.findings for key in _ack_keys(finding)}
    return Findings(
        now=at,
        created=report.created,
        edition=report.edition,
        scope=scope_of(report),
        severity=overall(active, bool(found.checked)),
        text=_text(ordered(active), len(told) - len(active), found),
        counts=counted(active),
        findings=ordered(told),
        checked=found.checked,
        unchecked=found.unchecked,
        acknowledged_but_gone=sorted(own.holding.keys() - there),
        expired=sorted(own.over.keys() & there),
    )


def scope_of(report: Report) -> str | None:
    """Which archive a report is of: the server's name, and the instance's.

    Args:
        report: The report.

    Returns:
        As `ARCHIVE` or `SPE/customer1`, on one line; None if the server did not tell.
    """
    name = report.server.data.machine_name if report.server.data else None
    return one_line("/".join(part for part in (name, report.instance_id) if part)).strip() or None


@dataclass(slots=True)
class _Found:
    findings: list[Finding] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    unchecked: list[Unchecked] = field(default_factory=list)


def _found(rules: Sequence[Rule], broken: Sequence[registry.Broken], context: Context) -> _Found:
    found = _Found()
    for rule in rules:
        lacking: list[SectionName] = [name for name in rule.needs if getattr(context.report, name).data is None]
        if lacking:
            found.unchecked.extend(_left_out(rule, lacking, context))
            continue
        try:
            _take(rule, context, found)
        except Exception as error:  # somebody else's rule may raise anything, and must not stop the rest
            broken = [*broken, registry.Broken(rule.id, registry.problem(error))]
        else:
            found.checked.append(rule.id)
    found.findings.extend(_of_broken(one) for one in broken)
    return found


def _take(rule: Rule, context: Context, found: _Found) -> None:
    keys: set[str] = set()
    for one in rule.check(context.report, context):
        if isinstance(one, Unchecked):
            found.unchecked.append(one)
        elif one.rule != rule.id or one.key.partition(":")[0] != rule.id:
            raise ValueError(f"its finding {one.key!r} is not called as the rule is")
        elif one.key not in keys:
            keys.add(one.key)
            found.findings.append(one)


def _left_out(rule: Rule, lacking: Sequence[SectionName], context: Context) -> Iterator[Unchecked]:
    """A note, unless the section failed, which is a finding of its own, or the edition has no such thing."""
    causes = [getattr(context.report, name).unavailable.cause for name in lacking]
    if "notInThisEdition" not in causes and all(cause in ON_PURPOSE for cause in causes):
        why = Text("{names}: {reason}", "{names}: {reason}")
        names = listed(SECTION_TITLES[name] for name in lacking)
        yield rule.unchecked(why.filled(names=names, reason=ON_PURPOSE[causes[0]]))


def _of_broken(broken: registry.Broken) -> Finding:
    return Finding(
        rule="rule-broken",
        key=f"rule-broken:{broken.name}",
        severity="unknown",
        subject=broken.name,
        title=Text("A rule is broken", "Eine Regel ist defekt"),
        text=Text("{name} could not be checked: {problem}", "{name} konnte nicht geprüft werden: {problem}").filled(
            name=broken.name, problem=broken.problem
        ),
        effect=Text("What it looks for is not found.", "Was sie sucht, wird nicht gefunden."),
        todo=Text(
            "Update or remove the package that it comes from.",
            "Das Paket, aus dem sie stammt, aktualisieren oder entfernen.",
        ),
        check=Text("The next findings do not name it.", "Die nächsten Befunde nennen sie nicht."),
    )


def _same_archive(report: Report, other: Findings | Report | None) -> None:
    if other is None:
        return
    scope = other.scope if isinstance(other, Findings) else scope_of(other)
    if other.edition != report.edition or (None not in (scope, scope_of(report)) and scope != scope_of(report)):
        raise ArgumentError(
            f"findings of {report.edition} {scope_of(report)} and {other.edition} {scope} are not comparable"
        )


@dataclass(slots=True)
class _Acks:
    """Acknowledgements of this archive by key: those that hold, and those that do no more."""

    holding: dict[str, Acknowledgement]
    over: dict[str, Acknowledgement]

    @classmethod
    def of(cls, acks: Iterable[Acknowledgement], scope: str | None, now: datetime) -> _Acks:
        own = [ack for ack in acks if ack.scope in (None, scope)]
        # Of several of the same key the one that holds longest counts.
        by_key = {ack.key: ack for ack in sorted(own, key=lambda ack: ack.until)}
        holding = {key: ack for key, ack in by_key.items() if ack.holds(now.date())}
        return cls(holding, {key: ack for key, ack in by_key.items() if key not in holding})

    def applied(self, finding: Finding) -> Finding:
        """The finding, acknowledged if it is."""
        ack = next((self.holding[key] for key in _ack_keys(finding) if key in self.holding), None)
        return finding if ack is None else finding.model_copy(update={"acknowledged": ack})


def _all_of(rule: str) -> str:
    return f"{rule}:{ALL_OF_A_RULE}"


def _ack_keys(finding: Finding) -> tuple[str, str]:
    """By which keys a finding can be acknowledged: its own, or that of all of its rule."""
    return finding.key, _all_of(finding.rule)


def _grouped(found: Sequence[Finding], most: int) -> Iterator[Finding]:
    """Each by itself, or, of a rule with very many, one for all that are not acknowledged."""
    by_rule: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in found:
        ack = finding.acknowledged
        by_rule.setdefault((finding.rule, None if ack is None else ack.key), []).append(finding)
    for (rule, _), same in by_rule.items():
        if len(same) <= most:
            yield from same
            continue
        first = same[0]
        subjects = [finding.subject or finding.key for finding in same]
        text = Text("{title}: {count} ({names})", "{title}: {count} ({names})").filled(
            title=first.title, count=len(same), names=joined(dict.fromkeys(subjects))
        )
        yield first.model_copy(
            update={
                "key": _all_of(rule),
                "severity": worst(finding.severity for finding in same),
                "subject": None,
                "text": text,
                "commands": [],
                "since": min((finding.since for finding in same if finding.since), default=None),
            }
        )


def _compared(finding: Finding, known: dict[str, Finding] | None, previous: Findings | None) -> Finding:
    if known is None or previous is None:
        return finding
    # Whether one that stands by itself was among those of a rule with very many nobody can tell: then it is not new.
    before = known.get(finding.key) or known.get(_all_of(finding.rule))
    since = finding.since or (None if before is None else before.since or previous.now)
    return finding.model_copy(update={"new": before is None, "since": since})


def _text(active: Sequence[Finding], acknowledged: int, found: _Found) -> Text:
    rest = Text("", "")
    if acknowledged:
        rest += Text(" ({count} acknowledged)", " ({count} bestätigt)").filled(count=acknowledged)
    left_out = len({one.rule for one in found.unchecked} - set(found.checked))
    if left_out:
        rest += Text(" ({count} not checked)", " ({count} nicht geprüft)").filled(
            count=amount(left_out, Text("rule", "Regel"), Text("rules", "Regeln"))
        )
    if not active:
        return (Text("no findings", "keine Befunde") if found.checked else NOTHING) + rest
    first = Text("", "")
    for number, finding in enumerate(active[:NAMED_IN_TEXT]):
        first += Text("; ", "; ") + finding.text if number else finding.text
    if len(active) > NAMED_IN_TEXT:
        first += Text("; and {count} more", "; und {count} weitere").filled(count=len(active) - NAMED_IN_TEXT)
    many = amount(len(active), Text("finding", "Befund"), Text("findings", "Befunde"))
    return many + Text(": ", ": ") + first + rest
