"""Shares with error bars, and quantiles."""

from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tour.zones.figures import Share, quantile


def test_known_intervals() -> None:
    # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
    low, high = Share(81, 263).interval
    assert (low, high) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    low, high = Share(15, 148).interval
    assert (low, high) == pytest.approx((0.0624, 0.1605), abs=1e-4)
    assert Share(0, 20).interval == pytest.approx((0, 0.1611), abs=1e-4)
    assert Share(29, 29).interval == pytest.approx((0.8830, 1), abs=1e-4)


@given(st.integers(1, 1000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_lies_in_its_interval(pair: tuple[int, int]) -> None:
    share = Share(*pair)
    low, high = share.interval
    assert 0 <= low <= share.value + 1e-12
    assert share.value - 1e-12 <= high <= 1


def test_of_nothing_nothing_is_known() -> None:
    assert isnan(Share(0, 0).value)
    assert Share(0, 0).interval == (0, 1)
    assert str(Share(0, 0)) == "–"
    assert isnan(quantile([], 0.5))


def test_a_share_is_said_with_its_interval() -> None:
    assert str(Share(90, 100)) == "90 % (83–94)"


def test_quantiles_lie_between_neighbours() -> None:
    assert quantile([1, 2, 4], 0.5) == 2
    assert quantile([1, 2, 4], 0.75) == 3
    assert quantile([5], 0.95) == 5
