"""The control address: what tests in this process do with an emulator, for other processes and languages.

It lies on the server's own port, which only this machine reaches, and asks for no credentials: our choice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import to_jsonable_python

from mailstore_sdk.emulator.behaviour import Behaviour
from mailstore_sdk.emulator.clock import ManualClock
from mailstore_sdk.emulator.fault_registry import ALL
from mailstore_sdk.emulator.faults import Fault, Refuse
from mailstore_sdk.emulator.messages import Request, Response
from mailstore_sdk.errors import ConfigurationError

if TYPE_CHECKING:
    from mailstore_sdk.emulator.emulator import Emulator
    from mailstore_sdk.emulator.fault_registry import Planted

PREFIX = "/_emulator"
Model = TypeVar("Model", bound=BaseModel)


class _Body(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", allow_inf_nan=False)


class _NewFault(_Body):
    function: str
    fault: Annotated[Fault, Field(discriminator="kind")]
    times: int | None = None
    probability: float = 1.0


class _Move(_Body):
    advance: Annotated[float, Field(ge=0)]


class _Problem(Exception):
    """What was asked cannot be done."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


Action: TypeAlias = "Callable[[Emulator, Request], Any]"


def control(emulator: Emulator, request: Request) -> Response:
    """Answer a request to the control address.

    Args:
        emulator: What is controlled.
        request: What came in; its body is JSON.

    Returns:
        JSON; of what went wrong `{"error": …}` with HTTP 400, 404, 405 or 409.
    """
    place = "/" + re.sub(r"/+", "/", request.path.removeprefix(PREFIX)).strip("/")
    name, _, rest = place.removeprefix("/").partition("/")
    actions = ONE_FAULT if name == "faults" and rest else PLACES.get(name, {}) if not rest else {}
    try:
        if not actions:
            raise _Problem(
                404, f"there is no {request.path}; there are {', '.join(f'{PREFIX}/{one}' for one in PLACES)}"
            )
        if request.method not in actions:
            raise _Problem(405, f"{request.method} is not for {request.path}; it takes {', '.join(actions)}")
        return _json(200, actions[request.method](emulator, request))
    except _Problem as problem:
        return _json(problem.status, {"error": str(problem)})
    except ValidationError as error:
        return _json(400, {"error": _what(error)})
    except ConfigurationError as error:
        return _json(400, {"error": str(error)})


def _json(status: int, payload: Any) -> Response:
    content = json.dumps(payload, ensure_ascii=False, indent=1).encode() + b"\n"
    return Response(status=status, headers={"content-type": "application/json"}, body=content)


def _what(error: ValidationError) -> str:
    """What is wrong, and where; the values given are left out, as they may be secret."""
    found = []
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        where = ".".join(str(part) for part in one["loc"])
        found.append(f"{where}: {one['msg']}" if where else one["msg"])
    return "; ".join(found)


def _read(request: Request, model: type[Model]) -> Model:
    return model.model_validate_json(request.body)


def _object(request: Request) -> dict[str, Any]:
    return TypeAdapter(dict[str, Any]).validate_json(request.body)


def _shown(planted: Planted) -> dict[str, Any]:
    return {
        "id": planted.id,
        "function": planted.function,
        "fault": {"kind": planted.fault.kind, **planted.fault.model_dump(mode="json")},
        "times": planted.times,
        "probability": planted.probability,
        "struck": planted.struck,
    }


def _add_fault(emulator: Emulator, request: Request) -> Any:
    new = _read(request, _NewFault)
    if isinstance(new.fault, Refuse) and new.fault.seconds is None:
        raise _Problem(
            400, "fault.Refuse.seconds: has to be given here, since nobody could reach this address to end it"
        )
    if isinstance(new.fault, Refuse) and new.function == ALL and isinstance(emulator.clock, ManualClock):
        raise _Problem(409, "this emulator's time stands still until it is moved, and nobody could reach it for that")
    return _shown(emulator.faults.add(new.function, new.fault, times=new.times, probability=new.probability))


def _clear_faults(emulator: Emulator, _: Request) -> Any:
    emulator.faults.clear()
    return []


def _one(emulator: Emulator, request: Request) -> Planted:
    number = request.path.rstrip("/").rsplit("/", 1)[-1]
    for planted in emulator.faults:
        if str(planted.id) == number:
            return planted
    raise _Problem(404, f"no fault {number} is armed")


def _remove_fault(emulator: Emulator, request: Request) -> Any:
    planted = _one(emulator, request)
    emulator.faults.remove(planted)
    return _shown(planted)


def _requests(emulator: Emulator, _: Request) -> Any:
    keys = ("function", "arguments", "status", "outcome", "path", "username", "at")
    return [{key: to_jsonable_python(getattr(one, key)) for key in keys} for one in emulator.requests]


def _clear_requests(emulator: Emulator, _: Request) -> Any:
    emulator.requests.clear()
    return []


def _clock(emulator: Emulator, _: Request | None = None) -> Any:
    now = emulator.clock.now()
    manual = isinstance(emulator.clock, ManualClock)
    return {"now": datetime.fromtimestamp(now, UTC).isoformat(), "seconds": now, "manual": manual}


def _advance(emulator: Emulator, request: Request) -> Any:
    move = _read(request, _Move)
    if not isinstance(emulator.clock, ManualClock):
        raise _Problem(409, "this emulator goes by the machine's time, which cannot be moved")
    emulator.clock.advance(move.advance)
    return _clock(emulator)


def _reset(emulator: Emulator, _: Request) -> Any:
    emulator.reset()
    return {}


def _restart(emulator: Emulator, _: Request) -> Any:
    emulator.restart()
    return {}


def _dump(emulator: Emulator, _: Request) -> Any:
    return emulator.dump()


def _load(emulator: Emulator, request: Request) -> Any:
    emulator.load(_object(request))
    return {}


def _behaviour(emulator: Emulator, _: Request | None = None) -> Any:
    return emulator.world.behaviour.model_dump(mode="json")


def _change_behaviour(emulator: Emulator, request: Request) -> Any:
    changes = _object(request)
    with emulator.lock:
        emulator.world.behaviour = Behaviour.model_validate({**emulator.world.behaviour.model_dump(), **changes})
    return _behaviour(emulator)


PLACES: dict[str, dict[str, Action]] = {
    "faults": {
        "GET": lambda emulator, _: [_shown(one) for one in emulator.faults],
        "POST": _add_fault,
        "DELETE": _clear_faults,
    },
    "requests": {"GET": _requests, "DELETE": _clear_requests},
    "clock": {"GET": _clock, "POST": _advance},
    "reset": {"POST": _reset},
    "restart": {"POST": _restart},
    "state": {"GET": _dump, "PUT": _load},
    "behaviour": {"GET": _behaviour, "PATCH": _change_behaviour},
}
ONE_FAULT: dict[str, Action] = {
    "GET": lambda emulator, request: _shown(_one(emulator, request)),
    "DELETE": _remove_fault,
}
