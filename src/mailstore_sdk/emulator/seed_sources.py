"""What makes users, messages and profile runs of a seed, each from its index alone.

Any of a million can be made, found by its key, counted and summed up without making the others.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import accumulate
from typing import Any, Self

from mailstore_sdk.emulator import seed_words
from mailstore_sdk.emulator.archive import Amount, Origin
from mailstore_sdk.emulator.seed_words import choose, draw, in_ascii
from mailstore_sdk.emulator.state import Mail, User, WorkerRun

FIRST = [in_ascii(name) for name in seed_words.FIRST_NAMES]
LAST = [in_ascii(name) for name in seed_words.LAST_NAMES]
NAMES = len(FIRST) * len(LAST)
# It has no divisor in common with the number of names, so that users next to each other have names far apart.
STRIDE = 2741
BACK = pow(STRIDE, -1, NAMES)
# Users archive more and less: eighths of what was asked for, 64 together, so that the mean is kept.
WEIGHTS = (8, 2, 16, 6, 8, 4, 12, 8)
BLOCK = len(WEIGHTS)
SIZES = 1021
KILOBYTE = 1024
LARGEST = (38,) * 15 + (240,) * 4 + (4_000,)  # kilobytes


@dataclass(frozen=True)
class Fixed:
    """What never changes, so that a copy of it is itself."""

    number: int

    def __deepcopy__(self, _: dict[int, Any]) -> Self:
        return self


@dataclass(frozen=True, kw_only=True)
class SeedUsers(Fixed):
    """Users: the administrator first.

    Attributes:
        users: How many there are besides him.
        administrator: His name.
        password: And his password.
        domain: Of all addresses.
        directory: Percent of users who come from directory services.
    """

    users: int
    administrator: str = "admin"
    password: str = "admin"  # noqa: S105  (the server's own default)
    domain: str = "example.com"
    directory: int = 0

    @property
    def count(self) -> int:
        """With the administrator."""
        return self.users + 1

    def key(self, index: int) -> str:
        """A user's name."""
        if index == 0:
            return self.administrator
        first, last, again = self._name(index - 1)
        return f"{FIRST[first]}.{LAST[last]}{again}"

    def index(self, key: object) -> int | None:
        """Which user has the name."""
        if key == self.administrator:
            return 0
        # Ten digits are more than there are users.
        if not isinstance(key, str):
            return None
        found = re.fullmatch(r"([a-z]+)\.([a-z]+)([2-9]|[1-9][0-9]{1,9})?", key, re.ASCII)
        if found is None or found[1] not in FIRST or found[2] not in LAST:
            return None
        place = FIRST.index(found[1]) * len(LAST) + LAST.index(found[2])
        index = (int(found[3] or 1) - 1) * NAMES + (place - self._shift) * BACK % NAMES
        return index + 1 if index < self.users else None

    def make(self, index: int) -> User:
        """A user, with the right to read his own archive, and some to read another's."""
        if index == 0:
            name = "Administrator" if self.administrator == "admin" else None
            return User(user_name=self.administrator, full_name=name, password=self.password, privileges=["admin"])
        name, drawn = self.key(index), draw(self.number, "user", index)
        first, last, again = self._name(index - 1)
        full_name = f"{seed_words.FIRST_NAMES[first]} {seed_words.LAST_NAMES[last]}"
        known = drawn % 100 < self.directory
        rights = {name: ["read"]}
        if drawn >> 8 & 15 == 0:
            rights[self.key(1 + (drawn >> 16) % self.users)] = ["read"]
        unit, dc = choose(seed_words.DEPARTMENTS, drawn >> 40), ",DC=".join(self.domain.split("."))
        return User(
            user_name=name,
            full_name=full_name,
            distinguished_name=f"CN={full_name}{again and f' {again}'},OU={unit},DC={dc}" if known else None,
            authentication="directoryServices" if known else "integrated",
            password="" if known else f"{drawn:016x}",
            email_addresses=[f"{name}@{self.domain}"]
            + ([f"{LAST[last]}.{FIRST[first]}{again}@{self.domain}"] if drawn >> 12 & 3 == 0 else []),
            privileges=["login", "changePassword"] if drawn >> 14 & 31 == 0 and not known else ["login"],
            privileges_on_folders=rights,
        )

    def _name(self, index: int) -> tuple[int, int, str]:
        """First name, last name, and which one of that name it is."""
        again, place = divmod(index, NAMES)
        first, last = divmod((place * STRIDE + self._shift) % NAMES, len(LAST))
        return first, last, str(again + 1) if again else ""

    @cached_property
    def _shift(self) -> int:
        return draw(self.number, "names", 0) % NAMES


@dataclass(frozen=True, kw_only=True)
class SeedArchives(Fixed):
    """Archives, their folders and messages; the messages of a store are numbered archive by archive.

    Eight archives make a block, and all blocks are alike but for subjects, senders and sizes. In each folder the oldest
    messages lie in the first store, the newest ones in the last.

    Attributes:
        folders: In every archive.
        messages: In an archive, on average.
        stores: How many archive stores there are.
        begin: From when the messages are.
        end: Until when.
    """

    people: SeedUsers
    folders: int
    messages: int
    stores: int
    begin: datetime
    end: datetime

    @property
    def archives(self) -> int:
        """One for every user but the administrator."""
        return self.people.users

    @property
    def count(self) -> int:
        """How many messages there are."""
        return self._firsts[-1]

    def key(self, index: int) -> str:
        """The id: the store's number, and the message's in there."""
        store = bisect_right(self._firsts, index) - 1
        return f"{store + 1}:{index - self._firsts[store] + 1}"

    def index(self, key: object) -> int | None:
        """Which message has the id."""
        found = re.fullmatch(r"([1-9][0-9]{0,3}):([1-9][0-9]{0,12})", key, re.ASCII) if isinstance(key, str) else None
        if found is None or int(found[1]) > self.stores:
            return None
        index = self._firsts[int(found[1]) - 1] + int(found[2]) - 1
        return index if index < self._firsts[int(found[1])] else None

    def name(self, archive: int) -> str:
        """The user's name."""
        return self.people.key(archive + 1)

    def archive(self, name: str) -> int | None:
        """The user's number."""
        index = self.people.index(name)
        return index - 1 if index else None

    def names(self, archive: int) -> Sequence[str]:
        """Every other archive has German names."""
        return self._names[archive % 2]

    def amount(self, origin: Origin) -> Amount:
        """What lies in a folder itself."""
        return Amount() if origin.folder == 0 else self._sum(*origin, origin.folder + 1)

    def total(self, archive: int) -> Amount:
        """What lies in an archive."""
        return self._sum(archive, 1, self.folders + 1)

    def in_store(self, store: int) -> Amount:
        """What lies in a store; the first one is 0."""
        count = self._firsts[store + 1] - self._firsts[store]
        return Amount(count, self._size(store, 0, count))

    def indexes(self, origin: Origin) -> Iterator[int]:
        """Which messages lie in a folder itself."""
        if origin.folder:
            for store in range(self.stores):
                begin, end = self._numbers(store, origin.archive, origin.folder, origin.folder + 1)
                yield from range(self._firsts[store] + begin, self._firsts[store] + end)

    def origin(self, index: int) -> Origin:
        """The folder of a message."""
        block, slot, _ = self._locate(index)[1:]
        return Origin(block * BLOCK + slot // self.folders, slot % self.folders + 1)

    def make(self, index: int) -> Mail:
        """A message: what a user sent is from him, the rest from a colleague or from outside."""
        store, block, slot, place = self._locate(index)
        member, folder = divmod(slot, self.folders)
        archive = block * BLOCK + member
        drawn = draw(self.number, "message", index)
        if folder == 1:
            sender = f"{self.name(archive)}@{self.people.domain}"
        elif drawn & 1:
            sender = f"{self.people.key(1 + (drawn >> 1) % self.people.users)}@{self.people.domain}"
        else:
            sender = (
                f"{choose(seed_words.CORRESPONDENTS, drawn >> 1)}@{choose(('example.net', 'example.org'), drawn >> 8)}"
            )
        sent = self.begin + timedelta(
            seconds=self._seconds * (place * KILOBYTE + (drawn >> 10) % KILOBYTE) // (self._held[slot] * KILOBYTE)
        )
        return Mail(
            id=f"{store + 1}:{index - self._firsts[store] + 1}",
            folder=f"{self.name(archive)}/{self.names(archive)[folder + 1]}",
            subject=choose(seed_words.SUBJECTS, drawn >> 20).format(1000 + (drawn >> 30) % 9000),
            sender=sender,
            size=self._sizes[(index - self._firsts[store] + 131 * store) % SIZES],
            sent=sent,
            archived=min(sent + timedelta(seconds=5 + (drawn >> 44) % 3600), self.end),
        )

    def _locate(self, index: int) -> tuple[int, int, int, int]:
        """Its store, block, folder in the block, and place in the folder."""
        store = bisect_right(self._firsts, index) - 1
        slots = self._slots[store]
        block, rest = divmod(index - self._firsts[store], slots[-1])
        slot = bisect_right(slots, rest) - 1
        return store, block, slot, self._oldest(slot, store) + rest - slots[slot]

    def _numbers(self, store: int, archive: int, folder: int, end: int) -> tuple[int, int]:
        """Where the messages of folders next to each other begin and end in a store."""
        block, member = divmod(archive, BLOCK)
        slots, first = self._slots[store], member * self.folders - 1
        return block * slots[-1] + slots[first + folder], block * slots[-1] + slots[first + end]

    def _sum(self, archive: int, folder: int, end: int) -> Amount:
        count = size = 0
        for store in range(self.stores):
            first, last = self._numbers(store, archive, folder, end)
            count += last - first
            size += self._size(store, first, last)
        return Amount(count, size)

    def _size(self, store: int, first: int, end: int) -> int:
        return self._bytes(end + 131 * store) - self._bytes(first + 131 * store)

    def _bytes(self, count: int) -> int:
        rounds, rest = divmod(count, SIZES)
        return rounds * self._sums[-1] + self._sums[rest]

    def _oldest(self, slot: int, store: int) -> int:
        """The place in its folder of the first message in that store."""
        return -(-store * self._held[slot] // self.stores)

    @cached_property
    def _seconds(self) -> int:
        return int((self.end - self.begin).total_seconds())

    @cached_property
    def _held(self) -> list[int]:
        """How many messages each folder of a block has: half of them the first, a quarter the second."""
        held = []
        for weight in WEIGHTS:
            all_of_them = self.messages * weight // BLOCK
            second = all_of_them // 4 if self.folders > 1 else 0
            others = all_of_them // 4 // (self.folders - 2) if self.folders > 2 else 0
            rest = [second] * (self.folders > 1) + [others] * (self.folders - 2)
            held += [all_of_them - sum(rest), *rest]
        return held

    @cached_property
    def _slots(self) -> list[list[int]]:
        """For each store, where in a block the messages of each folder begin; at last, how many a block has."""
        return [
            list(
                accumulate(
                    (self._oldest(slot, store + 1) - self._oldest(slot, store) for slot in range(len(self._held))),
                    initial=0,
                )
            )
            for store in range(self.stores)
        ]

    @cached_property
    def _firsts(self) -> list[int]:
        """The index of the first message of each store; at last, how many messages there are."""
        blocks, members = divmod(self.archives, BLOCK)
        return list(
            accumulate((blocks * slots[-1] + slots[members * self.folders] for slots in self._slots), initial=0)
        )

    @cached_property
    def _names(self) -> tuple[list[str], list[str]]:
        german, english = (
            ["", *known, *(f"{top}/{number:03}" for number in range(1, self.folders))][: self.folders + 1]
            for known, top in zip((seed_words.GERMAN, seed_words.ENGLISH), seed_words.MORE_FOLDERS, strict=True)
        )
        return english, german

    @cached_property
    def _sizes(self) -> list[int]:
        """Bytes: most messages are small, and a few have more than a megabyte."""
        sizes = []
        for index in range(SIZES):
            drawn = draw(self.number, "size", index)
            sizes.append(2 * KILOBYTE + (drawn >> 8) % (choose(LARGEST, drawn) * KILOBYTE))
        return sizes

    @cached_property
    def _sums(self) -> list[int]:
        return list(accumulate(self._sizes, initial=0))


@dataclass(frozen=True, kw_only=True)
class SeedRuns(Fixed):
    """SeedRuns of profiles, evenly spread over the years, each a little late.

    Attributes:
        count: How many there are.
        profiles: Names of the profiles, in the order of their ids.
        owner: Of all profiles.
        machine: Where they ran.
        begin: From when the runs are.
        end: Until when.
    """

    count: int
    profiles: tuple[str, ...]
    owner: str
    machine: str
    begin: datetime
    end: datetime

    def make(self, index: int) -> WorkerRun:
        """A run; a few are of a profile that is not saved (captured: 5 of 1,834)."""
        drawn, start = draw(self.number, "run", index), self._start(index)
        result = choose(seed_words.RESULTS, drawn >> 8)
        saved = (drawn >> 16) % 1834 >= 5
        profile = index % len(self.profiles)
        return WorkerRun(
            id=index + 1,
            user_name=self.owner,
            profile_id=profile + 1 if saved else None,
            profile_name=self.profiles[profile] if saved else None,
            result=result,
            items_archived=0 if result == "failed" else (drawn >> 28) % 400,
            start=start,
            complete=start + timedelta(seconds=3 + (drawn >> 40) % 900),
            machine_name=self.machine,
        )

    def first_since(self, moment: datetime) -> int:
        """The first run that started then or later."""
        return bisect_left(range(self.count), moment.astimezone(UTC), key=self._start)

    def _start(self, index: int) -> datetime:
        late = draw(self.number, "start", index) % self._seconds
        return self.begin + timedelta(seconds=(index * self._seconds + late) // self.count)

    @cached_property
    def _seconds(self) -> int:
        return int((self.end - self.begin).total_seconds())
