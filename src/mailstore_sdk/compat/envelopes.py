"""How the later wrappers make a call: the modern protocol, whole envelopes, tokens handled on the caller's behalf."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Self, TypeVar

from mailstore_sdk import environment
from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.compat import log
from mailstore_sdk.compat.server import TRUST
from mailstore_sdk.errors import ApiError, ConfigurationError, MailStoreError, TlsError
from mailstore_sdk.operations import interrupted
from mailstore_sdk.transport import Options, Settings, Transport, encoding
from mailstore_sdk.transport.holder import Holder
from mailstore_sdk.transport.modern import GET_STATUS
from mailstore_sdk.transport.protocol import FAILED, RUNNING, Answer, Ticket

if TYPE_CHECKING:
    from mailstore_sdk.function import Function

T = TypeVar("T")
Envelope = dict[str, Any]
INSTANCE = "instanceID"
# The wrappers wait for an answer without end. An hour is our choice: long enough for any call, and it does end.
TIMEOUT = 3600.0
IMMEDIATE_VERSION = 2  # in every immediate answer captured


class EnvelopeCaller(Holder):
    """What `ServerClient` and `SPEClient` have in common; its arguments are described there.

    Attributes:
        autoHandleToken: Whether a call that the server answers with a token waits for its end.
        waitTime: Milliseconds that the server may hold one status poll.
        callback: Called with every envelope that a poll brings while a call is waited for.
        logLevel: 0 NONE, 1 ERROR, 2 WARNING, 3 INFO, 4 DEBUG.
        instanceID: The instance that functions on an instance are called for; of no use on MailStore Server.
        transport: The layer below, which gives raw JSON.
    """

    def __init__(
        self,
        username: str,
        password: str,
        host: str,
        port: int | str,
        autoHandleToken: bool,
        waitTime: float | str,
        callback: Callable[[Envelope], object] | None,
        logLevel: int,
        ignoreInvalidSSLCerts: bool | str,
        instanceID: str | None,
    ) -> None:
        self.autoHandleToken = autoHandleToken
        self.waitTime = waitTime
        self.callback = callback
        self.logLevel = logLevel
        self.instanceID = instanceID
        unverified = _is_on(ignoreInvalidSSLCerts)
        trust: dict[str, Any] = {"verify": False} if unverified else environment.tls_settings(os.environ)
        settings = Settings(
            username=username, password=password, host=host, port=int(_number("port", port)), protocol="modern", **trust
        )
        self.transport: Transport = Transport(settings, Options(timeout=TIMEOUT, poll_wait=self._hold(None)))
        self._functions: list[dict[str, Any]] | None = None

    def call(
        self,
        method: str,
        arguments: Mapping[str, object] | None = None,
        invoke: bool = True,
        autoHandleToken: bool | None = None,
    ) -> Any:
        """Call any function, also one that this SDK does not know.

        Args:
            method: Name of the function; with `invoke=False` get-status, cancel-async or get-metadata.
            arguments: By their wire names. Text goes out as it stands; None is not sent.
            invoke: False for the three calls about tokens and metadata.
            autoHandleToken: Whether to wait for the end; None: as the client is set.

        Returns:
            The whole envelope; of get-metadata the list of functions.

        Raises:
            UnknownFunctionError: The server has no such function.
            MailStoreError: The call could not be made; a call that the server refuses gives its failed envelope.
        """
        given: dict[str, Any] = dict(arguments or {})
        if invoke:
            function = BY_NAME.get(method)
            known = function if function and function.name == method else None
            return self._envelope(method, known, given, autoHandleToken)
        if method == "get-metadata":
            return self.GetMetadata()
        token = {"token": given.get("token"), "statusVersion": given.get("lastKnownStatusVersion")}
        if method == "get-status":
            return self.GetStatus(token, given.get("millisecondsTimeout"))
        if method == "cancel-async":
            return self.CancelAsync(token)
        raise ConfigurationError(f"{method!r} is none of get-status, cancel-async and get-metadata")

    def GetMetadata(self) -> list[dict[str, Any]]:
        """List the functions that the server says it has.

        Returns:
            A dict a function: `name`, and `args` with `name`, `type` and `nullable`.
        """
        return self._guarded("get-metadata", self.transport.metadata)

    def GetStatus(self, token: Mapping[str, Any], waitTime: float | str | None = None) -> Envelope:
        """Ask once how a long-running call stands.

        Args:
            token: The last envelope of the call.
            waitTime: Milliseconds that the server may hold the answer; None: as the client is set.

        Returns:
            The new envelope.
        """
        ticket = _ticket(token)
        hold = self._hold(waitTime)
        return _clean(self._guarded("get-status", lambda: self.transport.poll(ticket, hold)))

    def HandleToken(self, token: Envelope, waitTime: float | str | None = None) -> Envelope:
        """Wait until a long-running call is finished; `callback` is called with every new envelope.

        Args:
            token: The last envelope of the call.
            waitTime: Milliseconds that the server may hold one poll; None: as the client is set.

        Returns:
            The final envelope, the given one if that is final already.
        """
        last = token
        for last in self._statuses(token, waitTime):
            if callable(self.callback):
                self.callback(last)
        return last

    def YieldStatus(self, token: Envelope, waitTime: float | str | None = None) -> Iterator[Envelope]:
        """Give the envelope, then every further one until the call is finished.

        Args:
            token: The last envelope of the call.
            waitTime: Milliseconds that the server may hold one poll; None: as the client is set.
        """
        yield token
        yield from self._statuses(token, waitTime)

    def CancelAsync(self, token: Mapping[str, Any]) -> Envelope:
        """Ask the server to stop a long-running call; it does so when it can.

        What a server answers is not known, so the envelope comes from polls after it.

        Args:
            token: The last envelope of the call.

        Returns:
            The final envelope if the client handles tokens, else the one right after the request.
        """
        ticket = _ticket(token)
        self._guarded("cancel-async", lambda: self.transport.cancel(ticket))
        envelope = self.GetStatus(token, 0)
        return self.HandleToken(envelope) if self.autoHandleToken else envelope

    def close(self) -> None:
        """Close the connections; the wrappers had none to close."""
        self.transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.transport.settings.username}@{self.transport.settings.url}>"

    def _call(self, function: Function[Any], arguments: Mapping[str, object], auto: bool | None) -> Envelope:
        return self._envelope(function.name, function, arguments, auto)

    def _envelope(
        self, name: str, function: Function[Any] | None, arguments: Mapping[str, object], auto: bool | None
    ) -> Envelope:
        whole = {**arguments, **self._instance(name, function, arguments)}
        taken = function and _as_given(function, whole)
        envelope = self._guarded(name, lambda: self._invoke(name, taken, whole))
        handle = self.autoHandleToken if auto is None else auto
        return self.HandleToken(envelope) if handle else envelope

    def _invoke(self, name: str, function: Function[Any] | None, arguments: Mapping[str, object]) -> Envelope:
        if self.logLevel >= log.DEBUG:
            shown = log.without_secrets(function, encoding.fields(name, function, arguments))
            self._log(log.DEBUG, f"{name} with {shown}")
        try:
            payload: Envelope = self.transport.call(name, function, arguments).payload
        except ApiError as error:
            if error.http_status != 200:  # no envelope: those wrappers raised what HTTP says
                raise
            return _failed(error)
        return payload

    def _instance(
        self, name: str, function: Function[Any] | None, arguments: Mapping[str, object]
    ) -> dict[str, object]:
        """The instance to call for, where the function is one on an instance."""
        if INSTANCE in arguments or not self._wants_instance(name, function):
            return {}
        if self.instanceID is None:
            raise ConfigurationError(f"{name} is a function on an instance: set instanceID")
        return {INSTANCE: self.instanceID}

    def _wants_instance(self, name: str, function: Function[Any] | None) -> bool:
        return False

    def _takes(self, name: str, argument: str) -> bool:
        """Whether the server says that the function takes the argument; asked once."""
        if self._functions is None:
            self._functions = self.GetMetadata()
        return any(
            entry["name"] == name and any(one.get("name") == argument for one in entry.get("args") or [])
            for entry in self._functions
        )

    def _statuses(self, envelope: Envelope, waitTime: float | str | None) -> Iterator[Envelope]:
        transport = self.transport.with_options(replace(self.transport.options, poll_wait=self._hold(waitTime)))
        pace = transport.pace(None)
        while envelope["statusCode"] == RUNNING:
            ticket = _ticket(envelope)
            try:
                answer = self._guarded("get-status", partial(transport.follow, ticket, pace))
            except KeyboardInterrupt as interrupt:
                interrupted(transport, ticket, interrupt)
                raise
            if answer is not None:  # else the poll was lost
                envelope = _clean(answer)
                yield envelope

    def _hold(self, waitTime: float | str | None) -> float:
        """Seconds that the server may hold a poll."""
        return _number("waitTime", self.waitTime if waitTime is None else waitTime) / 1000

    def _guarded(self, name: str, call: Callable[[], T]) -> T:
        self._log(log.INFO, f"calling {name}")
        try:
            result = call()
        except MailStoreError as error:
            failure = _trusting(error)
        else:
            self._log(log.INFO, f"{name} answered")
            return result
        self._log(log.ERROR, str(failure))
        raise failure

    def _log(self, level: int, entry: str) -> None:
        log.write(self.logLevel, level, entry)


def _is_on(flag: object) -> bool:
    """Whether a flag is set; as text as well, which public scripts give (`ignoreInvalidSSLCerts="True"`)."""
    return flag.strip().lower() in environment.ON if isinstance(flag, str) else bool(flag)


def _number(name: str, value: object) -> float:
    """The number, which may be text: scripts read their settings from files."""
    if isinstance(value, str) and value.strip().isdecimal():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ConfigurationError(f"{name} {value!r} is not a number")
    return value


def _as_given(function: Function[Any], arguments: Mapping[str, object]) -> Function[Any]:
    """The function, taking text for anything and leaving it to the server to miss an argument.

    So it was in those wrappers: their scripts give "true" for a flag, and find a missing argument in the envelope.
    """
    taken = tuple(
        argument._replace(
            required=False, type="string" if isinstance(arguments.get(argument.name), str) else argument.type
        )
        for argument in function.arguments
    )
    return replace(function, arguments=taken)


def _ticket(envelope: Mapping[str, Any]) -> Ticket:
    given: object = envelope  # scripts without types pass anything
    token = given.get("token") if isinstance(given, Mapping) else None
    if not isinstance(token, str) or not token:
        raise ConfigurationError("there is no token: pass the envelope that the call gave with autoHandleToken=False")
    version = str(envelope.get("statusVersion") or 0)
    number = int(version) if version.isascii() and version.isdigit() else 0
    return Ticket(protocol="modern", function="get-status", token=token, url=GET_STATUS, version=number)


def _clean(answer: Answer) -> Envelope:
    """The envelope as it came; one that tells of a failure without the secrets that the call was given."""
    payload: Envelope = answer.payload
    if answer.status.status != FAILED:
        return payload
    cleaned: Envelope = answer.status.clean.value(payload)
    return cleaned


def _failed(error: ApiError) -> Envelope:
    """The envelope of a refusal, rebuilt from what the transport read: inferred where that does not keep it.

    `error`, the order of the keys and the version are as captured; the other keys of failed envelopes were null.
    """
    return {
        "error": {"message": error.message, "details": error.details},
        "token": None,
        "statusVersion": IMMEDIATE_VERSION,
        "statusCode": FAILED,
        "percentProgress": None,
        "statusText": None,
        "result": None,
        "logOutput": None,
    }


def _trusting(error: MailStoreError) -> MailStoreError:
    """The error; an untrusted certificate with the way to trust it that these clients have."""
    if isinstance(error, TlsError) and error.fingerprint:
        return TlsError(str(error) + TRUST, certificate=error.certificate)
    return error.with_traceback(None)
