"""What a report is written as: JSON for programs, CSV for spreadsheets, HTML for people."""

from __future__ import annotations

from mailstore_sdk.reports.tables import TABLES, TableName
from mailstore_sdk.reports.writers.csv import to_csv, write_csv
from mailstore_sdk.reports.writers.html import to_html, write_html
from mailstore_sdk.reports.writers.json import write_json

__all__ = ["TABLES", "TableName", "to_csv", "to_html", "write_csv", "write_html", "write_json"]
