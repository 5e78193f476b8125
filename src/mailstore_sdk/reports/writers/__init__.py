"""What a report is written as: JSON for programs, CSV for spreadsheets."""

from __future__ import annotations

from mailstore_sdk.reports.tables import TABLES, TableName
from mailstore_sdk.reports.writers.csv import to_csv, write_csv
from mailstore_sdk.reports.writers.json import write_json

__all__ = ["TABLES", "TableName", "to_csv", "write_csv", "write_json"]
