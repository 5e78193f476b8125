"""What the pages show is clean for a type checker: what is copied from them begins well."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.docs.pages import ROOT, blocks


def test_every_block_that_runs_type_checks(tmp_path: Path) -> None:
    shown = [block for block in blocks("python") if block.mark != "not run"]
    for block in shown:
        (tmp_path / f"{re.sub('[^a-z0-9]+', '_', str(block).lower())}.py").write_text(block.code, encoding="utf-8")
    made = sorted(path.name for path in tmp_path.glob("*.py"))
    assert len(made) == len(shown) > 50
    # Without --strict: a test that is shown has no annotations, as most people write them.
    command = [
        sys.executable, "-m", "mypy", "--config-file=", "--check-untyped-defs", "--scripts-are-modules", *made,
        "--cache-dir", str(ROOT / ".mypy_cache" / "docs"),
    ]  # fmt: skip
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
