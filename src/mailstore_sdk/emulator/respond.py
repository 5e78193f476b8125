"""From a request to a response: one function, without any input or output of its own.

What is evidence and what is our choice stands at each place; the grades are those of docs/emulator.md.
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.emulator import arguments, editions
from mailstore_sdk.emulator.clock import Clock, ManualClock
from mailstore_sdk.emulator.editions import Edition, Metadata
from mailstore_sdk.emulator.handlers import HANDLERS
from mailstore_sdk.emulator.installation import Installation
from mailstore_sdk.emulator.messages import Hold, Refused, Request, Response, json_response, text
from mailstore_sdk.emulator.state import State
from mailstore_sdk.emulator.tasks import FIRST_VERSION, Advance, ByPolls, Script, Task, brief
from mailstore_sdk.function import Function

Served = Literal["modern", "legacy", "both"]
DETAILS = "System.Exception: {message}\r\n   at MailStore.Emulator.Invoke(String function)\r\n"


@dataclass(kw_only=True)
class World:
    """The emulated server: its state, its time and how it behaves.

    Attributes:
        state: What a MailStore Server holds, or a whole Service Provider Edition.
        metadata: What is done to the list of functions before get-metadata gives it.
    """

    state: State | Installation
    protocol: Served = "both"
    tasks: Advance = field(default_factory=ByPolls)
    clock: Clock = field(default_factory=ManualClock)
    byte_order_mark: bool = True
    metadata: Callable[[list[Metadata]], Sequence[Metadata]] = lambda functions: functions

    @property
    def edition(self) -> Edition:
        """Which edition it is."""
        return "spe" if isinstance(self.state, Installation) else "server"

    def json(self, payload: Any) -> Response:
        """A JSON response."""
        return json_response(payload, byte_order_mark=self.byte_order_mark)


def respond(world: World, request: Request, *, held: bool = False) -> Response | Hold:
    """Answer a request.

    Args:
        world: The emulated server, which the request may change.
        request: What came in.
        held: Whether the request was held already for as long as it asked to be: then it is answered now.

    Returns:
        The response, or, for a status poll without news, how long to hold it.
    """
    path = "/" + re.sub(r"/+", "/", request.path).strip("/")
    route = _route(world, path)
    if route is None:
        return text(404, "Not Found")
    # On Server that one answers anybody, on SPE it does not (documented).
    if world.edition == "spe" or path.lower() != "/api/get-metadata":
        refusal = _authenticate(world, request)
        if refusal:
            return refusal
    if request.method != "POST":
        return text(405, "Method Not Allowed", {"allow": "POST"})
    if "content-length" not in request.headers:
        return text(411, "Length Required")  # seen by clients
    return route(world, request, path.rsplit("/", 1)[-1], held)


Route = Callable[[World, Request, str, bool], Response | Hold]


def _route(world: World, path: str) -> Route | None:
    if world.protocol in ("modern", "both"):
        if re.fullmatch(r"/api/invoke/[^/]+", path, re.IGNORECASE):
            return _invoke_modern
        if path.lower() in MODERN_CALLS:
            return MODERN_CALLS[path.lower()]
    if world.protocol in ("legacy", "both") and world.edition == "server":
        if re.fullmatch(r"/JSON/Invoke/[^/]+", path):
            return _invoke_legacy
        if re.fullmatch(r"/JSON/Status/[^/]+", path):
            return _status_legacy
    return None


def _credentials(request: Request) -> tuple[str, str] | None:
    """What HTTP Basic carries."""
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    try:
        name, _, password = base64.b64decode(credentials, validate=True).decode().partition(":")
    except ValueError:
        return None
    return (name, password) if scheme.lower() == "basic" else None


def _authenticate(world: World, request: Request) -> Response | None:
    """Wrong credentials: 401 with a challenge (documented); a user who is no administrator: 403 (seen by clients)."""
    name, password = _credentials(request) or ("", "")
    right: list[str] = []
    administrator = True
    if isinstance(world.state, Installation):
        if name in world.state.administrators:
            right = world.state.administrators[name].accepted()
    elif name in world.state.users:
        right = [world.state.users[name].password]
        administrator = "admin" in world.state.users[name].privileges
    if not any(hmac.compare_digest(one.encode(), password.encode()) for one in right):
        return text(401, "Unauthorized", {"www-authenticate": 'Basic realm="MailStore Server"'})
    return None if administrator else text(403, "Forbidden")


def _carry_out(world: World, function: Function[Any], request: Request) -> Any | Task:
    """Do what the function does: the result, or the task of a long-running call. Raises Refused."""
    site = editions.site(world.state, function, request.body)
    site.clock = world.clock
    given = arguments.read(function, request.body, (_credentials(request) or ("", ""))[0])
    handler = HANDLERS.get(function.name)
    if handler:
        result = handler(site, given)
    else:
        result = None if function.long_running == "no" else brief(f"{function.name}...", "Finished.")
    if not isinstance(result, Script):
        return result
    token = world.state.new_token()
    return Task(function=function.name, token=token, script=result, advance=world.tasks, started=world.clock.now())


def _invoke_modern(world: World, request: Request, name: str, _held: bool) -> Response:
    function = BY_NAME.get(name)
    if function is None or function.name != name or not editions.has(world.edition, function):
        return text(404, f"Unknown function {name}.")  # our choice: 404 or a failed envelope is not known
    try:
        result = _carry_out(world, function, request)
    except Refused as refusal:
        message = str(refusal)
        return world.json(
            _envelope(statusCode="failed", error={"message": message, "details": DETAILS.format(message=message)})
        )
    if not isinstance(result, Task):
        return world.json(_envelope(result=result))
    world.state.tasks[result.token] = result
    return world.json(_task_envelope(world, result))


def _get_status(world: World, request: Request, _name: str, held: bool) -> Response | Hold:
    """A long poll (documented): at once if there is news, else held for `millisecondsTimeout`."""
    fields = _form(request)
    task = world.state.tasks.get(fields.get("token", ""))
    if task is None:
        return text(404, "Unknown token.")  # the status is documented, the text is ours
    now = world.clock.now()
    if task.advance.next_change(task, now) is None:
        task.polls += 1
    known = _int(fields.get("lastKnownStatusVersion"))
    wait = _int(fields.get("millisecondsTimeout")) / 1000
    if task.version(now) <= known and task.status(now) == "running" and wait > 0 and not held:
        change = task.advance.next_change(task, now)
        return Hold(wait if change is None else min(wait, max(change - now, 0.0)))
    return world.json(_task_envelope(world, task))


def _cancel_async(world: World, request: Request, _name: str, _held: bool) -> Response:
    """Only asks (documented). That the answer is the status, and cancelling takes effect at once, is our choice."""
    task = world.state.tasks.get(_form(request).get("token", ""))
    if task is None:
        return text(404, "Unknown token.")
    task.cancel(world.clock.now())
    return world.json(_task_envelope(world, task))


def _get_metadata(world: World, _request: Request, _name: str, _held: bool) -> Response:
    """The specification in the documented form, or what was made of it."""
    return world.json(list(world.metadata(editions.metadata(world.edition))))


def _invoke_legacy(world: World, request: Request, name: str, _held: bool) -> Response:
    function = BY_NAME.get(name)
    if function is None or function.legacy.name != name or not function.server:
        return text(404, f"Unknown function {name}.")  # our choice
    try:
        result = _carry_out(world, function, request)
    except Refused as refusal:
        return text(500, str(refusal))  # documented
    if isinstance(result, Task):
        world.state.tasks[result.token] = result
        result = {"statusUrl": f"/JSON/Status/{result.token}", "statusToken": result.token}
    return world.json(_as_legacy(function, result))


def _status_legacy(world: World, _request: Request, token: str, _held: bool) -> Response:
    task = world.state.tasks.get(token)
    if task is None:
        return text(404, "Unknown token.")  # our choice
    task.polls += 1
    now = world.clock.now()
    view = task.look(now)
    answer: dict[str, Any] = {
        "status": task.status(now),
        "progressPercentage": view.percent,
        "messages": [{"type": "line", "text": line} for line in task.script.lines[: view.lines]],
    }
    if task.result is not None:
        answer["result"] = task.result
    return world.json(answer)


def _as_legacy(function: Function[Any], result: Any) -> Any:
    """What a server up to 8.x sends: rights as text, and empty text for a DN that is missing, by the tutorial."""
    if not function.legacy.lists or not isinstance(result, dict):
        return result
    newer = ("pop3UserNames", "privilegesOnFolders")
    answer = {key: value for key, value in result.items() if key not in newer}
    for key in function.legacy.lists:
        answer[key] = ",".join(answer[key])
    return {key: "" if value is None else value for key, value in answer.items()}


def _envelope(**given: Any) -> dict[str, Any]:
    """The eight keys in the order captured."""
    envelope: dict[str, Any] = {
        "error": None,
        "token": None,
        "statusVersion": FIRST_VERSION,
        "statusCode": "succeeded",
        "percentProgress": None,
        "statusText": None,
        "result": None,
        "logOutput": None,
    }
    return {**envelope, **given}


def _task_envelope(world: World, task: Task) -> dict[str, Any]:
    """A task's status; the token is in every one of them (documented), the whole log too (our choice)."""
    now = world.clock.now()
    view = task.look(now)
    lines = task.script.lines[: view.lines]
    return _envelope(
        token=task.token,
        statusVersion=task.version(now),
        statusCode=task.status(now),
        percentProgress=view.percent,
        result=task.result,
        logOutput="".join(f"{line}\r\n" for line in lines) or None,
    )


def _form(request: Request) -> dict[str, str]:
    try:
        return arguments.form(request.body)
    except Refused:
        return {}


def _int(number: str | None) -> int:
    return int(number) if number is not None and re.fullmatch(r"[0-9]{1,9}", number) else 0


MODERN_CALLS: dict[str, Route] = {
    "/api/get-status": _get_status,
    "/api/cancel-async": _cancel_async,
    "/api/get-metadata": _get_metadata,
}
