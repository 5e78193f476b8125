"""VS Code shows each method's whole signature and docstring, and offers the fields of each result."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import mailstore_sdk
from tests.facts import KNOWN_VALUES
from tests.ide.document import METHODS, Document, Method, written
from tests.ide.lsp import LanguageServer

GENERATED = [method for method in METHODS if method.generated]
WITH_MODEL = [method for method in METHODS if not method.raw and method.model is not None]


@pytest.fixture(scope="module")
def document() -> Document:
    return written()


@pytest.fixture(scope="module")
def editor(document: Document, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    folder = tmp_path_factory.mktemp("editor")
    script = folder / "script.py"
    script.write_text(document.text, encoding="utf-8")
    with LanguageServer(folder, Path(mailstore_sdk.__file__).parents[1]) as server:
        server.open(script)
        yield server


def words(text: str) -> list[str]:
    """The words of a docstring, and of the same one as Markdown."""
    return text.replace("&nbsp;", " ").replace("\\", "").split()


def tight(signature: str) -> str:
    return re.sub(r"\s+|,(?=\s*\))", "", signature).replace("'", '"')


def as_shown(method: Method) -> str:
    """The signature as pyright writes it."""
    shown: list[str] = []
    signature = inspect.signature(method.function)
    for parameter in list(signature.parameters.values())[1:]:
        if parameter.kind is parameter.KEYWORD_ONLY and "*" not in shown:
            shown.append("*")
        default = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
        shown.append(f"{parameter.name}: {type_as_shown(str(parameter.annotation))}{default}")
    result = type_as_shown(str(signature.return_annotation))
    if inspect.iscoroutinefunction(method.function):
        result = f"CoroutineType[Any, Any, {result}]"
    return f"(method) def {method.name}({', '.join(shown)}) -> {result}"


def type_as_shown(annotation: str) -> str:
    """Without modules; a set of known values and `str` together with None is nothing but `str` and None to pyright."""
    annotation = re.sub(r"(?<!\[)values\.\w+ \| None", "str | None", annotation)
    return annotation.replace("values.", "").replace("models.", "")


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.id)
def test_hovering_over_a_method_shows_its_parameters_and_its_docstring(
    method: Method, editor: LanguageServer, document: Document
) -> None:
    signature, _, doc = editor.hover(document.names[method.id]).partition("\n---\n")

    assert f"def {method.name}(" in signature
    for name in list(inspect.signature(method.function).parameters)[1:]:
        assert re.search(rf"\b{name}: ", signature), name
    assert words(doc) == words(method.doc)


@pytest.mark.parametrize("method", GENERATED, ids=lambda method: method.id)
def test_hovering_over_a_function_of_the_api_shows_its_full_signature(
    method: Method, editor: LanguageServer, document: Document
) -> None:
    code = re.match(r"```python\n(.*?)\n```", editor.hover(document.names[method.id]), re.DOTALL)

    assert code
    assert tight(code[1]) == tight(as_shown(method))


@pytest.mark.parametrize(
    "method", [method for method in METHODS if method.official_name in KNOWN_VALUES], ids=lambda method: method.id
)
def test_hovering_shows_the_known_values_of_the_arguments(
    method: Method, editor: LanguageServer, document: Document
) -> None:
    shown = set(re.findall(r"\w+", editor.hover(document.names[method.id]).partition("\n---\n")[2]))

    for argument, values in KNOWN_VALUES[method.official_name].items():
        assert set(values) - shown == set(), argument


@pytest.mark.parametrize("method", WITH_MODEL, ids=lambda method: method.id)
def test_after_a_call_the_fields_of_the_model_are_offered(
    method: Method, editor: LanguageServer, document: Document
) -> None:
    assert method.model
    assert set(method.model.model_fields) - editor.complete(document.dots[method.id]) == set()
