"""From a request to a response: one function, without any input or output of its own.

What is evidence and what is our choice stands at each place; the grades are those of docs/emulator.md.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from typing import Any, TypeAlias

from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.emulator import arguments, editions
from mailstore_sdk.emulator.handlers import HANDLERS
from mailstore_sdk.emulator.installation import Installation
from mailstore_sdk.emulator.messages import Hold, Refused, Request, Response, text
from mailstore_sdk.emulator.tasks import FIRST_VERSION, Script, Task, brief
from mailstore_sdk.emulator.world import World
from mailstore_sdk.function import Function

DETAILS = "System.Exception: {message}\r\n   at MailStore.Emulator.Invoke(String function)\r\n"
WRONG_CREDENTIALS = "User name or password is wrong."  # our words
CANNOT_CANCEL = "This process cannot be cancelled."  # our words
LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")


def respond(world: World, request: Request, *, waited: float | None = None) -> Response | Hold:
    """Answer a request.

    Args:
        world: The emulated server, which the request may change.
        request: What came in.
        waited: Seconds for which the request was held already; None: it comes for the first time.

    Returns:
        The response, or, for a status poll without news, how long to hold it.
    """
    world.run_due()
    path = "/" + re.sub(r"/+", "/", request.path).strip("/")
    route = _route(world, path)
    if route is None:
        return text(404, "Not Found")
    listing = path.lower() == METADATA
    # On Server that one answers anybody, on SPE it does not (documented).
    refusal = None if listing and world.edition == "server" else _authenticate(world, request, route)
    if refusal is not None:
        return refusal
    if request.method not in (("GET", "POST") if listing else ("POST",)):
        return text(405, "Method Not Allowed", {"allow": "GET, POST" if listing else "POST"})
    if request.method == "POST" and "content-length" not in request.headers:
        return text(411, "Length Required")  # seen by clients
    return route(world, request, path.rsplit("/", 1)[-1], waited)


Route: TypeAlias = Callable[[World, Request, str, float | None], Response | Hold]


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


def _authenticate(world: World, request: Request, route: Route) -> Response | None:
    """Wrong credentials: a challenge or a failed envelope; a user who is no administrator: 403 (seen by clients)."""
    name, password = request.credentials
    right: list[str] = []
    administrator = True
    if isinstance(world.state, Installation):
        if name in world.state.administrators:
            right = world.state.administrators[name].accepted()
    elif name in world.state.users:
        right = [world.state.users[name].password]
        administrator = world.state.users[name].is_administrator
    if not _local(world, request) and (name, password) == ("admin", "admin"):
        right = []
    # Who has no password, as the users of a directory here, does not get in with an empty one.
    if any(one and hmac.compare_digest(one.encode(), password.encode()) for one in right):
        return None if administrator else text(403, "Forbidden")
    if world.behaviour.wrong_credentials == "failed" and route is _invoke_modern:
        return _refusal(world, WRONG_CREDENTIALS)
    return text(401, "Unauthorized", {"www-authenticate": 'Basic realm="MailStore Server"'})


def _local(world: World, request: Request) -> bool:
    """Whether the server was called by a local name: the default credentials work with no other (documented)."""
    host = re.sub(r":[0-9]*$", "", request.headers.get("host", LOCAL_NAMES[0])).lower()
    return world.behaviour.default_credentials == "anywhere" or host in LOCAL_NAMES


def _carry_out(world: World, function: Function[Any], request: Request) -> Any | Task:
    """Do what the function does: the result, or the task of a long-running call. Raises Refused."""
    site = editions.site(world.state, function, request.body)
    site.clock, site.behaviour = world.clock, world.behaviour
    given = arguments.read(function, request.body, request.credentials[0])
    handler = HANDLERS.get(function.name)
    if handler:
        result = handler(site, given)
    else:
        result = None if function.long_running == "no" else brief(f"{function.name}...", "Finished.")
    if isinstance(result, Script):
        return world.begin(function.name, result, site)
    if world.behaviour.tokens == "always":
        return world.begin(function.name, Script(lines=[], beats=[], finish=lambda: result), site)
    return result


def _invoke_modern(world: World, request: Request, name: str, _waited: float | None) -> Response:
    function = BY_NAME.get(name)
    if function is None or function.name != name or not editions.has(world.edition, world.release, function):
        problem = f"Unknown function {name}."  # our words
        return text(404, problem) if world.behaviour.unknown_function == "not found" else _refusal(world, problem)
    try:
        result = _carry_out(world, function, request)
    except Refused as refusal:
        return _refusal(world, str(refusal))
    return world.json(_task_envelope(world, result) if isinstance(result, Task) else _envelope(result=result))


def _refusal(world: World, message: str) -> Response:
    """An envelope that says no: HTTP 200 is inferred, the words of the stack trace are ours, the rest is captured."""
    return world.json(_envelope(statusCode="failed", error=_error(message)))


def _error(message: str) -> dict[str, str]:
    return {"message": message, "details": DETAILS.format(message=message)}


def _get_status(world: World, request: Request, _name: str, waited: float | None) -> Response | Hold:
    """A long poll (documented): at once if there is news, else held for `millisecondsTimeout`."""
    fields = _form(request)
    task = world.task(fields.get("token", ""))
    if task is None:
        return text(404, "Unknown token.")  # the status is documented, the text is ours
    now = world.clock.now()
    if waited is None and task.advance.next_change(task, now) is None:
        task.polls += 1
    known = _int(fields.get("lastKnownStatusVersion"))
    wait = _int(fields.get("millisecondsTimeout")) / 1000 - (waited or 0.0)
    if task.version(now) <= known and task.status(now) == "running" and wait > 0:
        change = task.advance.next_change(task, now)
        return Hold(wait if change is None else min(wait, max(change - now, 0.0)), task.token)
    task.asked += 1
    if task.ended is not None and world.behaviour.last_answer == "empty":
        return text(200, "")  # the vendor's PowerShell wrapper allows for it
    return world.json(_task_envelope(world, task, known))


def _cancel_async(world: World, request: Request, _name: str, _waited: float | None) -> Response:
    """Only asks (documented). That the answer is the status is said, and was not seen."""
    task = world.task(_form(request).get("token", ""))
    if task is None:
        return text(404, "Unknown token.")
    if world.behaviour.cancel == "refused":
        return _refusal(world, CANNOT_CANCEL)
    task.cancel(world.clock.now(), late=world.behaviour.cancel == "late")
    world.woken(task.token)
    return text(200, "") if world.behaviour.cancel_answer == "empty" else world.json(_task_envelope(world, task))


def _get_metadata(world: World, _request: Request, _name: str, _waited: float | None) -> Response:
    """The specification in the documented form, or what was made of it."""
    return world.json(list(world.metadata(editions.metadata(world.edition, world.release))))


def _invoke_legacy(world: World, request: Request, name: str, _waited: float | None) -> Response:
    function = BY_NAME.get(name)
    if function is None or function.legacy.name != name or not editions.has("server", world.release, function):
        return text(404, f"Unknown function {name}.")  # our choice
    try:
        result = _carry_out(world, function, request)
    except Refused as refusal:
        return text(500, str(refusal))  # documented
    if isinstance(result, Task):
        return world.json({"statusUrl": f"/JSON/Status/{result.token}", "statusToken": result.token})
    return world.json(_as_legacy(function, result))


def _status_legacy(world: World, _request: Request, token: str, _waited: float | None) -> Response:
    task = world.task(token)
    if task is None:
        return text(404, "Unknown token.")  # our choice
    task.polls += 1
    task.asked += 1
    now = world.clock.now()
    status, view = task.status(now), task.look(now)
    lines = [*task.script.lines[: view.lines], *([task.problem] if status == "failed" else [])]
    answer: dict[str, Any] = {
        "status": status,
        "progressPercentage": view.percent,
        "messages": [{"type": "line", "text": line} for line in lines],
    }
    if task.result is not None:
        answer["result"] = _as_legacy(BY_NAME[task.function], task.result)
    return world.json(answer)


def _as_legacy(function: Function[Any], result: Any) -> Any:
    """What a server up to 8.x sends: rights as text, and empty text for a DN that is missing, by the tutorial."""
    if not function.legacy.lists or not isinstance(result, dict):
        return result
    newer = ("pop3UserNames", "privilegesOnFolders", "mfaStatus", "loginPrivileges")
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


def _task_envelope(world: World, task: Task, known: int = 0) -> dict[str, Any]:
    """A task's status; the token is in every one of them (documented)."""
    now = world.clock.now()
    status, version, view = task.status(now), task.version(now), task.look(now)
    told = task.lines_told.get(known, 0) if world.behaviour.log == "news" else 0
    task.lines_told[version] = view.lines
    lines = task.script.lines[told : view.lines]
    return _envelope(
        error=_error(task.problem) if status == "failed" else None,
        token=task.token,
        statusVersion=version,
        statusCode=status,
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


METADATA = "/api/get-metadata"
MODERN_CALLS: dict[str, Route] = {
    "/api/get-status": _get_status,
    "/api/cancel-async": _cancel_async,
    METADATA: _get_metadata,
}
