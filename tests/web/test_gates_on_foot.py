"""From stops.yaml to the phone's arrival engine: gates, and places to wait."""

import json
import math
import shutil
import subprocess
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tour.settings import ROOT, Settings

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")

Way = list[tuple[float, float, float]]
Walk = Callable[..., list[str]]

_GATE = "{lat: 51.0, lng: 71.0, uncertainty_m: 120, source: sketch}"
_SURVEYED = "{lat: 51.0, lng: 71.0, uncertainty_m: 3, source: surveyed}"
_BENCH_EAST_M = 13.0  # 3 m from the edge of the gate's zone
_BENCH = f"{{lat: 51.0, lng: {71 + _BENCH_EAST_M / 69_977:.7f}, uncertainty_m: 2, source: map}}"

STRAIGHT_THROUGH: Way = [(-60 + 1.3 * second, 0, 5) for second in range(92)]
TO_THE_BENCH: Way = [
    *((0, east / 10, 8) for east in range(600, 130, -12)),
    *((math.sin(second) / 2, _BENCH_EAST_M + math.cos(second) / 2, 8) for second in range(60)),
]


@pytest.fixture
def walk(lone_client: FlaskClient, settings: Settings, tour_text: str) -> Walk:
    """Once in a test: a server looks at its file once a second."""

    def walk(way: Way, *, passthrough: bool = False, rests: bool = False) -> list[str]:
        text = tour_text.replace(_GATE, _SURVEYED)
        if passthrough:
            text = text.replace('    code: "1"\n', '    code: "1"\n    passthrough: true\n')
        if rests:
            text = text.replace(
                "  duration_min: 10\n", f"  duration_min: 10\n  rests: [{_BENCH}]\n"
            )
        settings.stops_file.write_text(text, encoding="utf-8")
        manifest = lone_client.get("/api/v1/tour?lang=en").data
        done = subprocess.run(
            ["node", "tests/client/walk/on-foot.js", json.dumps(way)],
            input=manifest,
            cwd=ROOT,
            capture_output=True,
            check=True,
            timeout=30,
        )
        started: list[str] = json.loads(done.stdout)
        return started

    return walk


@pytest.mark.parametrize(("passthrough", "started"), [(False, []), (True, ["gate"])])
def test_a_gate_begins_for_who_walks_through(
    walk: Walk, *, passthrough: bool, started: list[str]
) -> None:
    assert walk(STRAIGHT_THROUGH, passthrough=passthrough) == started


@pytest.mark.parametrize(("rests", "started"), [(False, ["gate"]), (True, [])])
def test_who_sits_down_on_a_known_bench_starts_nothing(
    walk: Walk, *, rests: bool, started: list[str]
) -> None:
    assert walk(TO_THE_BENCH, rests=rests) == started
