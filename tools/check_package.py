"""Build the wheel and the source distribution, check both, and use them as somebody does who has nothing but Python.

    python tools/check_package.py [PYTHON…]

Each interpreter (else every `python3.11`, `python3.12`, `python3.13` that starts) gets empty environments: the wheel
with the oldest versions that pyproject.toml allows, and with the newest; the first one the source distribution, too.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = "with all extras"
PYTHONS = ("python3.11", "python3.12", "python3.13")
# The core and the in-process emulator; what `python -m mailstore_sdk.…` needs beyond it comes with the extras.
SMOKE = """
import importlib.metadata, importlib.resources
import mailstore_sdk
from mailstore_sdk import errors
from mailstore_sdk.emulator import Emulator
with Emulator(version="22.3").client() as client:
    assert client.get_server_info().version
    assert [user.user_name for user in client.get_users()]
    assert client.verify_store(1).status == "succeeded"
    assert client.raw.GetServerInfo()["version"] == client.get_server_info().version
    try:
        client.get_user_info("nobody")
    except errors.ApiError as error:
        assert error.function == "GetUserInfo"
    else:
        raise AssertionError("nobody was found")
assert importlib.metadata.version("mailstore-sdk") == mailstore_sdk.__version__
assert importlib.resources.files("mailstore_sdk").joinpath("py.typed").is_file()
"""


def main(pythons: list[str]) -> None:
    """Build, check, install and use."""
    with tempfile.TemporaryDirectory() as folder:
        wheel, source = build(Path(folder))
        check(wheel, source)
        uses: list[tuple[str, list[str], str]] = []
        for number, python in enumerate(pythons):
            version = run(python, "-c", "import sys; print('.'.join(map(str, sys.version_info[:2])))").strip()
            lowest = oldest(tuple(map(int, version.split("."))))
            uses.append((python, [f"{wheel}[all]"], f"{version}, newest, {EXTRAS}"))
            uses.append((python, [str(wheel), *lowest], f"{version}, oldest: {' '.join(lowest)}"))
            if number == 0:
                uses.append((python, [str(source)], f"{version}, from the source distribution"))
        with ThreadPoolExecutor(2) as pool:  # one installs while another one downloads
            list(pool.map(lambda one: use(one[0], Path(folder), one[1], one[2]), uses))


def build(folder: Path) -> tuple[Path, Path]:
    """The wheel, built from the source distribution, and the latter."""
    run(sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT))
    (wheel,), (source,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return wheel, source


def check(wheel: Path, source: Path) -> None:
    """What the tools for it say; and that nothing is in the wheel but the package, and all of it."""
    run(sys.executable, "-m", "twine", "check", "--strict", str(wheel), str(source))
    run(sys.executable, "-m", "check_wheel_contents", "--no-config", str(wheel))
    package = ROOT / "src"
    files = {path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()}
    wanted = {name for name in files if "__pycache__" not in name}
    with zipfile.ZipFile(wheel) as opened:
        packed = {name for name in opened.namelist() if ".dist-info/" not in name}
    assert packed == wanted, packed ^ wanted
    sizes = [path.stat().st_size // 1000 for path in (wheel, source)]
    print(f"{wheel.name}: {len(packed)} files, {sizes[0]} kB; the source distribution {sizes[1]} kB")


def use(python: str, folder: Path, wanted: list[str], told: str) -> None:
    """Install into an empty environment, and use it there, without the source tree in sight."""
    environment = Path(tempfile.mkdtemp(dir=folder))
    run(python, "-m", "venv", str(environment))
    inside = str(environment / "bin" / "python")
    run(inside, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted)
    run(inside, "-m", "pip", "check")
    run(inside, "-W", "error", "-c", SMOKE, cwd=environment)
    if EXTRAS in told:
        run(str(environment / "bin" / "mailstore"), "demo", cwd=environment)
        assert (environment / "mailstore-report.json").stat().st_size
    shutil.rmtree(environment)
    print(f"Python {told}: works")


def oldest(python: tuple[int, ...]) -> list[str]:
    """The lower bounds of the core's dependencies, pinned, as they hold for that Python."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    pins = []
    for each in declared:
        requirement, _, marker = each.partition(";")
        limit = re.search(r"python_version\s*(<|>=)\s*[\"'](\d+)\.(\d+)", marker)
        if limit is None or (python < (int(limit[2]), int(limit[3]))) is (limit[1] == "<"):
            pins.append(re.sub(r">=([\d.]+).*", r"==\1", requirement.strip()))
    return pins


def found(name: str) -> str | None:
    """An interpreter that starts: what stands in the PATH may only be pyenv's word for one that is not chosen."""
    places = [shutil.which(name)]
    if pyenv := shutil.which("pyenv"):
        known = subprocess.run([pyenv, "whence", "--path", name], capture_output=True, text=True, check=False)
        places += known.stdout.splitlines()
    for place in filter(None, places):
        if subprocess.run([place, "-c", ""], capture_output=True, check=False).returncode == 0:
            return place
    return None


def run(*command: str, cwd: Path | None = None) -> str:
    """Run something; what it says is shown if it fails."""
    done = subprocess.run(command, cwd=cwd or ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main(sys.argv[1:] or [python for name in PYTHONS if (python := found(name))])
