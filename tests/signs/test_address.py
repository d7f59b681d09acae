"""The address on the signs."""

import pytest

from tour.errors import InvalidInput
from tour.signs import public_address, sign_address, typed_address
from tour.signs.address import caution


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("https://audio.example.org", "https://audio.example.org/c/7"),
        (" https://audio.example.org/ ", "https://audio.example.org/c/7"),
        ("https://example.org/tour/", "https://example.org/tour/c/7"),
        ("http://192.168.1.5:8000", "http://192.168.1.5:8000/c/7"),
    ],
)
def test_a_sign_leads_to_the_code_under_the_public_address(given: str, address: str) -> None:
    assert sign_address(public_address(given), "7") == address


def test_what_is_printed_is_what_one_types() -> None:
    assert typed_address("https://example.org/c/7") == "example.org/c/7"
    assert typed_address("http://example.org/c/7") == "http://example.org/c/7"


def test_no_address_says_what_to_set() -> None:
    with pytest.raises(InvalidInput) as caught:
        public_address("")
    assert "TOUR_PUBLIC_URL" in caught.value.message
    assert "--url" in caught.value.message


@pytest.mark.parametrize(
    "given",
    [
        "audio.example.org",
        "ftp://example.org",
        "https://",
        "https://example.org/?a=1",
        "https://example.org/#a",
        "https://user@example.org",
        "https://exa mple.org",
        "https://example.org:port",
        "https://[::1",
        "https://example.org/\x07",
        "https://мұражай.қаз",
    ],
)
def test_what_is_no_plain_address_is_refused(given: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        public_address(given)
    assert given in caught.value.message


def test_addresses_that_visitors_cannot_use_are_warned_of() -> None:
    assert caution("https://example.org") is None
    assert "this machine alone" in (caution("http://localhost:8000") or "")
    assert "https" in (caution("http://192.168.1.5:8000") or "")


def test_signs_lead_to_the_tour_that_visitors_have_saved() -> None:
    here = "https://audio.example.org"
    assert caution(here, here) is None
    assert caution(here, f"{here.upper()}/") is None
    assert caution(here, "") is None
    noted = caution("https://other.example.org", here) or ""
    assert f"saved under {here} does not open" in noted
    assert "this machine alone" in (caution("http://localhost:8000", here) or "")
