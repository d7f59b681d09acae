"""A sound server that plays to nobody, and an ear on what it would have played."""

import os
import subprocess
import tempfile
import time
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

PULSEAUDIO = which("pulseaudio")
PAREC = which("parec")
RATE_HZ = 8000
LOUD = 300
"""Of 32767. A voice at -16 LUFS peaks far above it; silence is 0."""


class Ear:
    """What is played into one sound server. ``environ`` is where browsers find it."""

    def __init__(self, folder: Path) -> None:
        self.environ = {
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_LATENCY_MSEC": "60",
        }
        self._socket = folder / "pulse" / "native"

    def await_server(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + 10
        while not self._socket.exists():
            assert process.poll() is None, "the sound server ended"
            assert time.monotonic() < deadline, "the sound server never came"
            time.sleep(0.05)

    def hears(self, seconds: float = 1.5) -> bool:
        """Whether anything but silence is played within the next seconds."""
        command = [
            str(PAREC),
            f"--server=unix:{self._socket}",
            "--device=@DEFAULT_MONITOR@",
            "--format=s16le",
            f"--rate={RATE_HZ}",
            "--channels=1",
            "--raw",
        ]
        wanted = int(RATE_HZ * seconds) * 2
        with subprocess.Popen(
            command,
            env=os.environ | self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as recorder:
            assert recorder.stdout is not None
            samples = array("h", recorder.stdout.read(wanted))
            recorder.terminate()
        assert len(samples) * 2 == wanted, "the ear fell off"
        return any(abs(sample) > LOUD for sample in samples)


@contextmanager
def open_ear() -> Iterator[Ear]:
    """A sound server of its own, for as long as the block lasts."""
    with tempfile.TemporaryDirectory() as folder:
        ear = Ear(Path(folder))
        with subprocess.Popen(
            [
                str(PULSEAUDIO),
                "-n",
                "--exit-idle-time=-1",
                "--daemonize=no",
                "--load=module-null-sink",
                "--load=module-native-protocol-unix",
            ],
            env=os.environ | ear.environ,
            stderr=subprocess.DEVNULL,
        ) as process:
            try:
                ear.await_server(process)
                yield ear
            finally:
                process.terminate()
