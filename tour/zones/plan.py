"""Plans of the judged zones as SVG: one for each group of stops that lie together, north up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import chain
from math import hypot
from textwrap import wrap

from tour.catalogue.model import Stop, Tour
from tour.catalogue.zones import gap_m
from tour.geo.plane import XY, Plane
from tour.zones.figures import Share
from tour.zones.findings import Finding
from tour.zones.report import StopReport, ZoneReport, told

_WIDTH = 960
_EDGE = 70
_TALLEST = 900
_MOST_PX_PER_M = 5.0
_TOGETHER_M = 150.0
_LETTER_PX = 7.2
_LINE_PX = 16
_LETTERS = 20
_SCALE_BARS_M = (5, 10, 20, 50, 100, 200, 500)


def draw_plans(tour: Tour, report: ZoneReport, findings: Sequence[Finding]) -> Iterator[str]:
    """Yield an ``<svg>`` for each group: zones with numbers, names and shares, a scale bar."""
    reports = {line.stop.id: line for line in report.stops}
    for group in _groups(tour.stops):
        yield _Plan(group, reports, findings).draw()


def _groups(stops: Sequence[Stop]) -> list[list[Stop]]:
    groups: list[list[Stop]] = []
    for stop in stops:
        near = [
            group
            for group in groups
            if any(gap_m(stop.zone, other.zone) < _TOGETHER_M for other in group)
        ]
        rest = [group for group in groups if group not in near]
        groups = [*rest, [*chain.from_iterable(near), stop]]
    return sorted(groups, key=lambda group: min(stop.number for stop in group))


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    width: float
    height: float

    def overlap(self, other: "_Box") -> float:
        """Square pixels that both cover."""
        wide = min(self.left + self.width, other.left + other.width) - max(self.left, other.left)
        high = min(self.top + self.height, other.top + other.height) - max(self.top, other.top)
        return max(0.0, wide) * max(0.0, high)


class _Plan:
    """One group's plan: metres to pixels, and what is drawn where."""

    def __init__(
        self,
        stops: Sequence[Stop],
        reports: Mapping[str, StopReport],
        findings: Sequence[Finding],
    ) -> None:
        self.stops = stops
        self.reports = reports
        self.warned = {stop for finding in findings for stop in finding.stops}
        self.pairs = {frozenset(finding.stops) for finding in findings}
        origin = stops[0].zone.points[0]
        plane = Plane(origin)
        self.outlines = {stop.id: plane.all_xy(stop.zone.points) for stop in stops}
        left, bottom, right, top = self._bounds()
        self.px_per_m = min(
            _MOST_PX_PER_M,
            (_WIDTH - 2 * _EDGE) / (right - left),
            (_TALLEST - 2 * _EDGE) / (top - bottom),
        )
        self.left = (left + right) / 2 - _WIDTH / 2 / self.px_per_m
        self.top = top + _EDGE / self.px_per_m
        self.height = (top - bottom) * self.px_per_m + 2 * _EDGE

    def _bounds(self) -> tuple[float, float, float, float]:
        sides = [
            (x - margin, y - margin, x + margin, y + margin)
            for stop in self.stops
            for margin in [stop.zone.margin_m]
            for x, y in self.outlines[stop.id]
        ]
        lefts, bottoms, rights, tops = zip(*sides, strict=True)
        return min(lefts), min(bottoms), max(rights), max(tops)

    def _at(self, point: XY) -> XY:
        x, y = point
        return (x - self.left) * self.px_per_m, (self.top - y) * self.px_per_m

    def _middle(self, stop: Stop) -> XY:
        outline = self.outlines[stop.id]
        if stop.zone.shape == "line":
            return self._at(outline[len(outline) // 2])
        xs, ys = zip(*outline, strict=True)
        return self._at((sum(xs) / len(xs), sum(ys) / len(ys)))

    def draw(self) -> str:
        """Return the ``<svg>``."""
        names = ", ".join(f"{stop.number} {told(stop.title)}" for stop in self.stops)
        told_as = escape(f"Plan, north up: {names}. The table has the figures.")
        arrows = list(self._arrows())
        parts = [
            f'<svg viewBox="0 0 {_WIDTH} {self.height:.0f}" role="img" aria-label="{told_as}">',
            _PATTERNS,
            *(self._zone(stop) for stop in self.stops),
            *(drawn for drawn, _ in arrows),
            *self._labels([box for _, box in arrows]),
            self._scale_bar(),
            "</svg>",
        ]
        return "\n".join(parts)

    def _zone(self, stop: Stop) -> str:
        """Draw the zone thrice: its rim, the ground inside, and what says how it fares."""
        paint = "silent"
        if stop.id in self.reports:
            paint = "warned" if stop.id in self.warned else "fair"
        radius = stop.zone.margin_m * self.px_per_m
        layers = (
            (radius + 1, f"var(--{paint})", 1),
            (radius, "var(--ground)", 1),
            (radius, f"url(#{paint})", 0.8),
        )
        return "".join(self._blob(stop, *layer) for layer in layers)

    def _blob(self, stop: Stop, radius: float, paint: str, opacity: float) -> str:
        """Everything within ``radius`` pixels of the stop's outline."""
        points = [self._at(point) for point in self.outlines[stop.id]]
        look = f'opacity="{opacity}"'
        if len(points) == 1:
            x, y = points[0]
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{paint}" {look}/>'
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        is_area = stop.zone.shape == "polygon"
        return (
            f'<path d="{path}{"Z" * is_area}" fill="{paint if is_area else "none"}" '
            f'stroke="{paint}" stroke-width="{2 * radius:.1f}" stroke-linejoin="round" '
            f'stroke-linecap="round" {look}/>'
        )

    def _arrows(self) -> Iterator[tuple[str, _Box]]:
        """From each stop to those that begin in its stead, where a warning is about both."""
        for stop in self.stops:
            report = self.reports.get(stop.id)
            for other in self.stops:
                pair = frozenset((stop.id, other.id))
                if report is None or other is stop or pair not in self.pairs:
                    continue
                if share := report.mistaken.get(other.id):
                    yield self._arrow(self._middle(stop), self._middle(other), share)

    def _arrow(self, start: XY, end: XY, share: Share) -> tuple[str, _Box]:
        length = max(1.0, hypot(end[0] - start[0], end[1] - start[1]))
        # To the right of the straight line, so that two arrows do not lie on each other.
        aside = (-(end[1] - start[1]) / length * 14, (end[0] - start[0]) / length * 14)
        x1, y1, x2, y2 = (at[axis] + aside[axis] for at in (start, end) for axis in (0, 1))
        x, y = (x1 + x2) / 2 + aside[0], (y1 + y2) / 2 + aside[1]
        drawn = (
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
            'stroke="var(--ink)" stroke-width="2" marker-end="url(#tip)"/>'
            f'<text x="{x:.1f}" y="{y + 5:.1f}" text-anchor="middle" '
            f'font-size="14" font-weight="700">{100 * share.value:.0f} %</text>'
        )
        return drawn, _Box(x - 20, y - 9, 40, 18)

    def _labels(self, taken: list[_Box]) -> Iterator[str]:
        """The number in each zone; name and share beside it, where they cover least."""
        for stop in self.stops:
            x, y = self._middle(stop)
            taken.append(_Box(x - 16, y - 16, 32, 32))
            mark = "!" * (stop.id in self.warned)
            yield (
                f'<text x="{x:.1f}" y="{y + 8:.1f}" text-anchor="middle" font-size="24" '
                f'font-weight="700">{stop.number}{mark}</text>'
            )
        for stop in self.stops:
            lines = self._lines(stop)
            box = self._place(stop, lines, taken)
            taken.append(box)
            for row, line in enumerate(lines):
                yield (
                    f'<text x="{box.left + box.width / 2:.1f}" '
                    f'y="{box.top + (row + 0.8) * _LINE_PX:.1f}" text-anchor="middle" '
                    f'font-size="13">{escape(line)}</text>'
                )

    def _lines(self, stop: Stop) -> list[str]:
        report = self.reports.get(stop.id)
        figures = str(report.heard) if report else "by its number"
        not_surveyed = "\N{NO-BREAK SPACE}*" if report and report.is_sketch else ""
        return [*wrap(told(stop.title) + not_surveyed, _LETTERS), figures]

    def _place(self, stop: Stop, lines: Sequence[str], taken: Sequence[_Box]) -> _Box:
        """Below, above, right or left of the number: the first free place, or the freest."""
        x, y = self._middle(stop)
        width = max(len(line) for line in lines) * _LETTER_PX
        height = len(lines) * _LINE_PX
        tried = [
            _Box(
                min(max(4, left), _WIDTH - 4 - width),
                min(max(4, top), self.height - height),
                width,
                height,
            )
            for far in (18, 34, 56, 80)
            for left, top in (
                (x - width / 2, y + far - 4),
                (x - width / 2, y - far - height),
                (x + far, y - height / 2),
                (x - far - width, y - height / 2),
            )
        ]
        return min(tried, key=lambda box: sum(box.overlap(other) for other in taken))

    def _scale_bar(self) -> str:
        fitting = [metres for metres in _SCALE_BARS_M if metres * self.px_per_m <= _WIDTH / 4]
        metres = max(fitting, default=_SCALE_BARS_M[0])
        length, y = metres * self.px_per_m, self.height - 20
        return (
            f'<path d="M20 {y - 6:.0f}v6h{length:.1f}v-6" fill="none" stroke="var(--ink)" '
            f'stroke-width="2"/><text x="{20 + length / 2:.1f}" y="{y - 8:.0f}" '
            f'text-anchor="middle" font-size="13">{metres} m</text>'
            f'<path d="M{_WIDTH - 30} 44v-24m-6 8l6 -8l6 8" fill="none" stroke="var(--ink)" '
            f'stroke-width="2"/><text x="{_WIDTH - 30}" y="60" text-anchor="middle" '
            'font-size="13">N</text>'
        )


_PATTERNS = """<defs>
<pattern id="fair" width="8" height="8" patternUnits="userSpaceOnUse">
<rect width="8" height="8" fill="var(--fair)" opacity=".35"/></pattern>
<pattern id="warned" width="9" height="9" patternUnits="userSpaceOnUse"
patternTransform="rotate(45)">
<rect width="4" height="9" fill="var(--warned)" opacity=".7"/></pattern>
<pattern id="silent" width="8" height="8" patternUnits="userSpaceOnUse">
<circle cx="4" cy="4" r="1.5" fill="var(--silent)"/></pattern>
<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">
<path d="M0 0L8 4L0 8Z" fill="var(--ink)"/></marker>
</defs>"""
