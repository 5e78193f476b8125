"""Change what a script imports, from the original wrappers to `compat`, and nothing else. Needs the extra `migrate`."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from mailstore_sdk import compat
from mailstore_sdk.text import one_line

OLD = "mailstore"
NEW = "mailstore_sdk.compat"
MODULES = ("errors", "mgmt", "server")
BY_NAME = ("__import__", "import_module")


class NotPython(ValueError):
    """The script cannot be read as Python 3."""


@dataclass(frozen=True)
class Note:
    """Something in a script that is left to its owner.

    Attributes:
        line: Line of the script as it was.
        text: What is to be looked at.
    """

    line: int
    text: str


@dataclass
class Migration:
    """What becomes of a script.

    Attributes:
        before: The script as it was.
        after: With the imports changed; the same bytes if there was nothing to change.
        encoding: Of the script.
        notes: What is left to its owner.
    """

    before: bytes
    after: bytes
    encoding: str
    notes: list[Note] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether an import was changed."""
        return self.after != self.before

    def diff(self, name: str) -> str:
        """The changes as a unified diff, of the changed lines alone: a password may stand right beside them."""
        before, after = (
            [one_line(line) for line in part.decode(self.encoding).splitlines()] for part in (self.before, self.after)
        )
        return "\n".join(difflib.unified_diff(before, after, name, name, n=0, lineterm=""))


def migrate(script: bytes) -> Migration:
    """Change what a script imports. Its encoding, its line ends and everything else stay as they are.

    Args:
        script: The script as it lies on the disk.

    Raises:
        NotPython: It is not Python 3.
    """
    try:
        module = cst.parse_module(script)
        wrapped = MetadataWrapper(module, unsafe_skip_copy=True)
        imports = _Imports()
        after = wrapped.visit(imports).bytes
    except (cst.ParserSyntaxError, LookupError, UnicodeError, SyntaxError, RecursionError) as error:
        where = f" (line {error.raw_line})" if isinstance(error, cst.ParserSyntaxError) else ""
        raise NotPython(f"it cannot be read as Python 3{where}") from None
    return Migration(script, after if imports.changed else script, module.encoding, imports.notes)


class _Imports(cst.CSTTransformer):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        super().__init__()
        self.notes: list[Note] = []
        self.changed = False

    def leave_Import(
        self, original_node: cst.Import, updated_node: cst.Import
    ) -> cst.BaseSmallStatement | cst.FlattenSentinel[cst.BaseSmallStatement]:
        others: list[cst.ImportAlias] = []
        ours: dict[str, cst.ImportFrom] = {}
        for alias in updated_node.names:
            changed = self._imported(original_node, alias)
            if changed is None:
                others.append(alias.with_changes(comma=cst.MaybeSentinel.DEFAULT))
            else:
                ours[cst.Module([]).code_for_node(changed)] = changed  # twice the same need not be said twice
        if not ours:
            return updated_node
        self.changed = True
        made: list[cst.BaseSmallStatement] = [cst.Import(others)] if others else []
        made += ours.values()
        made[-1] = made[-1].with_changes(semicolon=updated_node.semicolon)
        return cst.FlattenSentinel(made)

    def leave_SimpleStatementLine(
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.BaseStatement | cst.FlattenSentinel[cst.BaseStatement]:
        """What became several imports is a line each, if it was one statement before."""
        first, *rest = updated_node.body
        if len(original_node.body) > 1 or not rest:
            return updated_node
        return cst.FlattenSentinel([
            updated_node.with_changes(body=[first], trailing_whitespace=cst.TrailingWhitespace()),
            *(cst.SimpleStatementLine([statement]) for statement in rest[:-1]),
            cst.SimpleStatementLine([rest[-1]], trailing_whitespace=updated_node.trailing_whitespace),
        ])  # fmt: skip

    def leave_ImportFrom(self, original_node: cst.ImportFrom, updated_node: cst.ImportFrom) -> cst.ImportFrom:
        if updated_node.relative or updated_node.module is None:
            return updated_node
        path = _dotted(updated_node.module)
        if path[0] != OLD:
            return updated_node
        names = [] if isinstance(updated_node.names, cst.ImportStar) else updated_node.names
        missing = [name for alias in names if not _there(path[1:], name := _dotted(alias.name)[0])]
        if missing or not _there(path[1:]):
            what = ", ".join(missing) or ".".join(path)
            self._note(original_node, f"not changed: {NEW} has no {what}")
            return updated_node
        self.changed = True
        return updated_node.with_changes(module=_path([*NEW.split("."), *path[1:]]))

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:
        function, arguments = updated_node.func, updated_node.args
        name = function.attr if isinstance(function, cst.Attribute) else function
        if isinstance(name, cst.Name) and name.value in BY_NAME and arguments:
            given = arguments[0].value
            text = given.evaluated_value if isinstance(given, cst.SimpleString) else None
            if isinstance(text, str) and text.split(".")[0] == OLD:
                self._note(original_node, f"not changed: an import by a text; {NEW} takes its place")
        for argument in arguments:
            if argument.keyword and argument.keyword.value == "ignoreInvalidSSLCerts":
                self._note(original_node, "ignoreInvalidSSLCerts: better trust the server's own certificate")
        return updated_node

    def _imported(self, statement: cst.Import, alias: cst.ImportAlias) -> cst.ImportFrom | None:
        """What stands for one name of an import; None if it is none of ours, or cannot be changed."""
        path = _dotted(alias.name)
        if path[0] != OLD:
            return None
        if len(path) > 2 or not _there(path[1:]):
            self._note(statement, f"not changed: {NEW} has no {'.'.join(path[1:])}")
            return None
        if len(path) == 2 and alias.asname:
            return _from(NEW.split("."), path[1], alias.evaluated_alias)
        # Without a name of its own, `import mailstore.server` makes `mailstore` known.
        return _from(NEW.split(".")[:-1], NEW.split(".")[-1], alias.evaluated_alias or OLD)

    def _note(self, node: cst.CSTNode, text: str) -> None:
        position = self.get_metadata(PositionProvider, node)
        assert isinstance(position, CodeRange)  # the provider knows every node
        self.notes.append(Note(position.start.line, text))


def _dotted(node: cst.BaseExpression) -> list[str]:
    if isinstance(node, cst.Attribute):
        return [*_dotted(node.value), node.attr.value]
    return [cst.ensure_type(node, cst.Name).value]


def _path(names: Sequence[str]) -> cst.Attribute | cst.Name:
    *before, last = names
    return cst.Attribute(_path(before), cst.Name(last)) if before else cst.Name(last)


def _from(path: Sequence[str], name: str, known_as: str | None) -> cst.ImportFrom:
    asname = cst.AsName(cst.Name(known_as)) if known_as and known_as != name else None
    return cst.ImportFrom(_path(path), [cst.ImportAlias(cst.Name(name), asname)])


def _there(path: Sequence[str], name: str | None = None) -> bool:
    """Whether `compat` has a module, and in it a name."""
    if not path:
        return name is None or name in compat.__all__
    if len(path) > 1 or path[0] not in MODULES:
        return False
    return name is None or hasattr(import_module(f"{NEW}.{path[0]}"), name)
