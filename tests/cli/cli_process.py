"""How tests start the command."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

COMMAND = [sys.executable, "-W", "error", "-c", "import sys; from mailstore_sdk.cli import main; sys.exit(main())"]
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("MAILSTORE_")}
ENVIRONMENT = {**CLEAN, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}

Run = Callable[..., subprocess.CompletedProcess[str]]
