"""`mailstore profiles`: list the archiving and export profiles, change them, and keep them in a file."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailstore_sdk.cli.connection import Connection
from mailstore_sdk.cli.options import expanded, refuse_misplaced
from mailstore_sdk.cli.output import Output, say
from mailstore_sdk.cli.planning import Applying
from mailstore_sdk.cli.plans import SecretsFile, secrets_of
from mailstore_sdk.errors import ConfigurationError, MailStoreError
from mailstore_sdk.text import one_line

if TYPE_CHECKING:
    from mailstore_sdk.cli.connection import Target
    from mailstore_sdk.client_kinds import ArchiveClient
    from mailstore_sdk.models import Profile
    from mailstore_sdk.workflows import Plan, ProfileFile

app: typer.Typer = typer.Typer(
    name="profiles",
    help="List the archiving and export profiles. With a command: change them, or keep them in a file.",
    invoke_without_command=True,
)
Which = Annotated[str, typer.Argument(metavar="PROFILE", help="Id of the profile, or its name if no other has it.")]
SecretAt = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KEY", show_default=False, help="A secret is at this key, too; where it is not asked for anyway."
    ),
]
NoSecretAt = Annotated[
    list[str] | None,
    typer.Option(metavar="KEY", show_default=False, help="There is no secret at this key: do not ask for it."),
]
Replacement = Annotated[
    int | None,
    typer.Option(
        metavar="ID", show_default=False,
        help="Create none: a run that was broken off has created this one, and its protocol is lost.",
    ),
]  # fmt: skip


def listed(context: typer.Context, connection: Connection, output: Output) -> None:
    """List the archiving and export profiles."""
    if context.invoked_subcommand is not None:
        refuse_misplaced(context)
        return
    with connection.archive() as client:
        found = client.get_profiles()
    columns = {
        "Id": lambda one: one.id,
        "Name": lambda one: one.name,
        "Owner": lambda one: one.owner,
        "Connector": lambda one: one.connector,
        "Runs": _rhythm,
    }
    output.items("Profiles", found, columns)


def change(
    which: Which,
    settings: Annotated[
        list[str], typer.Argument(metavar="KEY=VALUE...", help="As details.host=mail.example.com; a value may be JSON.")
    ],
    applying: Applying,
    connection: Connection,
    output: Output,
    new_key: Annotated[bool, typer.Option("--new-key", help="The profile need not have the key.")] = False,
    secret_at: SecretAt = None,
    no_secret_at: NoSecretAt = None,
    replacement: Replacement = None,
    secrets: SecretsFile = None,
) -> None:
    """Give a profile other settings. Its password is asked for again, and it gets a new id: the API has no other way.

    Where only serverSideExecution changes (automatic, automaticPauseBetweenExecutions, automaticMaintenanceWindows),
    neither is needed.
    """
    from mailstore_sdk.workflows import parse_changes, plan_profile_change, read_profiles

    def make(client: Any) -> Plan:
        there = read_profiles(client)
        changes = parse_changes(there.find(which), settings, new_keys=new_key)
        return plan_profile_change(
            there, which, changes,
            new_keys=new_key, secret_at=secret_at or (), no_secret_at=no_secret_at or (), replacement=replacement,
        )  # fmt: skip

    _carry_out(make, applying, connection, output, secrets)


def set_password(
    which: Which,
    applying: Applying,
    connection: Connection,
    output: Output,
    secret_at: SecretAt = None,
    no_secret_at: NoSecretAt = None,
    replacement: Replacement = None,
    secrets: SecretsFile = None,
) -> None:
    """Give a profile another password, as that of its mailbox. It gets a new id: the API has no other way."""
    from mailstore_sdk.workflows import plan_profile_password, read_profiles

    def make(client: Any) -> Plan:
        there = read_profiles(client)
        return plan_profile_password(
            there, which, secret_at=secret_at or (), no_secret_at=no_secret_at or (), replacement=replacement
        )

    # Its name follows the id in the title, and quotes begin it.
    begun = re.compile(rf"another password of profile {re.escape(which)} ['\"]", re.IGNORECASE).match
    _carry_out(make, applying, connection, output, secrets, lambda title: begun(title) is not None)


def export(
    connection: Connection,
    output: Output,
    chosen: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PROFILE]...", help="Ids or names.", show_default="all profiles"),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to.", show_default="standard output")
    ] = None,
) -> None:
    """Write profiles to a file, without secrets; for another server, or for later."""
    from mailstore_sdk.workflows import export_profiles, read_profiles

    if file is not None:
        _may_overwrite(file)
    target = connection.target()
    with connection.archive(target) as client:
        found = export_profiles(read_profiles(client), chosen or (), version=_version(client, target))
    if file is not None:
        file.write_text(found.to_json(), encoding="utf-8")
    if output.for_programs or file is None:
        _print(found, output)
        return
    places = sum(len(one.secrets) for one in found.profiles)
    say(f"Written: {file}. Profiles: {len(found.profiles)}; secrets that their import will ask for: {places}")


def take_in(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `mailstore profiles export` has written.")],
    applying: Applying,
    connection: Connection,
    output: Output,
    owner: Annotated[
        str | None,
        typer.Option(metavar="USER", help="Whom all of them shall belong to.", show_default="as in the file"),
    ] = None,
    start: Annotated[
        bool,
        typer.Option("--start", help="Have those run by themselves that did; not as long as they do elsewhere."),
    ] = False,
    no_secret_at: NoSecretAt = None,
    secrets: SecretsFile = None,
) -> None:
    """Create the profiles of a file. Their passwords are asked for; they do not run by themselves unless you say so."""
    from mailstore_sdk.workflows import ProfileFile, plan_profile_import, read_profiles

    wanted = ProfileFile.load(file)
    target = connection.target()

    def make(client: Any) -> Plan:
        users = [user.user_name for user in client.get_users()]
        return plan_profile_import(
            wanted, read_profiles(client), users=users, version=_version(client, target), owner=owner, start=start,
            no_secret_at=no_secret_at or (),
        )  # fmt: skip

    applying.carry_out(make, target, connection.archive(target), output, lambda plan: _asked(plan, secrets))


def _carry_out(
    make: Callable[[Any], Plan],
    applying: Applying,
    connection: Connection,
    output: Output,
    secrets: Path | None,
    begun: Callable[[str], bool] | None = None,
) -> None:
    """Replace a profile, and say under which id it is to be found."""
    target = connection.target()
    applying.carry_out(
        make, target, connection.archive(target), output, lambda plan: _asked(plan, secrets), begun=begun,
        after=lambda client, plan: [*_new_ids(client, plan)],
    )  # fmt: skip


def _new_ids(client: Any, plan: Plan) -> Iterator[str]:
    """Under which ids the new profiles are to be found."""
    from mailstore_sdk.workflows import read_profiles

    looks = [step.undo.found["id"] for step in plan.steps if step.function == "CreateProfile" and step.undo]
    if not looks:
        return
    try:
        there = read_profiles(client).profiles
    except MailStoreError as error:
        yield f"the new profile's id could not be read: {error}"
        return
    for look in looks:
        number = look.value(there)
        if isinstance(number, int):
            yield f"the new profile has the id {number}"


def _asked(plan: Plan, file: Path | None) -> Mapping[str, str]:
    """The secrets of a plan; at a terminal each twice, since a wrong one is found out only when nothing is archived."""
    if file is None and sys.stdin.isatty():
        return {
            name: typer.prompt(one_line(name), hide_input=True, confirmation_prompt=True, err=True)
            for name in plan.secrets
        }
    return secrets_of(plan, file, "; where the profile has none, say --no-secret-at KEY")


def _print(found: ProfileFile, output: Output) -> None:
    # As it is, since it holds no secret, and what is masked could not be imported; ASCII only, as all JSON here.
    whole = found.model_dump(mode="json", by_alias=True)
    for one in whole["profiles"] if output.as_lines else [whole]:
        typer.echo(json.dumps(one, indent=None if output.as_lines else 2))


def _may_overwrite(file: Path) -> None:
    from mailstore_sdk.workflows import ProfileFile

    if not file.is_file() or not file.stat().st_size:
        return
    try:
        ProfileFile.load(file)
    except ConfigurationError:
        problem = f"{file} is there already, and holds no profiles: it stays as it is; name a new file"
    else:
        return
    raise ConfigurationError(problem)


def _version(client: ArchiveClient, target: Target) -> str | None:
    if target.edition == "spe":
        return None  # an instance does not tell it
    return client.get_server_info().version  # type: ignore[union-attr]  # no instance


def _rhythm(profile: Profile) -> str:
    execution = profile.server_side_execution
    if execution is None or not execution.automatic:
        return "by hand"
    pause = execution.automatic_pause_between_executions
    return "automatically" if pause is None else f"automatically, pause {pause} s"


app.callback(invoke_without_command=True)(expanded(listed))
app.command("set")(expanded(change))
app.command("set-password")(expanded(set_password))
app.command("export")(expanded(export))
app.command("import")(expanded(take_in))
