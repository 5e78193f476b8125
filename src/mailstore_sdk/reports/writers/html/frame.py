"""What every page has: templates that escape, a style and a script of its own, and a rule that nothing else is used."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from mailstore_sdk.text import one_line


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("mailstore_sdk.reports.writers.html"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        finalize=_fit,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _fit(value: object) -> object:
    """Text from elsewhere without what steers a terminal, or turns the direction of what follows."""
    return one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def template(name: str) -> Any:
    """A template of ours."""
    return _environment().get_template(name)


@cache
def inline(name: str) -> Markup:
    """A file of ours that goes into the page as it is."""
    environment = _environment()
    assert environment.loader is not None
    source, _, _ = environment.loader.get_source(environment, name)
    return Markup(source)  # noqa: S704


def policy(style: str, script: str) -> str:
    """What a browser may do with the page: use this style and this script, and nothing else."""
    allowed: Mapping[str, str] = {"style-src": _hash(style), "script-src": _hash(script), "img-src": "data:"}
    rules = ["default-src 'none'", *(f"{kind} {what}" for kind, what in allowed.items())]
    return "; ".join([*rules, "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
