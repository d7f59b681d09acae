"""What simulated visitors found at each stop."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tour.catalogue.model import Stop, Texts
from tour.zones.figures import Share, quantile
from tour.zones.judge import Outcome, Verdict, judge
from tour.zones.replay import ReplayedWalk, may_start

_SOON_S = 20.0
_UNASKED: frozenset[Outcome] = frozenset({"wrong", "false", "pass", "near"})


@dataclass(frozen=True, slots=True)
class StopReport:
    """One stop. Shares are of visits, but ``passed`` of pass-bys.

    ``heard``: it began by itself; ``soon``: within 20 s of the visitor's halt; ``passed``: it
    began for people who only walked past; ``false_per_h``: began for people who were somewhere
    else, in an hour of one visitor; ``delays_s``: from the halt to the start, ascending;
    ``mistaken``: by another stop's id, visits to this one during which that one began.
    """

    stop: Stop
    heard: Share
    soon: Share
    passed: Share
    false_starts: int
    false_per_h: float
    delays_s: tuple[float, ...]
    mistaken: Mapping[str, Share]

    @property
    def label(self) -> str:
        """Number and name; an asterisk marks a place that is not surveyed."""
        return f"{self.stop.number}{'*' * self.is_sketch} {told(self.stop.title)}"

    @property
    def is_sketch(self) -> bool:
        """Whether the place is not surveyed: then all figures are only as good as the sketch."""
        return self.stop.position.source != "surveyed"

    def delay_s(self, share: float) -> float:
        """Seconds within which this share of starts came."""
        return quantile(self.delays_s, share)


@dataclass(frozen=True, slots=True)
class ZoneReport:
    """All stops that may start by themselves, in the tour's order; ``hours`` of visits."""

    walks: int
    hours: float
    stops: tuple[StopReport, ...]

    @property
    def measure(self) -> str:
        """How much the figures rest on."""
        return (
            f"{self.walks} simulated visits, {self.hours:.0f} hours. In brackets: where the true "
            "share lies, 19 times of 20."
        )

    @property
    def caveats(self) -> tuple[str, ...]:
        """What these figures do not say."""
        sketches = [str(line.stop.number) for line in self.stops if line.is_sketch]
        if not sketches:
            return ()
        caveat = (
            f"Not surveyed (*): {_stops(sketches)}. They are judged as if surveyed exactly where "
            "the file has them. The real places may differ; until surveyed, none begins by itself."
        )
        return (caveat,)


def told(texts: Texts) -> str:
    """Return the English text, or the first there is."""
    return texts.get("en") or next(iter(texts.values()))


def _stops(numbers: Sequence[str]) -> str:
    return f"stop{'s' * (len(numbers) != 1)} {', '.join(numbers)}"


@dataclass
class _Count:
    visits: int = 0
    passes: int = 0
    passes_started: int = 0
    false_starts: int = 0
    delays: list[float] = field(default_factory=list)
    mistaken: Counter[str] = field(default_factory=Counter)


def report_on(stops: Sequence[Stop], walks: Iterable[ReplayedWalk]) -> ZoneReport:
    """Judge all walks and gather what happened at each stop."""
    counts: defaultdict[str, _Count] = defaultdict(_Count)
    number = 0
    seconds = 0.0
    for walk in walks:
        number += 1
        seconds += walk.duration_s
        _count(walk, judge(walk.truth, walk.starts), counts)
    hours = seconds / 3600
    return ZoneReport(
        number,
        hours,
        tuple(_report(stop, counts[stop.id], hours) for stop in stops if may_start(stop)),
    )


def _count(
    walk: ReplayedWalk, verdicts: Sequence[Verdict], counts: defaultdict[str, _Count]
) -> None:
    for presence in walk.truth:
        count = counts[presence.stop]
        if presence.kind == "pass":
            count.passes += 1
        if presence.kind != "visit":
            continue
        count.visits += 1
        count.mistaken.update(
            {
                verdict.start.stop
                for verdict in verdicts
                if verdict.outcome in _UNASKED
                and verdict.start.stop != presence.stop
                and presence.holds(verdict.start.t)
            }
        )
    for verdict in verdicts:
        count = counts[verdict.start.stop]
        count.passes_started += verdict.outcome == "pass"
        count.false_starts += verdict.outcome in {"wrong", "false"}
        if verdict.delay_s is not None:
            count.delays.append(verdict.delay_s)


def _report(stop: Stop, count: _Count, hours: float) -> StopReport:
    return StopReport(
        stop=stop,
        heard=Share(len(count.delays), count.visits),
        soon=Share(sum(delay <= _SOON_S for delay in count.delays), count.visits),
        passed=Share(count.passes_started, count.passes),
        false_starts=count.false_starts,
        false_per_h=count.false_starts / hours if hours else 0.0,
        delays_s=tuple(sorted(count.delays)),
        mistaken={
            other: Share(number, count.visits) for other, number in count.mistaken.most_common()
        },
    )
