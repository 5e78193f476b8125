"""Commands that pages show are run as those of the command line's own tests."""

from __future__ import annotations

from tests.cli.conftest import inside

__all__ = ["inside"]
