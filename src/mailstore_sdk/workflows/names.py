"""Whom a name means: users and archives, as a list from elsewhere may spell them.

Whether the server tells names apart by the case of their letters is not known; a public script that keeps rights in
step with Exchange compares them without it (seen in client code). So a name is looked for as it is, then without regard
to case, and every call is made with the server's own spelling. Where that leaves two, nobody is meant.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping


def folded(name: str) -> str:
    """The name without regard to case, and to how its umlauts are composed.

    Not `casefold`, for which Strauß and Strauss are the same: no Windows directory thinks so.
    """
    return unicodedata.normalize("NFC", name).lower()


class Names:
    """Names that the server has; looked for by another spelling.

    Args:
        names: As the server spells them.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._exact = dict.fromkeys(names)
        self._folded: dict[str, list[str]] = {}
        for name in self._exact:
            self._folded.setdefault(folded(name), []).append(name)

    def __contains__(self, name: object) -> bool:
        return name in self._exact

    def called(self, name: str) -> list[str]:
        """The names that are meant: the very name, else all that differ only by case."""
        return [name] if name in self._exact else self._folded.get(folded(name), [])


class People:
    r"""Users by name, `DOMAIN\name` or address, and archives by name or by their user.

    Args:
        addresses: The addresses of every user.
        archives: Names of archives.
        domain: The Windows domain of the users; None: any.

    Attributes:
        domains: The domains by which users were found, while any would do.
    """

    def __init__(
        self, addresses: Mapping[str, Iterable[str]], archives: Iterable[str], domain: str | None = None
    ) -> None:
        self.domains: dict[str, str] = {}
        self._domain = None if domain is None else folded(domain)
        self._users = Names(addresses)
        self._archives = Names(archives)
        self._by_address: dict[str, set[str]] = {}
        for user, some in addresses.items():
            for address in some:
                self._by_address.setdefault(folded(address), set()).add(user)

    def users(self, text: str) -> list[str]:
        """The users that a text may mean; only one is an answer."""
        text = text.strip()
        found = self._users.called(text)
        domain, _, name = text.rpartition("\\")
        if not found and domain and folded(domain) == (self._domain or folded(domain)):
            found = self._users.called(name)
            if found and self._domain is None:
                self.domains.setdefault(folded(domain), domain)
        if not found and "@" in text:
            found = sorted(self._by_address.get(folded(text), ()))
        return found

    def archives(self, text: str) -> list[str]:
        """The archives that a text may mean; a user's archive has the user's name, be it there already or not."""
        found = self._archives.called(text.strip())
        if found:
            return found
        named = {archive: None for user in self.users(text) for archive in self._archives.called(user) or [user]}
        return list(named)
