"""`mailstore emulator` for the Service Provider Edition."""

from __future__ import annotations

import re
import signal
import subprocess
from pathlib import Path

from mailstore_sdk import SpeClient
from tests.cli.cli_process import COMMAND, ENVIRONMENT


def test_the_command_serves_an_spe_until_it_is_interrupted(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "emulator", "--edition", "spe", "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path, env=ENVIRONMENT,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(5)]
        match = re.search(r"Service Provider Edition on https://127\.0\.0\.1:(\d+) \(protocol: modern", lines[0])
        assert match, lines

        with SpeClient(port=int(match.group(1)), ca_file=tmp_path / "ca.pem", trust_env=False) as client:
            assert client.instance("customer1").get_users()

        assert "SpeClient(" in lines[2]
        assert lines[3].endswith("/api/invoke/GetEnvironmentInfo\n")
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=30)
    assert (process.returncode, rest, errors) == (0, "Ended.\n", "")
