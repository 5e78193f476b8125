"""Make the code that follows from ``spec/*.toml``.

From the top of the project:

    python tools/generate.py           write the generated files
    python tools/generate.py --check   exit with 1 if one of them is out of date
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools")]

import render  # noqa: E402  (the project's own modules, found by the path above)
import specification  # noqa: E402
import wrappers  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the code that follows from spec/*.toml.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a file is out of date")
    check: bool = parser.parse_args().check
    try:
        spec = specification.load(ROOT / "spec")
        wanted = {**render.files(spec), **wrappers.files(spec)}
    except specification.SpecError as error:
        print(f"spec/{error}", file=sys.stderr)
        return 2

    outdated = []
    # All of them before the first is written.
    wanted = {name: formatted(name, text) for name, text in wanted.items()}
    for name, text in wanted.items():
        path = ROOT / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        outdated.append(name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    leftover = sorted(
        str(path.relative_to(ROOT).as_posix())
        for path in (ROOT / "src/mailstore_sdk/_generated").rglob("*.py")
        if str(path.relative_to(ROOT).as_posix()) not in wanted
    )
    for name in outdated:
        print(f"{'out of date' if check else 'written'}: {name}")
    for name in leftover:
        print(f"no longer generated, delete it: {name}")
    return 1 if leftover or (check and outdated) else 0


def formatted(name: str, text: str) -> str:
    """The text of code as ruff leaves it, imports that nothing uses taken out."""
    if not name.endswith((".py", ".pyi")):
        return text
    command = [sys.executable, "-m", "ruff"]
    for arguments in (["check", "--fix-only", "--select", "F401,I"], ["format"]):
        done = subprocess.run(
            [*command, *arguments, "--stdin-filename", str(ROOT / name), "-"],
            input=text, capture_output=True, text=True, encoding="utf-8", cwd=ROOT,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"{name}: ruff: {done.stderr.strip()}")
        text = done.stdout
    return text


if __name__ == "__main__":
    raise SystemExit(main())
