"""The JSON Schema of a report, which is published as docs/report.schema.json."""

from __future__ import annotations

from typing import Any

from mailstore_sdk.reports.model import Report
from mailstore_sdk.reports.versions import CURRENT


def json_schema() -> dict[str, Any]:
    """The schema of what `Report.to_json` writes, JSON Schema 2020-12.

    A field that a server did not tell is not written, so only few fields of entries are required. Keys may be added
    without a new version of the format: let validation pass those that are not in the schema.
    """
    schema = Report.model_json_schema(by_alias=True, mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Report of a MailStore archive, version {CURRENT} of the format",
        **{key: value for key, value in schema.items() if key not in ("title", "$defs")},
        "$defs": schema["$defs"],
    }
