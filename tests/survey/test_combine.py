"""Several takes of one stop: what they say together, and which of them is left out."""

from math import dist, hypot
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from survey_help import PLANE, SQUARE_M, take

from tour.survey import Finding, Take, combine


def found(*takes: Take) -> Finding:
    finding = combine(takes)
    assert finding is not None
    return finding


def test_nothing_gives_nothing_and_one_take_itself() -> None:
    assert combine(()) is None
    finding = found(take((3, 4), uncertainty_m=6))
    assert dist(PLANE.xy(finding.place), (3, 4)) < 0.01
    assert finding.uncertainty_m == pytest.approx(6)
    assert (finding.outline, finding.disagreeing, finding.settled) == (None, frozenset(), True)


def test_more_takes_help_and_those_of_another_hour_help_more() -> None:
    alone = found(take((0, 0))).uncertainty_m
    at_once = found(*(take((0, 0), hours=n / 60) for n in range(3))).uncertainty_m
    apart = found(*(take((0, 0), hours=n) for n in range(3))).uncertainty_m
    many = found(*(take((0, 0), hours=n) for n in range(60))).uncertainty_m
    assert alone > at_once > apart > many
    assert many > 0.4 * alone  # what is the same each time stays


def test_the_more_certain_take_counts_more() -> None:
    finding = found(take((0, 0), uncertainty_m=3), take((6, 0), uncertainty_m=9, hours=1))
    assert 0 < PLANE.xy(finding.place)[0] < 1


def test_takes_that_lie_apart_widen_the_uncertainty() -> None:
    near = found(take((0, 0)), take((0, 1), hours=1), take((1, 0), hours=2))
    far = found(take((0, 0)), take((0, 6), hours=1), take((6, 0), hours=2))
    assert far.uncertainty_m > near.uncertainty_m
    assert far.disagreeing == frozenset()


def test_one_wrong_take_of_three_is_left_out() -> None:
    wrong = take((40, 0), hours=2)
    finding = found(take((0, 0)), take((1, 1), hours=1), wrong)
    assert finding.disagreeing == {wrong.id}
    assert finding.settled
    assert hypot(*PLANE.xy(finding.place)) < 2
    assert finding.uncertainty_m < 6


def test_two_that_contradict_each_other_are_both_named_and_covered() -> None:
    takes = (take((0, 0)), take((30, 0), hours=1))
    finding = found(*takes)
    assert finding.disagreeing == {each.id for each in takes}
    assert not finding.settled
    assert finding.uncertainty_m >= 15


def test_two_against_two_is_not_settled() -> None:
    finding = found(
        take((0, 0)), take((0, 1), hours=1), take((40, 0), hours=2), take((40, 1), hours=3)
    )
    assert not finding.settled


@given(
    st.lists(st.tuples(st.floats(-60, 60), st.floats(-60, 60)), min_size=1, max_size=8),
    st.randoms(use_true_random=False),
)
def test_the_order_of_takes_is_no_matter(points: list[tuple[float, float]], chance: Random) -> None:
    takes = [take(point, hours=n, take_id=f"t{n}") for n, point in enumerate(points)]
    first = found(*takes)
    chance.shuffle(takes)
    again = found(*takes)
    assert dist(PLANE.xy(first.place), PLANE.xy(again.place)) < 0.01
    assert first.uncertainty_m == pytest.approx(again.uncertainty_m)
    assert first.disagreeing == again.disagreeing


def test_the_radius_holds_the_place() -> None:
    chance = Random(4)  # noqa: S311 - simulated errors
    held = 0
    for _ in range(400):
        bias = (chance.gauss(0, 0.9), chance.gauss(0, 0.9))  # what stays the same at the place
        takes = [
            take((bias[0] + chance.gauss(0, 1.8), bias[1] + chance.gauss(0, 1.8)), hours=hour)
            for hour in range(3)
        ]  # together 2.0 m per axis: 95 % within 4.9 m
        finding = found(*takes)
        held += hypot(*PLANE.xy(finding.place)) <= finding.uncertainty_m
    assert held / 400 > 0.93


def test_an_outline_gives_zone_and_middle() -> None:
    walked = take(*SQUARE_M, shape="polygon", uncertainty_m=6)
    finding = found(walked)
    assert finding.outline == walked
    assert dist(PLANE.xy(finding.place), (10, 10)) < 0.01
    line = found(take((0, 0), (10, 0), (10, 30), shape="line"))
    assert dist(PLANE.xy(line.place), (10, 10)) < 0.01


def test_a_point_is_the_position_and_the_outline_the_zone() -> None:
    walked = take(*SQUARE_M, shape="polygon")
    finding = found(take((2, 3)), walked)
    assert finding.outline == walked
    assert dist(PLANE.xy(finding.place), (2, 3)) < 0.01


def test_the_outline_in_the_middle_of_all_stands_for_them() -> None:
    def moved(by: float, hours: float) -> Take:
        corners = tuple((x + by, y) for x, y in SQUARE_M)
        return take(*corners, shape="polygon", hours=hours)

    middle, low, high, far = moved(1, 0), moved(0, 1), moved(2, 2), moved(50, 3)
    finding = found(low, middle, high, far)
    assert finding.outline == middle
    assert finding.disagreeing == {far.id}
    assert finding.settled


def test_where_an_outline_was_begun_is_no_matter() -> None:
    turned = (SQUARE_M[2], SQUARE_M[3], SQUARE_M[0], SQUARE_M[1])
    finding = found(
        take(*SQUARE_M, shape="polygon"), take(*reversed(turned), shape="polygon", hours=1)
    )
    assert finding.disagreeing == frozenset()
    assert finding.uncertainty_m == pytest.approx(5)


def test_the_newest_shape_counts() -> None:
    line = take((0, 0), (9, 0), shape="line")
    polygon = take(*SQUARE_M, shape="polygon", hours=1)
    finding = found(line, polygon)
    assert finding.outline == polygon
    assert finding.disagreeing == {line.id}
