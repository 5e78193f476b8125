"""What it costs to load the SDK: fresh processes in turn, CPU time of the whole process, modules counted.

The yardstick for a typed call is what its user would load without the SDK: httpx, pydantic and one model. The model
belongs to it, since pydantic loads most of itself when the first one is made: an import without any has not loaded
what a typed answer needs, whoever parses it. The command-line libraries that httpx loads where they are installed are
kept from it, so that the yardstick is the same, and the shorter one, everywhere.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from tempfile import TemporaryDirectory

from benchmarks.measure import Line, counted, ratio

NAME = "imports"
BARE = "bare Python"
IMPORT = "import mailstore_sdk"
LIBRARIES = "httpx and pydantic"  # `import pydantic` alone loads nothing of it
ONE_MODEL = "httpx and pydantic with a model"
TYPED = "client made and a typed call"
RAW = "client made and a raw call"
HELP = "mailstore --help"
ONE_CALL = """
import json
from mailstore_sdk import Client
from mailstore_sdk.transport.wire import Reply
class Canned:
    def send(self, request, timeout):
        info = {"statusCode": "succeeded", "result": {"version": "22.3", "machineName": "M"}}
        return Reply(status=200, content=json.dumps([] if "metadata" in request.path else info).encode())
    def close(self): pass
"""
# A client over HTTPS as well, so that the HTTP library is loaded and set up. One that trusts a fingerprint: reading the
# certificates of all authorities is no import, and has lines of its own in the benchmark of TLS.
HTTPS = "Client(fingerprint='00' * 32, protocol='modern').close()\n"
BARE_HTTPX = "import sys; sys.modules['click'] = None\nimport {http}\n"
PROGRAMS = {
    BARE: "pass",
    IMPORT: "import mailstore_sdk",
    LIBRARIES: BARE_HTTPX + "from pydantic import BaseModel, TypeAdapter",
    ONE_MODEL: BARE_HTTPX + "from pydantic import BaseModel, TypeAdapter\nclass Model(BaseModel):\n    version: str",
    TYPED: f"{ONE_CALL}{HTTPS}Client(sender=Canned()).get_server_info()",
    RAW: f"{ONE_CALL}Client(sender=Canned()).raw.GetServerInfo()",
    HELP: "import sys; sys.argv = ['mailstore', '--help']\nfrom mailstore_sdk.cli import main; main()",
}
MODULES = "\nimport sys, json; print(json.dumps(sorted(sys.modules)), file=sys.stderr)"


def run(rounds: int, *, short: bool = False) -> list[Line]:
    """The ratios, and how many modules are loaded."""
    http = "httpx" if find_spec("httpx") else "httpx2"
    programs = {
        name: program.format(http=http) if name in (LIBRARIES, ONE_MODEL) else program
        for name, program in PROGRAMS.items()
    }
    with compiled() as environment:
        for program in programs.values():
            spent(program, environment)  # so that every module is compiled
        cpu: dict[str, list[float]] = {name: [] for name in programs}
        names = list(programs)
        for _ in range(rounds):
            for name in names:
                cpu[name].append(spent(programs[name], environment))
            names.append(names.pop(0))
    bare = cpu[BARE]
    lines = [
        ratio(NAME, f"{IMPORT} / {BARE}", cpu[IMPORT], bare, at_most=1.3),
        ratio(NAME, f"{TYPED} / import {http}, pydantic, one model made", cpu[TYPED], cpu[ONE_MODEL], at_most=1.25),
        ratio(NAME, f"{TYPED} / import {http}, pydantic", cpu[TYPED], cpu[LIBRARIES]),
        ratio(NAME, f"{RAW} / import {http}, pydantic, one model made", cpu[RAW], cpu[ONE_MODEL]),
        ratio(NAME, f"import {http}, pydantic, one model made / {BARE}", cpu[ONE_MODEL], bare),
        ratio(NAME, f"{HELP} / {BARE}", cpu[HELP], bare, at_most=3.0),
    ]
    at_first = loaded(programs[BARE])
    imported = loaded(programs[IMPORT]) - at_first
    raw = loaded(programs[RAW])
    typed = loaded(programs[TYPED])
    overview = loaded(programs[HELP])
    return [
        *lines,
        counted(NAME, f"modules that {IMPORT} loads", len(imported), at_most=3),  # its own two, and __future__
        counted(NAME, "modules of pydantic that a raw call loads", count(raw, "pydantic"), at_most=0),
        counted(NAME, "modules of models that a typed call loads", count(typed, "mailstore_sdk.models")),
        counted(NAME, "modules of click, rich, pygments that a typed call loads", command_line(typed), at_most=0),
        counted(NAME, f"modules of typer, click, rich that {HELP} loads", command_line(overview), at_most=0),
    ]


@contextmanager
def compiled() -> Iterator[dict[str, str]]:
    """An environment in which modules are compiled once, as they are where pip has installed them.

    Without it, a machine that is told not to write bytecode would compile the SDK, and the SDK alone, in every process.
    """
    with TemporaryDirectory() as folder:
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        yield {**inherited, "PYTHONPYCACHEPREFIX": folder}


def count(modules: set[str], package: str) -> int:
    """How many of the modules are the package's."""
    return sum(one == package or one.startswith(f"{package}.") for one in modules)


def command_line(modules: set[str]) -> int:
    """Modules that only a command line needs, and httpx loads where they are installed."""
    return sum(count(modules, package) for package in ("typer", "click", "rich", "pygments"))


def spent(program: str, environment: dict[str, str]) -> float:
    """CPU seconds of a process that runs the program."""
    command = [sys.executable, "-W", "ignore", "-c", program]
    if not hasattr(os, "wait4"):  # Windows
        import time

        begin = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
        return time.perf_counter() - begin
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
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
