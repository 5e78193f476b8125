"""A client of the Language Server Protocol that is just large enough to hover and to complete, as an editor does."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

PATIENCE = 300  # seconds; a server that hangs is ended, and with it the reading of its answers


class Position(NamedTuple):
    """A place in a document; lines and columns count from 0."""

    line: int
    column: int


class LanguageServer:
    """Pyright's language server, which is the free part of what VS Code runs, over its standard input and output.

    Args:
        folder: The folder that the editor has open.
        search: Where packages are looked for besides the running interpreter's own places.
    """

    def __init__(self, folder: Path, search: Path) -> None:
        self._folder = folder
        self._settings = {
            "python": {"pythonPath": sys.executable},
            "python.analysis": {"extraPaths": [str(search)], "diagnosticMode": "openFilesOnly"},
        }
        self._ids = itertools.count(1)
        self._document = ""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pyright.langserver", "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            env={**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"},  # it would look for a newer version of itself
        )
        self._guard = threading.Timer(PATIENCE, self._process.kill)
        self._guard.start()
        try:
            root = self._folder.as_uri()
            documents = {
                "hover": {"contentFormat": ["markdown"]},
                "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
            }
            self.request("initialize", {
                "processId": os.getpid(),
                "rootUri": root,
                "workspaceFolders": [{"uri": root, "name": "scripts"}],
                "capabilities": {"workspace": {"configuration": True}, "textDocument": documents},
            })  # fmt: skip
            self._notify("initialized", {})
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self.request("shutdown", None)
                self._notify("exit", None)
        finally:
            self._end()

    def open(self, path: Path) -> None:
        """Show a file to the server; what is asked from now on is about it."""
        self._document = path.as_uri()
        text = path.read_text(encoding="utf-8")
        self._notify(
            "textDocument/didOpen",
            {"textDocument": {"uri": self._document, "languageId": "python", "version": 1, "text": text}},
        )

    def hover(self, place: Position) -> str:
        """What the editor shows for the name there, as Markdown; nothing for what the server does not know."""
        found = self.request("textDocument/hover", self._at(place))
        shown: str = found["contents"]["value"] if found else ""
        return shown

    def complete(self, place: Position) -> set[str]:
        """The names that the editor offers there."""
        found = self.request("textDocument/completion", self._at(place))
        items = found["items"] if isinstance(found, dict) else found or []
        return {item["label"] for item in items}

    def request(self, method: str, params: Any) -> Any:
        """Ask the server, answering meanwhile what it asks."""
        number = next(self._ids)
        self._write({"id": number, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == number and "method" not in message:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message.get("result")
            if "id" in message and "method" in message:
                self._write({"id": message["id"], "result": self._answer(message)})

    def _answer(self, message: dict[str, Any]) -> Any:
        if message["method"] != "workspace/configuration":
            return None
        return [self._settings.get(item.get("section", ""), {}) for item in message["params"]["items"]]

    def _at(self, place: Position) -> dict[str, Any]:
        position = {"line": place.line, "character": place.column}
        return {"textDocument": {"uri": self._document}, "position": position}

    def _notify(self, method: str, params: Any) -> None:
        self._write({"method": method, "params": params})

    def _write(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        length = 0
        while header := self._process.stdout.readline().strip():
            name, _, value = header.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if not length:
            raise RuntimeError("the language server ended")
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        return message

    def _end(self) -> None:
        self._guard.cancel()
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
