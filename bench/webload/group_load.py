"""The load of a real group: streams, and what its phones and its desk ask besides."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from webload.listeners import crowd
from webload.pacing import LOOK_EVERY_S, PROBE_EVERY_S, PROBES, REPORT_EVERY_S, paced
from webload.servers import cpu_s, gunicorn
from webload.walks import prepared

APPLICATION = "webload.live_app:make()"
PHONES = 1000
SETTLE_S = 6.0
PRESSES = 40
PRESS_EVERY_S = 0.4


def group_load() -> Iterator[tuple[str, str, str]]:
    """The rows (what, measured, wanted)."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        environ, walk = prepared(folder, PHONES)
        port, pid = stack.enter_context(gunicorn(APPLICATION, environ))
        phones = stack.enter_context(crowd())
        phones.open("group", port, walk.listening(), PHONES)
        group = stack.enter_context(paced(port, walk.reports(), walk.look()))
        time.sleep(SETTLE_S)
        began, used_s = time.perf_counter(), cpu_s(pid)
        spreads = []
        for number in range(PRESSES):
            time.sleep(max(0.0, began + number * PRESS_EVERY_S - time.perf_counter()))
            spreads.append(phones.press("group", port, walk.button()))
        took_s = time.perf_counter() - began
        share = (cpu_s(pid) - used_s) / took_s
        asked = group.end()
    arrived = sorted(at * 1000 for spread in spreads for at in spread.arrived_s)
    middle, high = (arrived[int(len(arrived) * part)] for part in (0.5, 0.99))
    missing = sum(spread.missing for spread in spreads)
    each = f"a report in {REPORT_EVERY_S:.0f} s, {PROBES} probes in {PROBE_EVERY_S:.0f} s"
    wanted = PHONES / REPORT_EVERY_S + PHONES * PROBES / PROBE_EVERY_S + 1 / LOOK_EVERY_S
    name = f"{PHONES:,} phones ({each}), one desk"
    yield f"{name}: CPU", f"{share:.0%} of one core", ""
    rate = f"{asked.answers / (took_s + SETTLE_S):.0f} answers/s, {asked.faults} without"
    yield f"{name}: asked {wanted:.0f}/s", rate, "0 without"
    shown = f"p50 {middle:.1f} ms, p99 {high:.1f}, {missing} missing"
    yield f"{name}: press → phone", shown, "0 missing"
