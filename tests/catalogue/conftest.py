"""Fixtures that spoil the small tour in one place and look at what is said about it."""

import pytest
from catalogue_help import NewWarnings, OnlyFault, Replacement, Spoil, spoilt

from tour.catalogue import CheckResult, Fault, check_text


@pytest.fixture
def spoil(tour_text: str) -> Spoil:
    """Check the small tour after replacements."""

    def check(*replacements: Replacement) -> CheckResult:
        return check_text(spoilt(tour_text, *replacements))

    return check


@pytest.fixture
def only_fault(spoil: Spoil) -> OnlyFault:
    """The one and only fault after the replacements."""

    def check(*replacements: Replacement) -> Fault:
        result = spoil(*replacements)
        assert result.tour is None
        (fault,) = result.faults
        return fault

    return check


@pytest.fixture
def new_warnings(spoil: Spoil, tour_text: str) -> NewWarnings:
    """The warnings that the replacements add; no fault may come of them.

    Every text of the small tour is too short: that is left aside.
    """
    usual = {warning.message for warning in check_text(tour_text).warnings}

    def check(*replacements: Replacement) -> list[Fault]:
        result = spoil(*replacements)
        assert result.faults == ()
        return [
            warning
            for warning in result.warnings
            if warning.message not in usual and "60 or more" not in warning.advice
        ]

    return check
