"""Each format read by something that is not ours: what services it names, and how they are.

Of Checkmk there is no library: `checkmk` follows its documentation and what its site does with a line.
"""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
from prometheus_client.parser import text_string_to_metric_families
from pynag.Utils import PerfData

STATES = {0: "ok", 1: "warning", 2: "critical", 3: "unknown"}
CHECKMK_LINE = re.compile(
    r"""(?P<state>[0123P])[ ](?:"(?P<quoted>[^"']+)"|(?P<bare>[^ "']+))[ ](?P<metrics>[^ ]+)(?:[ ]+(?P<text>.*))?"""
)
CHECKMK_METRIC = re.compile(r"[A-Za-z][A-Za-z0-9_]*=-?\d+(\.\d+)?(;-?[\d.]*(;-?[\d.]*(;-?[\d.]*(;-?[\d.]*)?)?)?)?")
NAGIOS_VALUE = re.compile(r"-?\d+(\.\d+)?")
NAGIOS_RANGE = re.compile(r"@?(~:|-?[\d.]+:)?(-?[\d.]+)?")
CHANNEL = {
    "type": "object",
    "required": ["Channel", "Value"],
    "additionalProperties": False,
    "properties": {
        "Channel": {"type": "string", "minLength": 1},
        "Value": {"type": "number"},
        "Unit": {"enum": ["Custom", "Count", "TimeSeconds", "BytesDisk", "Percent"]},
        "CustomUnit": {"type": "string"},
        "Float": {"enum": [0, 1]},
        "LimitMode": {"enum": [0, 1]},
        "LimitMaxWarning": {"type": "number"},
        "LimitMaxError": {"type": "number"},
        "LimitWarningMsg": {"type": "string"},
        "LimitErrorMsg": {"type": "string"},
    },
    "if": {"properties": {"Value": {"not": {"type": "integer"}}}},
    "then": {"required": ["Float"]},
}
MESSAGE = {"type": "string", "maxLength": 2000, "pattern": "^[^#\n]*$"}
PRTG = {
    "type": "object",
    "required": ["prtg"],
    "additionalProperties": False,
    "properties": {
        "prtg": {
            "oneOf": [
                {
                    "type": "object",
                    "required": ["result", "text"],
                    "additionalProperties": False,
                    "properties": {
                        "result": {"type": "array", "minItems": 1, "maxItems": 50, "items": CHANNEL},
                        "text": MESSAGE,
                    },
                },
                {
                    "type": "object",
                    "required": ["error", "text"],
                    "additionalProperties": False,
                    "properties": {"error": {"const": 1}, "text": MESSAGE},
                },
            ]
        }
    },
}
DISCOVERED = {
    "type": "array",
    "items": {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": r"^\{#[A-Z0-9_.]+\}$"},
        "additionalProperties": {"type": "string", "minLength": 1},
    },
}


def checkmk(text: str) -> dict[str, tuple[str, dict[str, float], str]]:
    """State, metrics and text of each service by its name."""
    found: dict[str, tuple[str, dict[str, float], str]] = {}
    for line in text.removesuffix("\n").split("\n"):
        match = CHECKMK_LINE.fullmatch(line)
        assert match, line
        name, shown = match["quoted"] or match["bare"], match["text"] or ""
        assert name not in found, f"{name} is there twice"
        assert shown, f"{name} has no text, and is not shown"
        assert "\\n" not in shown, f"a line ends in {shown}"
        metrics = [] if match["metrics"] == "-" else match["metrics"].split("|")
        assert all(CHECKMK_METRIC.fullmatch(metric) for metric in metrics), metrics
        values = {metric.partition("=")[0]: float(metric.partition("=")[2].split(";")[0]) for metric in metrics}
        found[name] = (STATES[int(match["state"])], values, shown)
    return found


def nagios(text: str) -> tuple[str, list[str], dict[str, Any]]:
    """The first line, the others, and the performance data by its labels."""
    lines, data = [], []
    for line in text.removesuffix("\n").split("\n"):
        shown, _, performance = line.partition("|")
        assert "|" not in performance
        assert shown.strip(), "an empty line"
        lines.append(shown.strip())
        data.append(performance.strip())
    assert not any(data[1:-1]), "performance data is with the first and the last line only"
    metrics = PerfData(" ".join(data)).metrics
    for metric in metrics:
        assert NAGIOS_VALUE.fullmatch(metric.value), metric
        assert metric.uom in ("", "s", "B", "%"), metric
        assert all(NAGIOS_RANGE.fullmatch(limit) for limit in (metric.warn, metric.crit)), metric
    found = {metric.label: metric for metric in metrics}
    assert len(found) == len(metrics), "a label is there twice"
    return lines[0], lines[1:], found


def prtg(text: str) -> dict[str, Any]:
    """What is in the document."""
    assert text.isascii()
    document = json.loads(text)
    jsonschema.validate(document, PRTG)
    content: dict[str, Any] = document["prtg"]
    channels = [channel["Channel"] for channel in content.get("result", ())]
    assert len(set(channels)) == len(channels), "a channel is there twice"
    return content


def discovered(text: str) -> list[dict[str, str]]:
    """The rows."""
    rows: list[dict[str, str]] = json.loads(text)
    jsonschema.validate(rows, DISCOVERED)
    return rows


def prometheus(text: str) -> dict[str, dict[tuple[tuple[str, str], ...], float]]:
    """The values of each family by their labels."""
    assert text.endswith("\n")
    found: dict[str, dict[tuple[tuple[str, str], ...], float]] = {}
    for family in text_string_to_metric_families(text):
        assert family.type == "gauge", family
        assert family.documentation, family
        assert family.name not in found, f"{family.name} does not stand together"
        found[family.name] = {tuple(sorted(one.labels.items())): one.value for one in family.samples}
        assert len(found[family.name]) == len(family.samples), f"a sample of {family.name} is there twice"
        assert all(one.name == family.name for one in family.samples)
    return found
