"""What is made of the gallery: a page a group on the site, its index, and what stands in the folder itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from tests.examples.gallery import Group, Shown
from tests.examples.running import FOLDER
from tests.examples.shown import GROUPS

DOCS = FOLDER.parent / "docs" / "examples"
INDEX = DOCS / "README.md"
README = FOLDER / "README.md"
BEGIN, END = "<!-- begin of gallery -->", "<!-- end of gallery -->"
RUN = "<!-- not run: tests/examples runs the file -->"  # what tests/docs wants to know of a block of code
LEFT = "<!-- not run: what it needs is not among the packages for development -->"


def page_of(group: Group) -> Path:
    """The page on which the examples of a group are."""
    return DOCS / f"{group.title.lower().replace(' ', '-')}.md"


def page(group: Group, prints: Mapping[str, str]) -> str:
    """The page of a group: each example with its code, and with what it prints."""
    links = table(group.examples, anchor)
    parts = [section(shown, prints.get(shown.script, "")) for shown in group.examples]
    about = f"{group.about} How they are run, and how they end: [examples](README.md)."
    return "\n".join([f"# {group.title}\n\n{BEGIN}\n\n{about}\n\n{links}", *parts, f"{END}\n"])


def index(_: Mapping[str, str]) -> str:
    """The page of the site that names them all."""
    return kept(INDEX, lambda group, shown: f"{page_of(group).name}{anchor(shown)}")


def readme(_: Mapping[str, str]) -> str:
    """What a code host shows below the files."""
    return kept(README, lambda _, shown: shown.script)


PAGES: Mapping[Path, Callable[[Mapping[str, str]], str]] = {
    **{page_of(group): partial(page, group) for group in GROUPS},
    INDEX: index,
    README: readme,
}


def anchor(shown: Shown) -> str:
    """Where an example is on its page."""
    return f"#{shown.script.replace('.', '')}"


def kept(file: Path, link: Callable[[Group, Shown], str]) -> str:
    """The whole file: the words before the mark are kept, and below it are all examples at a glance."""
    words = file.read_text(encoding="utf-8").split(BEGIN)[0]
    made = "\n".join(
        f"## {group.title}\n\n{group.about}\n\n{table(group.examples, partial(link, group))}" for group in GROUPS
    )
    return f"{words}{BEGIN}\n\n{made}\n{END}\n"


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
    parts = [f"## {shown.script}", f"{about} For {shown.audience}.", f"{mark}\n```sh\n{usage}\n```", notes, prints]
    return "\n\n".join(part for part in parts if part) + f"\n\n{folded(shown, mark)}"


def folded(shown: Shown, mark: str) -> str:
    """The code, which one click shows: on the site, and on a code host."""
    lines = len(shown.code.splitlines())
    summary = f"<summary>The code of {shown.script}, {lines} lines</summary>"
    return f'<details markdown="1">\n{summary}\n\n{mark}\n```python\n{shown.code}```\n\n</details>\n'
