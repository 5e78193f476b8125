"""docs/findings.md says what the rules and thresholds say.

After a change to one: `python -m tests.findings.test_docs`.
"""

from __future__ import annotations

import inspect
import re
from datetime import timedelta
from pathlib import Path

from mailstore_sdk.findings import Rule, Thresholds
from mailstore_sdk.findings._built_in import BUILT_IN
from mailstore_sdk.language import length
from mailstore_sdk.reports.docstrings import parts

PAGE = Path(__file__).parents[2] / "docs" / "findings.md"
HOW_TO = "Run `python -m tests.findings.test_docs` and commit docs/findings.md."
ELSEWHERE = {"health": "[runs.md](runs.md)", "smtp_without_tls": "see below"}
GENERATED = "<!-- Made from src/mailstore_sdk/findings: python -m tests.findings.test_docs -->"


def page(text: str) -> str:
    """The page with what is made from the code."""
    for name, made in (("thresholds", thresholds()), ("rules", rules())):
        begin, end = f"<!-- begin of {name} -->\n", f"<!-- end of {name} -->"
        before, _, rest = text.partition(begin)
        text = f"{before}{begin}{GENERATED}\n\n{made}\n\n{end}{rest.partition(end)[2]}"
    return text


def thresholds() -> str:
    """A table of them."""
    said = parts(Thresholds)[1]
    rows = ["| threshold | usually | |", "|---|---|---|"]
    for name, field in Thresholds.model_fields.items():
        usual = field.get_default(call_default_factory=True)
        shown = length(usual).en if isinstance(usual, timedelta) else f"`{usual}`"
        text = re.sub(r"\bnull\b", "None", said[name])
        rows.append(f"| `{name}` | {ELSEWHERE.get(name, shown)} | {text} |")
    bad = Thresholds().smtp_without_tls
    listed = ", ".join(f"`{key}`: {' or '.join(f'`{value}`' for value in values)}" for key, values in bad.items())
    return "\n".join([*rows, "", f"`smtp_without_tls` usually is {listed}."])


def rules() -> str:
    """A table, and a part for each."""
    rows = ["| key | severity | |", "|---|---|---|"]
    rows += [f"| [`{rule.id}`](#{rule.id}) | {rule.severity} | {rule.title.en} |" for rule in BUILT_IN]
    return "\n".join(rows) + "\n\n" + "\n\n".join(one(rule) for rule in BUILT_IN)


def one(rule: type[Rule]) -> str:
    """What a rule says of itself."""
    told = [f"### {rule.id}", paragraphs(rule)]
    told.append(f"**If nothing is done:** {rule.effect.en}\n\n**What to do:** {rule.todo.en}")
    if rule.commands:
        commands = [re.sub(r"\{(\w+)\}", lambda place: place[1].upper(), command) for command in rule.commands]
        told.append("\n".join(["```text", *commands, "```"]))
    told.append(f"**How to see that it is done:** {rule.done.en}")
    if rule.needs:
        told.append(f"Needs of the report: {', '.join(rule.needs)}.")
    return "\n\n".join(told)


def paragraphs(rule: type[Rule]) -> str:
    """Its docstring, a line each paragraph."""
    return "\n\n".join(" ".join(part.split()) for part in inspect.cleandoc(rule.__doc__ or "").split("\n\n"))


def test_the_page_says_what_the_code_says() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert page(text) == text, HOW_TO


def test_every_rule_says_what_it_looks_for() -> None:
    for rule in BUILT_IN:
        assert re.fullmatch(r"[A-Z].*[.:].*", paragraphs(rule).partition("\n")[0])


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
