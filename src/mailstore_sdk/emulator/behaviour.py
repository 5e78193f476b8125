"""How a server behaves where real ones differ, or where nobody knows: a switch each."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field


class Behaviour(BaseModel):
    """The switches; left alone, what is documented or was seen mostly.

    Attributes:
        byte_order_mark: Whether JSON begins with one. Real answers mostly do, sometimes not (captured).
        wrong_credentials: A 401 with a challenge, as older servers and SPE send it, or the failed envelope of a current
            Server (both documented).
        unknown_function: HTTP 404, or a failed envelope: open.
        default_credentials: Whether admin/admin is taken by a local name only (documented), or from anywhere.
        tokens: Whether calls are answered with a token that are known, or likely, to run long, or all of them: a server
            decides call by call (documented).
        log: Whether a status has the whole log so far, or only what is new: open.
        cancel: Whether a cancelled call ends at once, with its next news, or goes on since the server refuses: open.
        cancel_answer: What cancel-async answers: the status (said by the documentation, never seen), or nothing.
        last_answer: Whether the answer that ends a long-running call is an envelope, or may be an empty HTTP 200, which
            the vendor's PowerShell wrapper allows for; then the call's result is lost.
        token_lifetime: Seconds after its end for which a long-running call can still be asked for. Documented is only
            that tokens expire.
        worker_results_limit: Above so many rows GetWorkerResults fails (one SPE 25.3.1: about 5,000); None: never.
        folder_statistics: Whether GetFolderStatistics works or fails, as on one SPE 25.3.1.
        thousands_separator: What stands in numbers of newer servers' logs (captured: a point).
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    byte_order_mark: Literal["mostly", "always", "never"] = "mostly"
    wrong_credentials: Literal["challenge", "failed"] = "challenge"
    unknown_function: Literal["not found", "failed"] = "not found"
    default_credentials: Literal["local", "anywhere"] = "local"
    tokens: Literal["usual", "always"] = "usual"
    log: Literal["whole", "news"] = "whole"
    cancel: Literal["at once", "late", "refused"] = "at once"
    cancel_answer: Literal["status", "empty"] = "status"
    last_answer: Literal["envelope", "empty"] = "envelope"
    token_lifetime: Annotated[float, Field(ge=0)] = 600.0
    worker_results_limit: Annotated[int, Field(ge=0)] | None = None
    folder_statistics: Literal["work", "fail"] = "work"
    thousands_separator: str = "."


USUAL: Behaviour = Behaviour()
