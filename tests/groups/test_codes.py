"""Codes of walks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tour.groups.codes import ALPHABET, LENGTH, normal_code, random_code

LOOK_ALIKE = ["0OQD", "1IL", "2Z", "5S", "6G", "8B", "UV"]


def test_no_two_signs_of_a_code_look_alike() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 25
    for signs in LOOK_ALIKE:
        assert len(set(signs) & set(ALPHABET)) <= 1


def test_a_code_is_its_own_normal_form_and_hard_to_guess() -> None:
    codes = {random_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(normal_code(code) == code for code in codes)
    assert len(ALPHABET) ** LENGTH > 200_000_000


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("acd234", "ACD234"),
        (" ac-d2 34\t", "ACD234"),
        ("ACO23A", "ACD23A"),
        ("BSZGOU", "8526DV"),
        ("АСЕНКМ", "ACEHKM"),  # Cyrillic
        ("ртхуve", "PTXYVE"),
        ("ACD23", None),
        ("ACD2345", None),
        ("ACD23I", None),
        ("ЖЖЖЖЖЖ", None),
        ("", None),
    ],
)
def test_what_people_type_is_understood(typed: str, meant: str | None) -> None:
    assert normal_code(typed) == meant


@given(st.text())
def test_any_text_is_a_code_or_none(typed: str) -> None:
    code = normal_code(typed)
    assert code is None or (len(code) == LENGTH and set(code) <= set(ALPHABET))
