"""A provider's month: an employee has left a customer, one instance is stopped, and its customer is not in the map."""

from __future__ import annotations

from mailstore_sdk.emulator import Emulator

MAP = "Kundennummer;Instanz;Name\r\nK-1001;customer1;Bäckerei Süß\r\nK-1002;customer2;Müller KG\r\n"
FILES: dict[str, str | bytes] = {"customers.csv": MAP.encode("cp1252")}
COMMANDS = ["mailstore spe usage --month 2026-01 --map customers.csv --csv usage.csv"]


def emulator() -> Emulator:
    """The demo's installation, but for the one who left."""
    made = Emulator(edition="spe")
    del made.instances["customer1"].users["jdoe"]
    return made
