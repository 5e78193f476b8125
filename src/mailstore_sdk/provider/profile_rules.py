"""Check the profiles of all instances against a provider's rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, NamedTuple

from mailstore_sdk.client_kinds import server_of
from mailstore_sdk.findings.model import counted
from mailstore_sdk.findings.setting_values import ARCHIVING, JOURNAL
from mailstore_sdk.language import Text, length
from mailstore_sdk.provider.instances import TIMEOUT, Questions, Told, ask, ask_async
from mailstore_sdk.provider.profile_texts import CANNOT_TELL, CHECK, LOOK, RULES
from mailstore_sdk.provider.profile_values import UNTOLD, Untold, automatic, deletion, flag, number, plain, value
from mailstore_sdk.provider.rules_file import OwnRule, ProviderRules, Section
from mailstore_sdk.provider.verdicts import Verdict, Verdicts, overall
from mailstore_sdk.severity import Severity
from mailstore_sdk.text import cut, one_line
from mailstore_sdk.workflows.names import folded

if TYPE_CHECKING:
    from mailstore_sdk.async_spe import AsyncSpeClient
    from mailstore_sdk.spe import SpeClient

PAUSE = "serverSideExecution.automaticPauseBetweenExecutions"
DELETION = "details.deleteInMailbox"
CERTIFICATES = "details.ignoreSSLPolicyErrors"
QUESTIONS: Questions = {"profiles": lambda client: client.invoke("GetProfiles", {"raw": True})}


class InstanceProfiles(NamedTuple):
    """The profiles of an instance.

    Attributes:
        instance: Its id.
        profiles: As the server sends them.
        problem: Why there are none; None: there are, be it an empty list.
    """

    instance: str
    profiles: list[Mapping[str, Any]]
    problem: str | None = None

    def __repr__(self) -> str:  # a profile may hold a password, if one that cannot be used
        return f"<InstanceProfiles {self.instance}: {self.problem or len(self.profiles)}>"


class AllProfiles(NamedTuple):
    """The profiles of all instances.

    Attributes:
        server: Which server, as `workflows.server_of` names it.
        instances: By id.
    """

    server: str
    instances: list[InstanceProfiles]


def read_all_profiles(
    client: SpeClient,
    *,
    concurrency: int = 8,
    instance_timeout: float = TIMEOUT,
    on_progress: Callable[[int, int], object] | None = None,
) -> AllProfiles:
    """Read the profiles of every instance that runs. Calls GetProfiles, once for each.

    Args:
        client: The Management Server.
        concurrency: How many instances are asked at once.
        instance_timeout: Seconds for one instance, besides the client's own `timeout` of one exchange.
        on_progress: Called with the numbers of instances done, and of those that are asked.

    Returns:
        The profiles; of an instance that did not tell them, why.

    Raises:
        MailStoreError: The instances could not be listed, or nobody answers any more.
    """
    told = ask(client, QUESTIONS, concurrency=concurrency, timeout=instance_timeout, on_progress=on_progress)
    return AllProfiles(server_of(client), [_profiles(one) for one in told])


async def read_all_profiles_async(
    client: AsyncSpeClient,
    *,
    concurrency: int = 8,
    instance_timeout: float = TIMEOUT,
    on_progress: Callable[[int, int], object] | None = None,
) -> AllProfiles:
    """Read the profiles of every instance with an asynchronous client; see `read_all_profiles`."""
    told = await ask_async(
        client, QUESTIONS, concurrency=concurrency, timeout=instance_timeout, on_progress=on_progress
    )
    return AllProfiles(server_of(client), [_profiles(one) for one in told])


def check_profiles(profiles: AllProfiles, rules: ProviderRules) -> Verdicts:
    """Check profiles against a provider's rules.

    What a profile does not tell is a finding of the severity `unknown`, and never fine; so is an instance whose
    profiles could not be read.

    Args:
        profiles: As `read_all_profiles` gives them.
        rules: As `load_rules` gives them.

    Returns:
        The findings by instance, profile and rule; what is as the rules want it has none.
    """
    found: list[Verdict] = []
    count = 0
    for one in profiles.instances:
        if one.problem is not None:
            text = Text("{problem}", "{problem}").filled(problem=one.problem)
            found.append(_verdict(one.instance, None, _Judged("provider-instance", "unknown", text)))
        for profile in one.profiles:
            count += 1
            found.extend(_verdict(one.instance, profile, each) for each in _judged(profile, rules))
    return Verdicts(
        server=profiles.server,
        instances=len(profiles.instances),
        profiles=count,
        severity=overall(found, count),
        counts=counted([*found]),
        findings=found,
    )


class _Judged(NamedTuple):
    rule: str
    severity: Severity
    text: Text
    name: str | None = None  # of a rule of the provider's own


def _profiles(told: Told) -> InstanceProfiles:
    name, problems = told.instance.instance_id, told.problems
    if problems:
        return InstanceProfiles(name, [], "; ".join(problems))
    answer = told.answers["profiles"]
    if not isinstance(answer, list) or not all(isinstance(one, dict) for one in answer):
        return InstanceProfiles(name, [], "its answer is no list of profiles")
    return InstanceProfiles(name, sorted(answer, key=_order))


def _order(profile: Mapping[str, Any]) -> tuple[int, str]:
    found = number(profile.get("id"))
    return (-1 if isinstance(found, Untold) else found, str(profile.get("name")))


def _judged(profile: Mapping[str, Any], rules: ProviderRules) -> Iterator[_Judged]:
    kind = value(profile, "type")
    if isinstance(kind, str) and kind != ARCHIVING:
        text = Text(
            "its type is {kind}, and only that of archiving profiles, {known}, is known: nothing was checked",
            "sein Typ ist {kind}, bekannt ist nur der von Archivierungsprofilen, {known}: nichts wurde geprüft",
        )
        yield _Judged("provider-kind", "unknown", text.filled(kind=_quoted(kind), known=ARCHIVING))
        return
    yield from _connectors(profile, rules)
    yield from _automatic(profile, rules)
    yield from _deletion(profile, rules)
    yield from _unknown_addresses(profile, rules)
    yield from _certificates(profile, rules)
    for own in rules.own:
        yield from _own(profile, own)


def _connectors(profile: Mapping[str, Any], rules: ProviderRules) -> Iterator[_Judged]:
    if rules.connectors is None:
        return
    connector = value(profile, "connector")
    if not isinstance(connector, str):
        yield from _untold(profile, "provider-connector", rules.connectors, "connector")
    elif not _fits(connector, rules.connectors.allowed):
        text = Text("{what} is not one of {allowed}", "{what} gehört nicht zu {allowed}")
        yield _Judged(
            "provider-connector",
            rules.connectors.severity,
            text.filled(what=_quoted(connector), allowed=", ".join(rules.connectors.allowed)),
        )


def _automatic(profile: Mapping[str, Any], rules: ProviderRules) -> Iterator[_Judged]:
    rule = rules.automatic
    if rule is None:
        return
    runs = automatic(profile)
    if rule.required and isinstance(runs, Untold):
        yield from _untold(profile, "provider-automatic", rule, "serverSideExecution.automatic")
    if rule.required and runs is False:
        yield _Judged("provider-automatic", rule.severity, Text("it runs only by hand", "es läuft nur von Hand"))
    if runs is False or rule.min_pause is rule.max_pause is None:
        return
    pause = number(value(profile, PAUSE))
    if isinstance(pause, Untold) or not 0 <= pause < 2**31:
        yield from _untold(profile, "provider-interval", rule, PAUSE)
        return
    if rule.min_pause is not None and timedelta(seconds=pause) < rule.min_pause:
        text = Text("its pause is {pause} s, less than {limit} s", "seine Pause ist {pause} s, weniger als {limit} s")
        yield _Judged("provider-interval", rule.severity, _pauses(text, pause, rule.min_pause))
    if rule.max_pause is not None and timedelta(seconds=pause) > rule.max_pause:
        text = Text("its pause is {pause} s, more than {limit} s", "seine Pause ist {pause} s, mehr als {limit} s")
        yield _Judged("provider-interval", rule.severity, _pauses(text, pause, rule.max_pause))


def _pauses(text: Text, pause: int, limit: timedelta) -> Text:
    return text.filled(pause=pause, limit=int(limit.total_seconds()))


def _deletion(profile: Mapping[str, Any], rules: ProviderRules) -> Iterator[_Judged]:
    rule = rules.deletion
    if rule is None or rule.allowed == "always":
        return
    told = deletion(profile)
    if isinstance(told, Untold):
        yield from _untold(profile, "provider-deletion", rule, DELETION)
    elif told is not False and rule.after is None:
        what = _quoted(str(value(profile, DELETION)))
        text = Text("it deletes in the mailbox: {what}", "es löscht im Postfach: {what}").filled(what=what)
        yield _Judged("provider-deletion", rule.severity, text)
    elif isinstance(told, timedelta) and rule.after is not None and told < rule.after:
        text = Text("it deletes after {told}, allowed is {after}", "es löscht nach {told}, erlaubt ist {after}")
        yield _Judged("provider-deletion", rule.severity, text.filled(told=length(told), after=length(rule.after)))
    elif isinstance(told, str):
        text = Text("after which time it deletes is not told: {what}", "nach welcher Zeit es löscht, ist offen: {what}")
        yield _Judged("provider-deletion", "unknown", text.filled(what=_quoted(told)))


def _unknown_addresses(profile: Mapping[str, Any], rules: ProviderRules) -> Iterator[_Judged]:
    rule = rules.unknown_addresses
    words = [str(value(profile, path)) for path in ("connector", "details.subType", "name")]
    if rule is None or not any(map(JOURNAL.search, words)):
        return
    if rule.key is None:
        text = Text(
            "no setting for unknown addresses is documented: name it in unknown_addresses.key",
            "keine Einstellung für unbekannte Adressen ist dokumentiert: in unknown_addresses.key angeben",
        )
        yield _Judged("provider-unknown-addresses", "unknown", text)
        return
    told = plain(value(profile, rule.key))
    if isinstance(told, Untold):
        yield from _untold(profile, "provider-unknown-addresses", rule, rule.key)
    elif (told in [plain(each) for each in rule.values]) is not rule.archived:
        yield _Judged("provider-unknown-addresses", rule.severity, _is(rule.key, told))


def _certificates(profile: Mapping[str, Any], rules: ProviderRules) -> Iterator[_Judged]:
    rule = rules.certificates
    if rule is None or not rule.required:
        return
    ignores = flag(value(profile, CERTIFICATES))
    if isinstance(ignores, Untold):
        yield from _untold(profile, "provider-certificates", rule, CERTIFICATES)
    elif ignores:
        text = Text("it takes any certificate of the mail server", "es akzeptiert jedes Zertifikat des E-Mail-Servers")
        yield _Judged("provider-certificates", rule.severity, text)


def _own(profile: Mapping[str, Any], rule: OwnRule) -> Iterator[_Judged]:
    if rule.connectors is not None and not _fits(str(value(profile, "connector")), rule.connectors):
        return
    told = plain(value(profile, rule.key))
    figure = number(value(profile, rule.key))
    numbers = rule.min is not None or rule.max is not None
    if isinstance(told, Untold) or (numbers and isinstance(figure, Untold)):
        yield from _untold(profile, "provider-rule", rule, rule.key, rule.name)
        return
    wrong = [
        rule.values is not None and told not in [plain(each) for each in rule.values],
        rule.not_values is not None and told in [plain(each) for each in rule.not_values],
        rule.min is not None and isinstance(figure, int) and figure < rule.min,
        rule.max is not None and isinstance(figure, int) and figure > rule.max,
    ]
    if any(wrong):
        yield _Judged("provider-rule", rule.severity, _is(rule.key, told), rule.name)


def _is(key: str, told: str) -> Text:
    return Text("{key} is {told}", "{key} ist {told}").filled(key=key, told=_quoted(told))


def _untold(
    profile: Mapping[str, Any], rule: str, section: Section, key: str, name: str | None = None
) -> Iterator[_Judged]:
    """What it means that a setting is missing, as the rules say; one that is there and not understood is unknown."""
    missing = value(profile, key) in (None, UNTOLD)
    if missing and section.missing == "kept":
        return
    text = Text("the profile does not tell {key}", "das Profil nennt {key} nicht").filled(key=key)
    yield _Judged(rule, section.severity if missing and section.missing == "violation" else "unknown", text, name)


def _fits(connector: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(folded(connector), folded(pattern)) for pattern in patterns)


def _quoted(text: str) -> Text:
    short = cut(one_line(text))
    return Text(f'"{short}"', f"„{short}“")


def _verdict(instance: str, profile: Mapping[str, Any] | None, judged: _Judged) -> Verdict:
    told = RULES[judged.rule]
    own = f"{judged.name}: " if judged.name else ""
    figure = UNTOLD if profile is None else number(profile.get("id"))
    of = instance if profile is None else f"{instance}/{'?' if isinstance(figure, Untold) else figure}"
    cannot_tell = judged.severity == "unknown" and profile is not None
    return Verdict(
        rule=judged.rule,
        key=one_line(f"{judged.rule}:{f'{judged.name}:' if judged.name else ''}{of}"),
        severity=judged.severity,
        subject=None if profile is None else one_line(str(profile.get("name") or "")),
        title=Text(f"{own}{told.title.en}", f"{own}{told.title.de}"),
        text=told.title + Text(": ", ": ") + judged.text if not own else Text(own, own) + judged.text,
        effect=CANNOT_TELL if cannot_tell else told.effect,
        todo=LOOK if cannot_tell else told.todo,
        check=CHECK,
        instance=instance,
        profile=None if isinstance(figure, Untold) else figure,
    )
