r"""What a provider does with a Service Provider Edition as a whole: the figures of a month, and the rules for profiles.

    usage = read_usage(spe, "2026-10", customers=read_customers("customers.csv"))
    print(usage)
    print(check_profiles(read_profiles(spe), load_rules("rules.toml")))

Both only read. docs/workflows.md tells what is in them.
"""

from __future__ import annotations

from mailstore_sdk.provider.customers import Customer, read_customers
from mailstore_sdk.provider.usage import Figures, Totals, Usage, UsageRow
from mailstore_sdk.provider.usage_reading import read_usage, read_usage_async

__all__ = [
    "Customer",
    "Figures",
    "Totals",
    "Usage",
    "UsageRow",
    "read_customers",
    "read_usage",
    "read_usage_async",
]
