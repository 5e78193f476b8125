"""What is made of the gallery: docs/examples.md has all of it, examples/README.md says what is in the folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.examples.gallery import Group, Shown
from tests.examples.running import FOLDER

PAGE = FOLDER.parent / "docs" / "examples.md"
README = FOLDER / "README.md"
BEGIN, END = "<!-- begin of gallery -->", "<!-- end of gallery -->"
RUN = "<!-- not run: tests/examples runs the file -->"  # what tests/docs wants to know of a block of code
LEFT = "<!-- not run: what it needs is not among the packages for development -->"


def page(groups: Sequence[Group], prints: Mapping[str, str]) -> str:
    """The page of the site: each example with its code, and with what it prints."""
    parts = []
    for group in groups:
        links = table(group.examples, lambda shown: f"#{shown.script.replace('.', '')}")
        parts += [f"## {group.title}\n\n{group.about}\n\n{links}"]
        parts += [section(shown, prints.get(shown.script, "")) for shown in group.examples]
    return kept(PAGE, "\n".join(parts))


def readme(groups: Sequence[Group], _: Mapping[str, str]) -> str:
    """What a code host shows below the files."""
    parts = [f"## {group.title}\n\n{table(group.examples, lambda shown: shown.script)}" for group in groups]
    return kept(README, "\n".join(parts))


PAGES: Mapping[Path, Callable[[Sequence[Group], Mapping[str, str]], str]] = {PAGE: page, README: readme}


def kept(file: Path, made: str) -> str:
    """The whole file: the words before the mark are kept, the rest is made."""
    return f"{file.read_text(encoding='utf-8').split(BEGIN)[0]}{BEGIN}\n\n{made}\n{END}\n"


def table(examples: Sequence[Shown], link: Callable[[Shown], str]) -> str:
    """Some of them at a glance."""
    rows = [f"| [{one.script}]({link(one)}) | {one.about} | {one.audience} | {one.changes} |" for one in examples]
    return "\n".join(["| script | what | for | changes |", "|---|---|---|---|", *rows]) + "\n"


def section(shown: Shown, printed: str) -> str:
    """An example: what it does, for whom, how to run it, what it prints, and its code."""
    about, usage, notes = shown.docstring
    mark = LEFT if shown.told else RUN
    ends = f" and ends with {' and '.join(map(str, dict.fromkeys(shown.ends)))}" if any(shown.ends) else ""
    prints = f"It prints [this]({shown.told})." if shown.told else f"Here it prints{ends}:\n\n```text\n{printed}\n```"
    parts = [f"### {shown.script}", f"{about} For {shown.audience}.", f"{mark}\n```sh\n{usage}\n```", notes, prints]
    return "\n\n".join(part for part in parts if part) + f"\n\n{folded(shown, mark)}"


def folded(shown: Shown, mark: str) -> str:
    """The code, which one click shows: on the site, and on a code host."""
    lines = len(shown.code.splitlines())
    summary = f"<summary>The code of {shown.script}, {lines} lines</summary>"
    return f'<details markdown="1">\n{summary}\n\n{mark}\n```python\n{shown.code}```\n\n</details>\n'
