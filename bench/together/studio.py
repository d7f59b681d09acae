"""Browsers whose sound is recorded: each on a channel of its own, all on one clock.

A PulseAudio of our own has one silent sink with a channel for each browser; what every browser
plays goes into its channel, and the sink's monitor is recorded as one file.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from together.heard import RATE

_START_S = 10


class Studio:
    """A running sound server; ``environ(number)`` sends a program's sound to a channel."""

    def __init__(self, folder: Path, channels: int) -> None:
        self._folder = folder
        self._channels = channels

    def environ(self, number: int | None = None) -> dict[str, str]:
        """The environment in which a program plays into a channel, or finds the server at all."""
        home = {"HOME": str(self._folder), "XDG_RUNTIME_DIR": str(self._folder)}
        sink = {} if number is None else {"PULSE_SINK": f"p{number}"}
        return dict(os.environ) | home | sink

    @contextmanager
    def recording(self) -> Iterator[list[NDArray[np.int16]]]:
        """Record while the block runs; afterwards the list holds the one recording.

        Begin before the programs that are heard: a recorder that comes makes the sound server
        change its latency, and what plays by then may stumble.
        """
        done: list[NDArray[np.int16]] = []
        target = self._folder / f"heard-{time.monotonic_ns()}.raw"
        command = ["parec", "--raw", "--device=all.monitor", "--latency-msec=20"]
        form = [f"--rate={RATE}", "--format=s16le", f"--channels={self._channels}"]
        names = f"--channel-map={_channel_map(self._channels)}"
        with target.open("wb") as file:
            process = subprocess.Popen([*command, *form, names], env=self.environ(), stdout=file)
            try:
                yield done
            finally:
                process.terminate()
                process.wait(5)
        raw = np.fromfile(target, dtype=np.int16)
        target.unlink()
        whole = len(raw) // self._channels * self._channels
        done.append(raw[:whole].reshape(-1, self._channels))


@contextmanager
def studio(channels: int) -> Iterator[Studio]:
    """A sound server that plays to nobody."""
    sink = f"module-null-sink sink_name=all rate={RATE} channels={channels}"
    loads = [f"{sink} channel_map={_channel_map(channels)}"] + [
        f"module-remap-sink sink_name=p{each} master=all channels=1 channel_map=mono"
        f" master_channel_map=aux{each} remix=no"
        for each in range(channels)
    ]
    loads.append("module-native-protocol-unix")
    with tempfile.TemporaryDirectory() as folder:
        made = Studio(Path(folder), channels)
        with subprocess.Popen(
            ["pulseaudio", "-n", "--exit-idle-time=-1", "--daemonize=no"]
            + [f"--load={load}" for load in loads],
            env=made.environ(),
            stderr=subprocess.DEVNULL,
        ) as process:
            deadline = time.monotonic() + _START_S
            while not Path(folder, "pulse", "native").exists():
                assert process.poll() is None, "pulseaudio ended"
                assert time.monotonic() < deadline, "pulseaudio did not start"
                time.sleep(0.05)
            try:
                yield made
            finally:
                process.terminate()


def _channel_map(channels: int) -> str:
    return ",".join(f"aux{each}" for each in range(channels))
