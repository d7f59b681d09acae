"""The figures of one stop as words, the same in the terminal and on the map."""

from tour.zones.report import StopReport, ZoneReport

COLUMNS = (
    "visits",
    "begins by itself",
    "within 20 s",
    "for passers-by",
    "false/h",
    "halt to start",
    "begins instead",
)


def cells(line: StopReport, report: ZoneReport) -> tuple[str, ...]:
    """Return what stands in each of the COLUMNS."""
    numbers = {other.stop.id: other.stop.number for other in report.stops}
    rivals = [f"{numbers[other]}: {share}" for other, share in line.mistaken.items()]
    halves = f"{line.delay_s(0.5):.0f} s (95 %: {line.delay_s(0.95):.0f} s)"
    return (
        str(line.heard.of),
        str(line.heard),
        str(line.soon),
        str(line.passed),
        f"{line.false_per_h:.2f}",
        halves if line.delays_s else "–",
        "; ".join(rivals[:2]) or "–",
    )
