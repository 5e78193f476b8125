"""Jupyter and IPython show each method's whole signature and docstring, and offer the fields of each result."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import jedi
import pytest

import mailstore_sdk
from tests.facts import KNOWN_VALUES
from tests.ide.document import METHODS, Document, Method, written
from tests.ide.lsp import Position

WITH_MODEL = [method for method in METHODS if not method.raw and method.model is not None]

FEW = 10  # methods in one script: jedi bounds how often it follows `await` in a script
BATCHES = [WITH_MODEL[start : start + FEW] for start in range(0, len(WITH_MODEL), FEW)]


@pytest.fixture(scope="module")
def document() -> Document:
    return written()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> jedi.Project:
    source = str(Path(mailstore_sdk.__file__).parents[1])
    return jedi.Project(str(tmp_path_factory.mktemp("notebook")), added_sys_path=[source])


@pytest.fixture(scope="module")
def script(document: Document, project: jedi.Project) -> jedi.Script:
    return jedi.Script(document.text, project=project)


def shown(script: jedi.Script, place: Position) -> str:
    found = script.help(place.line + 1, place.column)
    assert len(found) == 1
    text: str = found[0].docstring()
    return text


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.id)
def test_help_for_a_method_shows_its_parameters_and_its_docstring(
    method: Method, script: jedi.Script, document: Document
) -> None:
    signature, _, doc = shown(script, document.names[method.id]).partition("\n\n")

    for parameter in list(inspect.signature(method.function).parameters.values())[1:]:
        assert f"{parameter.name}: {parameter.annotation}" in " ".join(signature.split())
    assert doc.split() == method.doc.split()


@pytest.mark.parametrize(
    "method", [method for method in METHODS if method.official_name in KNOWN_VALUES], ids=lambda method: method.id
)
def test_help_shows_the_known_values_of_the_arguments(method: Method, script: jedi.Script, document: Document) -> None:
    said = set(re.findall(r"\w+", shown(script, document.names[method.id]).partition("\n\n")[2]))

    for argument, values in KNOWN_VALUES[method.official_name].items():
        assert set(values) - said == set(), argument


@pytest.mark.parametrize("methods", BATCHES, ids=lambda methods: methods[0].id)
def test_after_a_call_the_fields_of_the_model_are_offered(methods: list[Method], project: jedi.Project) -> None:
    document = written(methods)
    script = jedi.Script(document.text, project=project)
    missing = {}
    for method in methods:
        place = document.dots[method.id]
        offered = {completion.name for completion in script.complete(place.line + 1, place.column)}
        assert method.model
        missing[method.id] = set(method.model.model_fields) - offered

    assert {name: fields for name, fields in missing.items() if fields} == {}
