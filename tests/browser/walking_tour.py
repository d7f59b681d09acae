"""A fictional place to walk through, and a phone that walks."""

import math
from collections.abc import Iterable
from typing import Any

from phone import Phone

ORIGIN = (51.0, 71.0)
LONG = (
    "The lamp was lit every evening. The keeper climbed ninety steps. He counted them aloud. "
    "In winter the stairs were cold. In summer the door stood open. Ships passed far from the "
    "shore. Their crews looked for the light. Some of them wrote letters about it. The letters "
    "are kept in a wooden box. Nobody has read all of them. The box stands under the window."
)
SHORT = "The pier was built of stone. It still stands."


def place(east_m: float, north_m: float) -> tuple[float, float]:
    """Latitude and longitude of a point given in metres from the origin."""
    lat = ORIGIN[0] + north_m / 111_195
    lng = ORIGIN[1] + east_m / (111_195 * math.cos(math.radians(ORIGIN[0])))
    return round(lat, 7), round(lng, 7)


def _stop(
    code: str,
    name: str,
    at: tuple[float, float],
    *,
    source: str = "surveyed",
    uncertainty_m: int = 3,
    kind: str = "outdoor",
    note: str = "",
    text: str = SHORT,
) -> str:
    lat, lng = place(*at)
    told = f'\n    content_note: {{en: "{note}"}}' if note else ""
    return f"""
  - id: {name}
    code: "{code}"
    kind: {kind}
    title: {{en: "The {name}"}}
    position: {{lat: {lat}, lng: {lng}, uncertainty_m: {uncertainty_m}, source: {source}}}
    zone: {{shape: circle, margin_m: 8}}
    sources: [KEEPER]{told}
    review: {{en: draft}}
    orientation: {{en: "Look around."}}
    narration: {{en: "{text}"}}"""


TOUR = """\
tour:
  id: lighthouse
  languages: [en]
  title: {en: "The old lighthouse"}
  subtitle: {en: "A fictional tour"}
  summary: {en: "This tour is written for tests."}
  duration_min: 10
  anchor: {lat: 51.0, lng: 71.0, uncertainty_m: 50, source: map}
  getting_there: {en: "Walk."}
  closing: {en: "Thank you."}
sources:
  KEEPER: {title: "The keeper's diary", address: https://example.org/diary}
stops:""" + "".join(
    (
        _stop("1", "gate", (0, 0), text=LONG),
        _stop("2", "pier", (30, 0)),
        _stop("3", "lamp", (60, 60), kind="indoor"),
        _stop("4", "boat", (0, 200), source="map", uncertainty_m=20),
        _stop("5", "grave", (200, 0), note="This stop speaks of a death."),
        _stop("6", "field", (200, 200), source="sketch", uncertainty_m=120),
    )
)

SPIES = """
window.seen = { locks: 0, taken: 0, watches: 0, marks: [], played: [] };
if (navigator.wakeLock) {
  const request = navigator.wakeLock.request.bind(navigator.wakeLock);
  navigator.wakeLock.request = async (type) => {
    const lock = await request(type);
    seen.locks += 1;
    seen.taken += 1;
    lock.addEventListener('release', () => { seen.locks -= 1; });
    return lock;
  };
}
const { geolocation } = navigator;
const watch = geolocation.watchPosition.bind(geolocation);
const clear = geolocation.clearWatch.bind(geolocation);
geolocation.watchPosition = (...rest) => { seen.watches += 1; return watch(...rest); };
geolocation.clearWatch = (id) => { seen.watches -= 1; clear(id); };
document.addEventListener('playing', () => {
  const mark = performance.getEntriesByName('tour-start').at(-1);
  if (mark && mark !== seen.mark) seen.played.push(performance.now() - mark.startTime);
  seen.mark = mark;
}, true);
"""


class Walker(Phone):
    """A phone that is told where it is."""

    here: tuple[float, float] = (0, 0)
    accuracy: float = 4

    def stand(self, east_m: float, north_m: float, accuracy: float | None = None) -> "Walker":
        """Be at a place, given in metres."""
        self.here = (east_m, north_m)
        self.accuracy = accuracy or self.accuracy
        lat, lng = place(east_m, north_m)
        here: Any = {"latitude": lat, "longitude": lng, "accuracy": self.accuracy}
        self.context.set_geolocation(here)
        return self

    def walk_to(self, east_m: float, north_m: float, speed: float = 1.8) -> None:
        """Walk straight there, one position a second."""
        start = self.here
        steps = math.ceil(math.dist(start, (east_m, north_m)) / speed)
        for step in range(1, steps + 1):
            share = step / steps
            self.stand(
                start[0] + share * (east_m - start[0]), start[1] + share * (north_m - start[1])
            )
            self.page.wait_for_timeout(1000)

    def linger_until(self, condition: str, seconds: int = 15) -> None:
        """Stand, as phones do it: a position a second, never quite the same."""
        east, north = self.here
        script = f"() => {{ const sound = document.getElementById('sound'); return {condition}; }}"
        for second in range(seconds):
            if self.page.evaluate(script):
                return
            sway = 0.3 * math.sin(second)
            self.stand(east + sway, north - sway)
            self.page.wait_for_timeout(1000)
        msg = f"never: {condition}; the strip says: {self.find('#walk').inner_text()}"
        raise AssertionError(msg)

    def begin(self) -> "Walker":
        """The one tap."""
        self.page.get_by_role("button", name="Walk with the tour").click()
        self.until("document.querySelector('#walk [role=status]') !== null")
        return self


def coordinates_in(sent: Iterable[str]) -> list[str]:
    """What among the things sent looks like a position of the walk."""
    return [each for each in sent if any(part in each for part in ("51.00", "71.00", "50.99"))]
