"""Words from which archives of any size are made up, and the numbers that choose among them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

FIRST_NAMES = (
    "Anna", "Andreas", "Barbara", "Bernd", "Birgit", "Boris", "Carla", "Christian", "Claudia", "Daniel", "Diana",
    "Dirk", "Elena", "Emil", "Eva", "Felix", "Fiona", "Frank", "Gabriele", "Georg", "Greta", "Hanna", "Heinz", "Helga",
    "Ines", "Ingo", "Irene", "Jan", "Jasmin", "Jörg", "Julia", "Jürgen", "Karin", "Karl", "Katja", "Klaus", "Lara",
    "Lena", "Lukas", "Manfred", "Maria", "Markus", "Martina", "Max", "Nadine", "Nina", "Oliver", "Paula", "Peter",
    "Petra", "Ralf", "Rita", "Robert", "Sabine", "Sarah", "Stefan", "Susanne", "Thomas", "Tina", "Udo", "Ursula",
    "Vera", "Walter", "Zoë",
)  # fmt: skip
LAST_NAMES = (
    "Adams", "Albrecht", "Arnold", "Baker", "Bauer", "Beck", "Becker", "Bennett", "Berger", "Böhm", "Brandt", "Braun",
    "Brooks", "Busch", "Carter", "Clark", "Collins", "Cooper", "Dietrich", "Edwards", "Engel", "Evans", "Fischer",
    "Foster", "Franke", "Friedrich", "Fuchs", "Graf", "Gray", "Groß", "Günther", "Haas", "Hahn", "Harris", "Hartmann",
    "Heinrich", "Herrmann", "Hoffmann", "Horn", "Huber", "Hughes", "Jäger", "Jenkins", "Kaiser", "Keller", "Kelly",
    "King", "Klein", "Koch", "Köhler", "König", "Krämer", "Kraus", "Krüger", "Kuhn", "Lang", "Lehmann", "Lewis",
    "Lorenz", "Ludwig", "Maier", "Marshall", "Martin", "Mayer", "Meyer", "Mitchell", "Möller", "Morgan", "Morris",
    "Müller", "Neumann", "Otto", "Parker", "Peters", "Pfeiffer", "Pohl", "Price", "Richter", "Roth", "Russell",
    "Sauer", "Schäfer", "Schmidt", "Schmitt", "Schneider", "Scholz", "Schröder", "Schulz", "Schwarz", "Seidel",
    "Simon", "Sommer", "Stein", "Taylor", "Thompson", "Turner", "Vogel",
)  # fmt: skip
DEPARTMENTS = ("Sales", "Purchasing", "Vertrieb", "Einkauf", "IT", "Management", "Buchhaltung", "Support")
GERMAN = (
    "Posteingang",
    "Gesendete Elemente",
    "Gelöschte Elemente",
    "Projekte",
    "Rechnungen",
    "Projekte/Angebote",
    "Projekte/Verträge",
    "Lieferanten",
    "Persönlich",
)
ENGLISH = (
    "Inbox",
    "Sent Items",
    "Deleted Items",
    "Projects",
    "Invoices",
    "Projects/Offers",
    "Projects/Contracts",
    "Suppliers",
    "Personal",
)
MORE_FOLDERS = ("Projekte", "Projects")
SUBJECTS = (
    "Angebot Nr. {}",
    "Re: Angebot Nr. {}",
    "Invoice {}",
    "Rechnung {}",
    "Re: Invoice {}",
    "Order {} has been shipped",
    "Lieferverzögerung zu Auftrag {}",
    "Fwd: Contract {}",
    "AW: Vertrag {}",
    "Protokoll der Besprechung vom Montag",
    "Minutes of our meeting",
    "Lunch?",
    "Urlaubsantrag",
    "Ticket #{}: printer out of order",
    "Ticket #{}: Drucker gestört",
    "Newsletter",
)
CORRESPONDENTS = ("sales", "info", "rechnung", "support", "orders", "buchhaltung", "hello", "newsletter")
PROFILES = ("Exchange Mailboxes", "Journal", "IMAP info", "Microsoft 365", "Outlook PST", "Kerio Connect", "IMAP sales")
CONNECTORS = ("Exchange", "ExchangeJournal", "IMAP", "Exchange", "PST", "IMAP", "IMAP")
JOBS = (
    ("Process Retention Policies", "ProcessRetentionPolicies"),
    ("Verify All Stores", "VerifyStores"),
    ("Refresh Statistics", "RefreshAllStoreStatistics"),
    ("Synchronize Users", "SyncUsersWithDirectoryServices"),
    ("Send Status Report", "SendStatusReport"),
)
# Spelled as captured; how often each comes is made up, but for about this order.
RESULTS = ("succeeded",) * 93 + ("completedWithErrors",) * 4 + ("failed",) * 2 + ("cancelled",)
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ë": "e"})


def draw(number: int, kind: str, index: int) -> int:
    """A number of 64 bits, the same one on every machine for the same seed, kind of thing, and index."""
    return int.from_bytes(hashlib.blake2b(b"%d %b %d" % (number, kind.encode(), index), digest_size=8).digest())


def choose(things: Sequence[T], number: int) -> T:
    """One of them."""
    return things[number % len(things)]


def in_ascii(name: str) -> str:
    """A name as it stands in an address."""
    return name.lower().translate(UMLAUTS)
