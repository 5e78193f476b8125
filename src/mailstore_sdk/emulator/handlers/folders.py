"""Archives and their folders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from mailstore_sdk.emulator.archive import within
from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers.registry import NULLABLE, Handlers
from mailstore_sdk.emulator.messages import Refused, listed
from mailstore_sdk.emulator.state import State
from mailstore_sdk.emulator.tasks import Script, brief


def get_folder_statistics(state: State, _: Arguments) -> Script:
    """One row an archive (client code); `count` was never seen in a real answer. Lines of our choice.

    On one site it failed with that message on every instance (client code), which the behaviour can be set to.
    """
    if state.behaviour.folder_statistics == "fail":
        raise Refused(NULLABLE)

    def rows() -> Iterator[dict[str, Any]]:
        for archive, amount in state.mails.by_archive(state.folders):
            yield {"folder": archive, "size": amount.size, "count": amount.messages}

    return brief(
        "Counting the messages of every archive...",
        "Finished.",
        finish=lambda: listed(state.folders.count_archives(), rows),
    )


def get_child_folders(state: State, arguments: Arguments) -> Any:
    """The whole hierarchy unless maxLevels is given (documented); the shape is our choice."""
    parent, levels = arguments.optional("folder", str), arguments.optional("maxLevels", int)
    if parent:
        return _tree(state.folder(parent), state.folders.below(parent), levels)
    if levels == 0:
        return []
    fewer = None if levels is None else levels - 1
    folders = state.folders

    def rows() -> Iterator[dict[str, Any]]:
        for archive, paths in folders.by_archive():
            yield {"name": archive, "path": archive, "children": _tree(archive, paths, fewer)}

    return listed(folders.count_archives(), rows)


def _tree(top: str, paths: Iterable[str], levels: int | None) -> list[dict[str, Any]]:
    """The folders in `top` as a hierarchy; one whose parent is not among them is left out."""
    children: dict[str, list[dict[str, Any]]] = {top: []}
    # A parent comes before its children only in most lists.
    for path in sorted(paths, key=lambda path: path.count("/")):
        parent, _, name = path.rpartition("/")
        if parent in children and (levels is None or path.count("/") - top.count("/") <= levels):
            children[path] = []
            children[parent].append({"name": name, "path": path, "children": children[path]})
    return children[top]


def move_folder(state: State, arguments: Arguments) -> Script:
    """Rights on folders do not follow (documented: they have to be given anew after a rename)."""
    old, new = arguments.text("fromFolder"), arguments.text("toFolder")

    def check_kinds() -> None:
        state.folder(old)
        if new in state.folders or within(old, new) or new.endswith("/"):
            raise Refused(f"Folder '{old}' cannot be moved to '{new}'.")
        if "/" in new:
            state.folder(new.rpartition("/")[0])

    def finish() -> None:
        check_kinds()  # another call may have moved one of them meanwhile
        state.folders.move(old, new)
        state.mails.moved(old, new)

    check_kinds()
    return brief(f"Moving folder {old} to {new}...", "Finished.", finish=finish)


def delete_empty_folders(state: State, arguments: Arguments) -> Script:
    """Archives stay, empty or not: our choice."""
    parent = arguments.optional("folder", str)
    if parent:
        state.folder(parent)
    return brief("Deleting empty folders...", "Finished.", finish=lambda: _delete_empty(state, parent or None))


def _delete_empty(state: State, parent: str | None) -> None:
    folders, mails = state.folders, state.mails
    top = parent and state.folder(parent)
    # Of archives that are still as they were made, their maker knows which folders are empty; the others are kept and
    # looked through.
    for path in mails.disturbed() if top is None else (top,):
        folders.touch(path)
    if top is None:
        folders.pruned = True
    full: set[str] = set()
    for path in mails.filled():
        while path and path not in full:
            full.add(path)
            path = path.rpartition("/")[0]
    folders.remove(
        path
        for path in folders.own()
        if path not in full and "/" in path and (top is None or (path != top and within(top, path)))
    )


HANDLERS: Handlers = {
    "GetFolderStatistics": get_folder_statistics,
    "GetChildFolders": get_child_folders,
    "MoveFolder": move_folder,
    "DeleteEmptyFolders": delete_empty_folders,
}
