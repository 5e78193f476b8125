"""All instances of a Service Provider Edition in one table, the worst first.

    python examples/spe_health.py

Reads only. An instance that is stopped, or fails, is a row with its reason and costs the others
nothing. Ends with 1 if any instance is not well.
"""

from __future__ import annotations

import sys

from mailstore_sdk import SpeClient, models
from mailstore_sdk.errors import MailStoreError
from mailstore_sdk.monitoring import check, only, render

WORST_FIRST = ("critical", "unknown", "warning", "ok")
WATCHED = ("server", "profiles", "stores", "jobs")


def main() -> int:
    """Print the table."""
    with SpeClient.from_env() as spe:
        patient = spe.options(timeout=20)

        def look(one: models.Instance) -> tuple[str, str, str, str]:
            """A row: how it is, the instance, its messages, and the same in words."""
            if one.status != "running":
                return "warning", one.instance_id, "", one.start_stop_error or one.status or "state not told"
            instance = patient.instance(one.instance_id)
            try:
                messages = f"{instance.get_instance_statistics().number_of_messages or 0:,}"
            except MailStoreError as error:
                return "critical", one.instance_id, "", str(error)
            facts = only(check(instance), WATCHED)
            return facts.state, one.instance_id, messages, render(facts, "text").text.partition(": ")[2].strip()

        rows = sorted(spe.map(look, spe.get_instances("*")), key=lambda row: WORST_FIRST.index(row[0]))
    for state, instance, messages, words in rows:
        print(f"{state:10}{instance:14}{messages:>14}  {words}")
    print(f"{sum(row[0] == 'ok' for row in rows)} of {len(rows)} instances are well")
    return int(any(row[0] != "ok" for row in rows))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except MailStoreError as error:
        print(f"spe_health: {error}", file=sys.stderr)
        sys.exit(2)
