r"""What a provider does with a Service Provider Edition as a whole: the figures of a month, and the rules for profiles.

    usage = read_usage(spe, "2026-10", customers=read_customers("customers.csv"))
    print(usage)
    print(check_profiles(read_all_profiles(spe), load_rules("rules.toml")))

Both only read. docs/workflows.md tells what is in them.
"""

from __future__ import annotations

from mailstore_sdk.provider.customers import Customer, read_customers
from mailstore_sdk.provider.profile_rules import (
    AllProfiles,
    InstanceProfiles,
    check_profiles,
    read_all_profiles,
    read_all_profiles_async,
)
from mailstore_sdk.provider.rules_file import ProviderRules, RulesError, load_rules
from mailstore_sdk.provider.usage import Figures, Totals, Usage, UsageRow
from mailstore_sdk.provider.usage_reading import read_usage, read_usage_async
from mailstore_sdk.provider.verdicts import Verdict, Verdicts

__all__ = [
    "AllProfiles",
    "Customer",
    "Figures",
    "InstanceProfiles",
    "ProviderRules",
    "RulesError",
    "Totals",
    "Usage",
    "UsageRow",
    "Verdict",
    "Verdicts",
    "check_profiles",
    "load_rules",
    "read_all_profiles",
    "read_all_profiles_async",
    "read_customers",
    "read_usage",
    "read_usage_async",
]
