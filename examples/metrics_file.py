"""Metrics for Prometheus without a port: a file for the node exporter's textfile collector.

    python examples/metrics_file.py /var/lib/node_exporter/textfile_collector/mailstore.prom

Reads only; every five minutes, by cron. A server that does not answer is a metric, too:
mailstore_up is 0, and no value of before is told. So alert on `mailstore_up == 0`, on
`mailstore_state > 0`, and on a file that has become old (node_textfile_mtime_seconds).
"""

from __future__ import annotations

import sys
from pathlib import Path

from mailstore_sdk import Client
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.monitoring import check, recall, remember, render


def main() -> int:
    """Look, and write."""
    if len(sys.argv) != 2:
        print("metrics_file: give the name of one file", file=sys.stderr)
        return 2
    file = Path(sys.argv[1])
    names = file.with_suffix(".names.json")  # of profiles, so that they do not vanish while the server is down
    with Client.from_env(timeout=20) as client:
        facts = check(client, known=recall(names))
    remember(facts, names)

    beside = file.with_suffix(".tmp")  # the collector reads *.prom alone, so it never sees half a file
    beside.write_text(render(facts, "prometheus").text, encoding="utf-8")
    beside.replace(file)
    print(f"{len(facts.services)} services, the worst: {facts.state}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (ConfigurationError, OSError) as error:
        print(f"metrics_file: {error}", file=sys.stderr)
        sys.exit(2)
