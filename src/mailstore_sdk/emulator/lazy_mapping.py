"""A mapping whose first items are made when they are looked at, so that a million of them cost nothing."""

from __future__ import annotations

import copy
from collections.abc import ItemsView, Iterable, Iterator, Mapping, MutableMapping, ValuesView
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar, overload

K = TypeVar("K")
K_co = TypeVar("K_co", covariant=True)
V = TypeVar("V")
V_co = TypeVar("V_co", covariant=True)
Given = TypeVar("Given")
Kept = TypeVar("Kept")
LOOKED_AT = 2_048  # items handed out that are kept before the unchanged ones of them are let go


class Source(Protocol[K_co, V_co]):
    """What makes items; the same one for the same index, always."""

    @property
    def count(self) -> int:
        """How many there are."""
        ...

    def key(self, index: int) -> K_co:
        """The key of an item."""
        ...

    def index(self, key: object) -> int | None:
        """Which item has the key; None: none has."""
        ...

    def make(self, index: int) -> V_co:
        """The item, a new object each time."""
        ...


class Nothing(Generic[K, V]):
    """The source of no item at all."""

    count: int = 0

    def key(self, index: int) -> K:
        """There is none."""
        raise IndexError(index)

    def index(self, key: object) -> int | None:
        """There is none."""
        return None

    def make(self, index: int) -> V:
        """There is none."""
        raise IndexError(index)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Nothing)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # mypy wants a method; Python wants None for what is not hashable


class LazyMapping(MutableMapping[K, V]):
    """A mapping of items made on demand, and of others that are kept.

    An item got by its key may be changed: it is kept while the next thousand are got, and longer if it was changed by
    then. Items met in a loop over the mapping are made for the loop, unless they are kept already. A loop goes on
    undisturbed when the mapping changes meanwhile.

    Args:
        items: Items that are kept.
        source: What makes the first ones.
    """

    def __init__(self, items: Mapping[K, V] | Iterable[tuple[K, V]] = (), source: Source[K, V] | None = None) -> None:
        self.source: Source[K, V] = Nothing() if source is None else source
        self._kept: dict[int, V] = {}
        self._deleted: set[int] = set()
        self._own: dict[K, V] = {}
        self.update(items)

    def __getitem__(self, key: K) -> V:
        if key in self._own:
            return self._own[key]
        index = self._index(key)
        if index is None:
            raise KeyError(key)
        if index not in self._kept:
            self._let_go()
            self._kept[index] = self._make(index)
        return self._kept[index]

    def __setitem__(self, key: K, value: V) -> None:
        index = self.source.index(key)
        if index is None:
            self._own[key] = value
        else:
            self._kept[index] = value
            self._deleted.discard(index)

    def __delitem__(self, key: K) -> None:
        if key in self._own:
            del self._own[key]
            return
        index = self._index(key)
        if index is None:
            raise KeyError(key)
        self._deleted.add(index)
        self._kept.pop(index, None)

    def __contains__(self, key: object) -> bool:
        return key in self._own or self._index(key) is not None

    def __len__(self) -> int:
        return self.source.count - len(self._deleted) + len(self._own)

    def __iter__(self) -> Iterator[K]:
        for index in self._indexes():
            yield self.source.key(index)
        yield from tuple(self._own)

    def values(self) -> ValuesView[V]:
        """The items; those made on demand are not kept."""
        return _Values(self)

    def items(self) -> ItemsView[K, V]:
        """The items with their keys; those made on demand are not kept."""
        return _Items(self)

    def pairs(self) -> Iterator[tuple[K, V]]:
        """The items with their keys, one after the other."""
        for index in self._indexes():
            yield self.source.key(index), self._look(index)
        yield from tuple(self._own.items())

    def changed(self) -> Iterator[tuple[K, V]]:
        """Those that are not, or no longer, as they are made, with their keys."""
        for index, value in sorted(self._kept.items()):
            if value != self._make(index):
                yield self.source.key(index), value
        yield from tuple(self._own.items())

    def deleted(self) -> Iterator[K]:
        """The keys of those that would be made, if they had not been deleted."""
        return (self.source.key(index) for index in sorted(self._deleted))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, LazyMapping) and other.source == self.source:
            return self._difference() == other._difference()
        return super().__eq__(other)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # mypy wants a method; Python wants None for what is not hashable

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self)}>"

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        new = copy.copy(self)
        memo[id(self)] = new
        for name, value in vars(self).items():
            # Numbers need no copy, and there may be a million of them.
            setattr(new, name, set(value) if name == "_deleted" else copy.deepcopy(value, memo))
        return new

    def _difference(self) -> tuple[dict[K, V], set[int]]:
        return dict(self.changed()), self._deleted

    def _index(self, key: object) -> int | None:
        index = self.source.index(key)
        return None if index is None or index in self._deleted else index

    def _indexes(self) -> Iterator[int]:
        return (index for index in range(self.source.count) if index not in self._deleted)

    def _look(self, index: int) -> V:
        value = self._kept.get(index)
        return self._make(index) if value is None else value

    def _make(self, index: int) -> V:
        return self.source.make(index)

    def _let_go(self) -> None:
        """Forget the older half of what was handed out, but for what was changed."""
        if len(self._kept) < LOOKED_AT or len(self._kept) % (LOOKED_AT // 2):
            return
        older = list(self._kept.items())[: -LOOKED_AT // 2]
        for index, value in older:
            if value == self._make(index):
                del self._kept[index]


class _Values(ValuesView[V]):
    def __init__(self, mapping: LazyMapping[Any, V]) -> None:
        super().__init__(mapping)
        self._pairs = mapping.pairs

    def __iter__(self) -> Iterator[V]:
        return (value for _, value in self._pairs())


class _Items(ItemsView[K, V]):
    def __init__(self, mapping: LazyMapping[K, V]) -> None:
        super().__init__(mapping)
        self._pairs = mapping.pairs

    def __iter__(self) -> Iterator[tuple[K, V]]:
        return self._pairs()


class Converted(Generic[Given, Kept]):
    """A field of a dataclass that takes plain lists and dictionaries, and holds them in a container of ours.

    Args:
        container: The container's class.
    """

    def __init__(self, container: type[Kept]) -> None:
        self._container = container

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, holder: None, owner: type) -> Given: ...
    @overload
    def __get__(self, holder: object, owner: type) -> Kept: ...
    def __get__(self, holder: object | None, owner: type) -> Any:
        # Without a holder, a dataclass asks for the default.
        return () if holder is None else vars(holder)[self._name]

    def __set__(self, holder: object, value: Given) -> None:
        kept = value if isinstance(value, self._container) else self._container(value)  # type: ignore[call-arg]  # one argument, by agreement
        vars(holder)[self._name] = kept
