"""Archives and their folders."""

from __future__ import annotations

from typing import Any

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers.registry import Known
from mailstore_sdk.emulator.messages import Refused
from mailstore_sdk.emulator.state import State, below
from mailstore_sdk.emulator.tasks import Script, brief


def get_folder_statistics(state: State, _: Arguments) -> Script:
    """One row an archive (client code); `count` was never seen in a real answer. Lines of our choice."""

    def finish() -> Any:
        return [
            {
                "folder": archive,
                "size": sum(mail.size for mail in state.mails.values() if below(archive, mail.folder)),
                "count": sum(below(archive, mail.folder) for mail in state.mails.values()),
            }
            for archive in state.archives
        ]

    return brief("Counting the messages of every archive...", "Finished.", finish=finish)


def get_child_folders(state: State, arguments: Arguments) -> Any:
    """The whole hierarchy unless maxLevels is given (documented); the shape is our choice."""
    parent, levels = arguments.optional("folder", str), arguments.optional("maxLevels", int)
    return _children(state, state.folder(parent) if parent else "", levels)


def _children(state: State, parent: str, levels: int | None) -> list[dict[str, Any]]:
    if levels == 0:
        return []
    prefix = f"{parent}/" if parent else ""
    children = [path for path in state.folders if path.startswith(prefix) and "/" not in path[len(prefix) :]]
    fewer = None if levels is None else levels - 1
    return [{"name": path[len(prefix) :], "path": path, "children": _children(state, path, fewer)} for path in children]


def move_folder(state: State, arguments: Arguments) -> Script:
    """Rights on folders do not follow (documented: they have to be given anew after a rename)."""
    old, new = state.folder(arguments.text("fromFolder")), arguments.text("toFolder")
    if new in state.folders or below(old, new):
        raise Refused(f"Folder '{old}' cannot be moved to '{new}'.")
    if "/" in new:
        state.folder(new.rpartition("/")[0])

    def moved(path: str) -> str:
        return new + path.removeprefix(old) if below(old, path) else path

    def finish() -> None:
        state.folders = [moved(path) for path in state.folders]
        for mail in state.mails.values():
            mail.folder = moved(mail.folder)

    return brief(f"Moving folder {old} to {new}...", "Finished.", finish=finish)


def delete_empty_folders(state: State, arguments: Arguments) -> Script:
    """Archives stay, empty or not: our choice."""
    parent = arguments.optional("folder", str)
    top = state.folder(parent) if parent else None

    def finish() -> None:
        full = {mail.folder for mail in state.mails.values()}
        state.folders = [
            path
            for path in state.folders
            if "/" not in path
            or (top is not None and (path == top or not below(top, path)))
            or any(below(path, folder) for folder in full)
        ]

    return brief("Deleting empty folders...", "Finished.", finish=finish)


HANDLERS: Known = {
    "GetFolderStatistics": get_folder_statistics,
    "GetChildFolders": get_child_folders,
    "MoveFolder": move_folder,
    "DeleteEmptyFolders": delete_empty_folders,
}
