"""The pages of the guide name methods, fields and arguments that there are."""

from __future__ import annotations

import inspect
import re

import pytest

import mailstore_sdk
from mailstore_sdk import errors, models
from tests.docs.pages import FENCED, text

GUIDE = ["index", "tutorial", "de/tutorial", "users", "stores", "operations", "profiles", "spe", "async", "moving"]
CLASSES = [
    getattr(mailstore_sdk, name) for name in ("Client", "AsyncClient", "SpeClient", "InstanceClient", "Operation")
]
# Not of this package.
FOREIGN = {"model_dump_json", "model_extra", "by_alias"}


def known() -> set[str]:
    """Every name of a method, of its arguments, of a model's field, of an error."""
    methods = {name: value for kind in CLASSES for name, value in inspect.getmembers(kind)}
    arguments = {
        name for value in methods.values() if inspect.isfunction(value) for name in inspect.signature(value).parameters
    }
    settings = {name for kind in CLASSES for name in inspect.signature(kind).parameters}
    fields = {field for name in models.__all__ for field in getattr(models, name).model_fields}
    return {*methods, *arguments, *settings, *fields, *vars(errors), *FOREIGN}


@pytest.mark.parametrize("page", GUIDE)
def test_every_name_is_one(page: str) -> None:
    prose = FENCED.sub("", text(f"docs/{page}.md"))
    named = {
        name
        for code in re.findall(r"`([^`\n]+)`", prose)
        for name in re.findall(r"(?<![\w\"-])[a-z]+(?:_[a-z0-9]+)+", code)
    }
    assert sorted(named - known() - {"mailstore_sdk"}) == []
