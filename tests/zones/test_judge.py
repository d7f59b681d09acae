"""One walk's starts against its truth."""

import pytest

from tour.zones.judge import Kind, Outcome, Presence, Start, judge


def presence(stop: str, kind: Kind, from_s: float, to_s: float) -> Presence:
    return Presence(stop, kind, from_s, from_s + 5, to_s)


TRUTH = (
    presence("a", "visit", 100, 200),
    presence("b", "pass", 220, 230),
    presence("b", "either", 300, 320),
    presence("c", "near", 400, 410),
    presence("a", "revisit", 500, 560),
    presence("a", "revisit", 900, 960),
    presence("d", "revisit", 1000, 1050),
)


@pytest.mark.parametrize(
    ("starts", "outcomes"),
    [
        ([("a", 90)], ["hit"]),
        ([("a", 89)], ["false"]),
        ([("a", 200)], ["hit"]),
        ([("a", 150), ("a", 160)], ["hit", "restart"]),
        ([("a", 160), ("a", 150)], ["hit", "restart"]),
        ([("a", 150), ("a", 550)], ["hit", "restart"]),
        ([("a", 150), ("a", 950)], ["hit", "replay"]),
        ([("d", 1010)], ["replay"]),
        ([("b", 223)], ["pass"]),
        ([("b", 218), ("b", 232)], ["pass", "restart"]),
        ([("b", 310), ("b", 312)], ["either", "restart"]),
        ([("c", 405)], ["near"]),
        ([("c", 150)], ["wrong"]),
        ([("c", 50)], ["false"]),
        ([("a", 50), ("a", 150)], ["false", "hit"]),
    ],
)
def test_what_a_start_was(starts: list[tuple[str, float]], outcomes: list[Outcome]) -> None:
    verdicts = judge(TRUTH, [Start(*start) for start in starts])
    assert [verdict.outcome for verdict in verdicts] == outcomes


def test_a_hit_knows_its_delay_from_the_halt() -> None:
    late, false = judge(TRUTH, [Start("a", 125), Start("c", 600)])
    assert late.delay_s == 20
    assert false.delay_s is None
