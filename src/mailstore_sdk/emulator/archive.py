"""The folders and messages of a server, the first of which may be made when they are looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol

from mailstore_sdk.emulator.lazy_mapping import LazyMapping, Source

if TYPE_CHECKING:
    from mailstore_sdk.emulator.state import Mail


class Origin(NamedTuple):
    """A folder as it was made: the number of its archive, and its own in there; 0 is the archive itself."""

    archive: int
    folder: int


class Amount(NamedTuple):
    """How many messages, and of how many bytes together."""

    messages: int = 0
    size: int = 0


class Archives(Source[str, "Mail"], Protocol):
    """What makes archives, their folders and, as its items, their messages."""

    @property
    def archives(self) -> int:
        """How many archives there are."""
        ...

    def name(self, archive: int) -> str:
        """The name of an archive."""
        ...

    def archive(self, name: str) -> int | None:
        """Which archive has the name; None: none has."""
        ...

    def names(self, archive: int) -> Sequence[str]:
        """The folders of an archive, as paths in it; the first one is the archive itself, and empty."""
        ...

    def amount(self, origin: Origin) -> Amount:
        """What lies in a folder itself."""
        ...

    def total(self, archive: int) -> Amount:
        """What lies in an archive, however deep."""
        ...

    def indexes(self, origin: Origin) -> Iterable[int]:
        """Which messages lie in a folder itself."""
        ...

    def origin(self, index: int) -> Origin:
        """The folder of a message."""
        ...


class Folders:
    """The paths of all folders, with `/` between two names; the first one is the archive's.

    Those of an archive that is made on demand are so until one of them is moved, deleted or added; from then on they
    are listed behind the others.

    Args:
        paths: Folders that are kept.
        source: What makes the first ones.
    """

    def __init__(self, paths: Iterable[str] = (), source: Archives | None = None) -> None:
        self.source = source
        self.pruned = False  # whether the empty ones of all archives made on demand were deleted
        self._own: dict[str, Origin | None] = dict.fromkeys(paths)
        self._changed: set[int] = set()
        self._places: dict[Origin, str] = {}

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and (path in self._own or self._made(path) is not None)

    def __iter__(self) -> Iterator[str]:
        for path, below in self.by_archive():
            yield path
            yield from below

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Folders):
            return NotImplemented
        return (self.source, self.pruned, self._own, self._changed) == (
            other.source,
            other.pruned,
            other._own,
            other._changed,
        )

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # mypy wants a method; Python wants None for what is not hashable

    def __iadd__(self, paths: Iterable[str]) -> Folders:
        for path in paths:
            self.append(path)
        return self

    def append(self, path: str, origin: Origin | None = None) -> None:
        """Add a folder; with an origin, one that was made and lies there now."""
        self.touch(path)
        self._own.setdefault(path, origin)
        if origin is not None:
            self._places[origin] = path

    def clear(self, archives: Iterable[int]) -> None:
        """Take the folders of archives away that are made on demand."""
        self._changed.update(archives)

    def archives(self) -> Iterator[str]:
        """The top-level folders."""
        if self.source is not None:
            for number in range(self.source.archives):
                if number not in self._changed:
                    yield self.source.name(number)
        yield from [path for path in self._own if "/" not in path]

    def count_archives(self) -> int:
        """How many top-level folders there are."""
        made = 0 if self.source is None else self.source.archives - len(self._changed)
        return made + sum("/" not in path for path in self._own)

    def by_archive(self) -> Iterator[tuple[str, list[str]]]:
        """Every archive with the folders in it."""
        if self.source is not None:
            for number in range(self.source.archives):
                if number not in self._changed:
                    yield self.source.name(number), self._below(number)
        groups: dict[str, list[str]] = {path: [] for path in self._own if "/" not in path}
        for path in self._own:
            top, slash, _ = path.partition("/")
            if slash and top in groups:
                groups[top].append(path)
        yield from groups.items()

    def below(self, parent: str) -> list[str]:
        """The folders in a folder, however deep."""
        top = parent.partition("/")[0]
        number = self.untouched(top)
        paths = self._own if number is None else self._below(number)
        return [path for path in paths if path.startswith(f"{parent}/")]

    def origin(self, path: str) -> Origin | None:
        """As what the folder was made, if it was."""
        return self._own[path] if path in self._own else self._made(path)

    def place(self, origin: Origin) -> str | None:
        """Where the folder is now; None: it was deleted."""
        if self.source is None:
            return None
        if origin.archive in self._changed:
            return self._places.get(origin)
        return _join(self.source.name(origin.archive), self.source.names(origin.archive)[origin.folder])

    def own(self) -> Mapping[str, Origin | None]:
        """Those that are kept."""
        return self._own

    def touch(self, path: str) -> None:
        """Keep the folders of the path's archive from now on."""
        top = path.partition("/")[0]
        number = self.untouched(top)
        if number is None or self.source is None:
            return
        for folder in self._slots(number):
            origin = Origin(number, folder)
            where = _join(top, self.source.names(number)[folder])
            self._own[where] = origin
            self._places[origin] = where
        self._changed.add(number)

    def move(self, old: str, new: str) -> None:
        """Move a folder with all that is in it."""
        number = self.untouched(old.partition("/")[0])
        made = [] if number is None else [Origin(number, folder) for folder in self._slots(number)]
        self.touch(new)
        self.touch(old)
        if number is None:
            self._keep({moved(path, old, new): origin for path, origin in self._own.items()})
        # Those made on demand until now stand last, so that the others need not be looked at to keep their order.
        for origin in made:
            path = self._places[origin]
            del self._own[path]
            self._places[origin] = moved(path, old, new)
            self._own[self._places[origin]] = origin

    def remove(self, gone: Iterable[str]) -> None:
        """Delete folders."""
        paths = set(gone)
        for path in paths:
            self.touch(path)
        self._keep({path: origin for path, origin in self._own.items() if path not in paths})

    @property
    def are_changed(self) -> bool:
        """Whether the folders of any archive are no longer made on demand."""
        return bool(self._changed)

    def replaced(self) -> Iterator[str]:
        """The names, as they were made, of the archives whose folders are no longer made on demand."""
        return (self.source.name(number) for number in sorted(self._changed)) if self.source else iter(())

    def _keep(self, own: Mapping[str, Origin | None]) -> None:
        self._own = dict(own)
        self._places = {origin: path for path, origin in own.items() if origin is not None}

    def untouched(self, name: str) -> int | None:
        """The number of an archive whose folders are made on demand; None: it is not."""
        number = None if self.source is None else self.source.archive(name)
        return None if number in self._changed else number

    def _made(self, path: str) -> Origin | None:
        top, _, rest = path.partition("/")
        number = self.untouched(top)
        if number is None or self.source is None or path.endswith("/"):
            return None
        names = self.source.names(number)
        found = next((folder for folder in self._slots(number) if names[folder] == rest), None)
        return None if found is None else Origin(number, found)

    def _below(self, number: int) -> list[str]:
        if self.source is None:
            return []
        top, names = self.source.name(number), self.source.names(number)
        return [_join(top, names[folder]) for folder in self._slots(number) if folder]

    def _slots(self, number: int) -> Iterable[int]:
        if self.source is None:
            return ()
        names = self.source.names(number)
        if not self.pruned:
            return range(len(names))
        full = {0}
        for folder, name in enumerate(names):
            if self.source.amount(Origin(number, folder)).messages:
                full.update(each for each, upper in enumerate(names) if within(upper, name))
        return sorted(full)


class Mails(LazyMapping[str, "Mail"]):
    """The messages by id.

    Args:
        items: Messages that are kept.
        source: What makes the first ones.
        folders: Where their folders are.
    """

    def __init__(
        self,
        items: Mapping[str, Mail] | Iterable[tuple[str, Mail]] = (),
        source: Archives | None = None,
        folders: Folders | None = None,
    ) -> None:
        self._archives = source
        self._folders = Folders() if folders is None else folders
        super().__init__(items, source)

    def in_folder(self, path: str) -> Iterator[Mail]:
        """The messages in a folder itself, in no order that means anything."""
        origin = self._folders.origin(path)
        made = () if origin is None or self._archives is None else self._archives.indexes(origin)
        for index in made:
            if index not in self._deleted and index not in self._kept:
                yield self._make(index)
        yield from [mail for mail in chain(self._kept.values(), self._own.values()) if mail.folder == path]

    def count_in(self, path: str) -> int:
        """How many messages there are in a folder itself, or some more: those deleted there may be counted."""
        origin = self._folders.origin(path)
        made = 0 if origin is None or self._archives is None else self._archives.amount(origin).messages
        return made + len(self._kept) + len(self._own)

    def moved(self, old: str, new: str) -> None:
        """Follow a folder that was moved."""
        for mail in chain(self._kept.values(), self._own.values()):
            mail.folder = moved(mail.folder, old, new)

    def by_archive(self, folders: Folders) -> Iterator[tuple[str, Amount]]:
        """Every archive of those folders, and what lies in it."""
        archives, differences = self._archives, self._differences()
        for name in folders.archives():
            number = folders.untouched(name)
            made = Amount() if number is None or archives is None else archives.total(number)
            count, size = differences.get(name, Amount())
            yield name, Amount(made.messages + count, made.size + size)

    def _differences(self) -> dict[str, Amount]:
        """By archive, what lies there beyond what is made on demand, or, below zero, what is missing there."""
        counts, sizes = Counter[str](), Counter[str]()

        def add(path: str | None, sign: int, count: int, size: int) -> None:
            if path is not None:
                top = path.partition("/")[0]
                counts[top] += sign * count
                sizes[top] += sign * size

        if self._archives is not None:
            for path, origin in self._folders.own().items():
                if origin is not None:
                    add(path, 1, *self._archives.amount(origin))
            for index in chain(self._deleted, self._kept):
                add(self._folders.place(self._archives.origin(index)), -1, 1, self._make(index).size)
        for mail in chain(self._kept.values(), self._own.values()):
            add(mail.folder, 1, 1, mail.size)
        return {top: Amount(counts[top], sizes[top]) for top in counts}

    def disturbed(self) -> Iterator[str]:
        """The folders whose messages are not, or no longer, just those that are made on demand; some come often."""
        if self._archives is not None:
            for index in chain(self._deleted, self._kept):
                place = self._folders.place(self._archives.origin(index))
                if place is not None:
                    yield place
        for mail in chain(self._kept.values(), self._own.values()):
            yield mail.folder

    def filled(self) -> set[str]:
        """The folders with messages of their own, but for those that hold just what is made on demand there."""
        filled = {mail.folder for mail in chain(self._kept.values(), self._own.values())}
        if self._archives is not None:
            gone = Counter(self._archives.origin(index) for index in chain(self._deleted, self._kept))
            for path, origin in self._folders.own().items():
                if origin is not None and self._archives.amount(origin).messages > gone[origin]:
                    filled.add(path)
        return filled

    def _make(self, index: int) -> Mail:
        mail = super()._make(index)
        if self._archives is not None and self._folders.are_changed:
            mail.folder = self._folders.place(self._archives.origin(index)) or mail.folder
        return mail


def _join(top: str, rest: str) -> str:
    return f"{top}/{rest}" if rest else top


def within(folder: str, path: str) -> bool:
    """Whether the path is the folder or lies in it."""
    return not folder or path == folder or path.startswith(f"{folder}/")


def moved(path: str, old: str, new: str) -> str:
    """The path after the folder `old` became `new`."""
    return new + path.removeprefix(old) if within(old, path) else path
