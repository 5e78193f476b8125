"""What it costs to load the SDK: fresh processes in turn, CPU time of the whole process, modules counted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec

from benchmarks.measure import Line, counted, ratio

NAME = "imports"
BARE = "bare Python"
LIBRARIES = "httpx and pydantic"  # `import pydantic` alone loads nothing of it
ONE_MODEL = "httpx and pydantic with a model"
ONE_CALL = """
from mailstore_sdk import Client
from mailstore_sdk.transport.wire import Reply
class Canned:
    def send(self, request, timeout):
        result = [] if b"meta" in request.path.encode() else {"version": "22.3", "machineName": "M"}
        import json
        return Reply(status=200, content=json.dumps(result if result == [] else {"statusCode": "succeeded",
            "result": result}).encode())
    def close(self): pass
"""
HTTP = "import mailstore_sdk.transport.http\n"
PROGRAMS = {
    BARE: "pass",
    "import mailstore_sdk": "import mailstore_sdk",
    LIBRARIES: "import {http}\nfrom pydantic import BaseModel, TypeAdapter",
    ONE_MODEL: "import {http}\nfrom pydantic import BaseModel\nclass Model(BaseModel):\n    version: str",
    "client made and a typed call": (
        ONE_CALL + HTTP + "Client(sender=Canned()).get_server_info()\nClient(protocol='modern').close()"
    ),
    "client made and a raw call": ONE_CALL + HTTP + "Client(sender=Canned()).raw.GetServerInfo()",
    "mailstore --help": ("import sys; sys.argv = ['mailstore', '--help']\nfrom mailstore_sdk.cli import main; main()"),
}
MODULES = "\nimport sys, json; print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
EAGER = ("pydantic", "httpx", "httpx2", "click", "rich", "pygments", "typer", "ssl", "asyncio")


def run(rounds: int, *, short: bool = False) -> list[Line]:
    """The ratios, and how many modules are loaded."""
    http = "httpx2" if find_spec("httpx2") else "httpx"
    programs = {
        name: program.format(http=http) if name in (LIBRARIES, ONE_MODEL) else program
        for name, program in PROGRAMS.items()
    }
    if not find_spec("typer"):
        del programs["mailstore --help"]
    for program in programs.values():
        spent(program)  # so that every module is compiled
    cpu: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, program in programs.items():
            cpu[name].append(spent(program))
    bare = cpu[BARE]
    lines = [
        ratio(NAME, "import mailstore_sdk / bare Python", cpu["import mailstore_sdk"], bare, at_most=1.3),
        ratio(
            NAME,
            f"client made and a typed call / import {http}, pydantic",
            cpu["client made and a typed call"],
            cpu[LIBRARIES],
            at_most=1.25,
        ),
        ratio(
            NAME,
            f"client made and a typed call / import {http}, pydantic, one model made",
            cpu["client made and a typed call"],
            cpu[ONE_MODEL],
        ),
        ratio(NAME, f"import {http}, pydantic / bare Python", cpu[LIBRARIES], bare),
    ]
    if "mailstore --help" in cpu:
        lines.append(ratio(NAME, "mailstore --help / bare Python", cpu["mailstore --help"], bare, at_most=3.0))
    at_first = loaded(programs[BARE])
    imported = loaded(programs["import mailstore_sdk"]) - at_first
    raw = loaded(programs["client made and a raw call"])
    typed = loaded(programs["client made and a typed call"])
    before_call = {one for one in imported if not one.startswith(("mailstore_sdk", "importlib"))}
    return [
        *lines,
        counted(NAME, "modules that import mailstore_sdk loads", len(imported)),
        counted(NAME, "of them not the SDK's nor importlib's", len(before_call & set(EAGER)), at_most=0),
        counted(NAME, "modules of pydantic that a raw call loads", count(raw, "pydantic"), at_most=0),
        counted(NAME, "modules of models that a typed call loads", count(typed, "mailstore_sdk.models")),
        counted(NAME, "modules of click, rich, pygments that a typed call loads", command_line(typed), at_most=0),
    ]


def count(modules: set[str], package: str) -> int:
    """How many of the modules are the package's."""
    return sum(one == package or one.startswith(f"{package}.") for one in modules)


def command_line(modules: set[str]) -> int:
    """Modules that only a command line needs, and httpx loads where they are installed."""
    return sum(count(modules, package) for package in ("click", "rich", "pygments"))


def spent(program: str) -> float:
    """CPU seconds of a process that runs the program."""
    command = [sys.executable, "-W", "ignore", "-c", program]
    if not hasattr(os, "wait4"):  # Windows
        import time

        begin = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - begin
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, code, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(code)
    if process.returncode:
        raise RuntimeError(f"a program failed: {program}")
    return usage.ru_utime + usage.ru_stime


def loaded(program: str) -> set[str]:
    """The modules that are loaded when the program has run."""
    command = [sys.executable, "-W", "ignore", "-c", program + MODULES]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    return set(json.loads(said.splitlines()[-1]))
