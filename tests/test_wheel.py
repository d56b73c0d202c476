"""The built wheel, installed into a fresh environment and run from another folder, serves the demo day."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_wheel_in_a_fresh_environment_serves_the_demo_day(tmp_path: Path) -> None:
    wheels, fresh, elsewhere = tmp_path / "wheels", tmp_path / "fresh", tmp_path / "elsewhere"
    elsewhere.mkdir()
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(wheels), str(ROOT))
    (wheel,) = wheels.glob("*.whl")
    run(sys.executable, "-m", "venv", str(fresh))
    install = (str(fresh / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*install, "--constraint", str(ROOT / "constraints.txt"), str(wheel))

    command = [str(fresh / "bin/live"), "demo", "--host", "127.0.0.1", "--port", "0", "--people", "5", "--pace", "0"]
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONPATH" and not name.startswith("LIVE_")
    }
    environment["LIVE_WIRE"] = os.environ.get("LIVE_TEST_WIRE", "")
    with subprocess.Popen(command, cwd=elsewhere, env=environment, stdout=subprocess.PIPE, text=True) as demo:
        try:
            assert demo.stdout is not None
            said = ""
            while "Facilitator:" not in said:
                line = demo.stdout.readline()
                assert line, f"the demo stopped: {said}"
                said += line
            joined = re.search(r"Join: +(\S+)", said)
            assert joined is not None
            page = get(joined[1])
            assert "co-production" in get(joined[1] + "/screen").lower()
            style = re.search(r'href="([^"]+phone\.css)"', page)
            assert style is not None
            assert "--gorse" in get(re.sub(r"(//[^/]+)/.*", r"\1", joined[1]) + style[1])
        finally:
            demo.terminate()
            demo.wait(20)


def run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        text: str = answer.read().decode()
    return text
