"""The judged zones as a page that stands alone: warnings, a plan, the figures."""

from collections.abc import Sequence
from html import escape
from typing import Final

from tour.catalogue.model import Tour
from tour.zones.findings import Finding
from tour.zones.plan import draw_plans
from tour.zones.report import ZoneReport, told
from tour.zones.table import COLUMNS, cells

_STYLE: Final = """
:root { color-scheme: light dark; --ground: #faf7f2; --ink: #1d1b19; --soft: #6b645c;
  --line: #cfc6ba; --fair: #5d7f6b; --warned: #a8482a; --silent: #8b857d; }
@media (prefers-color-scheme: dark) { :root { --ground: #171513; --ink: #ece6dd; --soft: #a49b90;
  --line: #4a443e; --fair: #8fb8a0; --warned: #e58a6a; --silent: #a49b90; } }
body { margin: 0 auto; max-width: 62rem; padding: 1rem; background: var(--ground);
  color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; }
svg { display: block; width: 100%; min-width: 40rem; height: auto; border: 1px solid var(--line); }
svg text { font-family: system-ui, sans-serif; fill: var(--ink); paint-order: stroke;
  stroke: var(--ground); stroke-width: 3px; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .875rem; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .5rem; text-align: end;
  white-space: nowrap; }
th:first-child { text-align: start; white-space: normal; min-width: 11rem; font-weight: 400; }
.legend { color: var(--soft); }
"""

_LEGEND: Final = (
    "Even fill: nothing to mend. Stripes and “!”: see the warnings. Dots: indoors, begins by its "
    "number. The percentage is the share of visits in which the stop begins by itself. An arrow "
    "points at the stop that begins instead. *: not surveyed."
)


def map_page(tour: Tour, report: ZoneReport, findings: Sequence[Finding]) -> str:
    """Return the page as HTML. It loads nothing, and tells nothing by colour alone."""
    title = escape(f"{told(tour.title)}: how the stops begin by themselves")
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title><style>{_STYLE}</style></head><body><main>",
        f"<h1>{title}</h1>",
        *(f"<p><strong>{escape(line)}</strong></p>" for line in report.caveats),
        "<h2>Warnings</h2>",
        _warnings(findings),
        "<h2>Plan</h2>",
        f'<p class="legend">{_LEGEND}</p>',
        '<div class="wide" tabindex="0" role="region" aria-label="Plan">',
        *draw_plans(tour, report, findings),
        "</div>",
        "<h2>Figures</h2>",
        f"<p>{escape(report.measure)}</p>",
        _table(report),
        "</main></body></html>",
    ]
    return "\n".join(parts)


def _warnings(findings: Sequence[Finding]) -> str:
    if not findings:
        return "<p>Nothing to mend.</p>"
    items = "".join(f"<li>{escape(str(finding))}</li>" for finding in findings)
    return f"<ul>{items}</ul>"


def _table(report: ZoneReport) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in ("stop", *COLUMNS))
    rows = "".join(
        f'<tr><th scope="row">{escape(line.label)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells(line, report))
        + "</tr>"
        for line in report.stops
    )
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="Figures"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
