"""Warnings, from reports made by hand."""

from zones_help import stop

from tour.catalogue.model import Stop
from tour.zones.figures import Share
from tour.zones.findings import findings_on
from tour.zones.report import StopReport


def report(
    place: Stop,
    heard: int = 96,
    passed: int = 2,
    false_per_h: float = 0.0,
    mistaken: dict[str, int] | None = None,
) -> StopReport:
    rivals = {other: Share(count, 100) for other, count in (mistaken or {}).items()}
    soon = Share(heard - 5, 100)
    delays = tuple(float(i) for i in range(heard))
    return StopReport(
        place, Share(heard, 100), soon, Share(passed, 100), 7, false_per_h, delays, rivals
    )


def test_margins_that_leave_room_are_advised() -> None:
    near = (stop(1, (0, 0), margin_m=10), stop(2, (22, 0), margin_m=12))
    (finding,) = findings_on([report(near[0], mistaken={"stop-2": 18}), report(near[1])])
    assert str(finding) == (
        "Stops 1 and 2 lie 22 m apart, their zones touch: 18 % (12–27) of visits to 1 start 2 — "
        "make the margins smaller: 7.5 m for 1 and 9.5 m for 2 leave 5 m between them"
    )


def test_zones_with_room_between_them_are_to_be_surveyed_again() -> None:
    pair = (stop(1, (0, 0)), stop(2, (30, 0)))
    (finding,) = findings_on([report(pair[0]), report(pair[1], mistaken={"stop-1": 9})])
    assert "survey both places once more" in finding.advice


def test_what_chance_may_have_done_raises_no_warning() -> None:
    pair = (stop(1, (0, 0)), stop(2, (30, 0)))
    few = {"stop-2": 2}
    assert findings_on([report(pair[0], 88, 15, 0.4, few), report(pair[1])]) == ()


def test_a_stop_that_is_missed_passed_or_begins_elsewhere_is_named() -> None:
    lonely = [report(stop(n, (100 * n, 0), margin_m=margin)) for n, margin in ((1, 6), (2, 9))]
    assert findings_on(lonely) == ()
    missed, wide = (report(line.stop, heard=70) for line in lonely)
    assert [finding.advice for finding in findings_on([missed, wide])] == [
        "make its margin wider than 6 m, up to 8 m",
        "look whether people really stand inside this zone",
    ]
    (passed,) = findings_on([report(lonely[1].stop, passed=30)])
    assert "30 % (22–40) of those who only walk past" in passed.message
    (false,) = findings_on([report(lonely[1].stop, false_per_h=0.6)])
    assert "7 times for people who are elsewhere" in false.message
