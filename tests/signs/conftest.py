"""The signs of the real tour, made once, and a maker of single signs."""

import pytest
from signs_help import MakeSign, Printed

from tour.catalogue import Tour, read_tour
from tour.settings import ROOT
from tour.signs import Sign, signs_of, signs_pdf
from tour.web.pages.words import PAGE_LANGUAGES, words

BASE = "https://audio.example.org"


@pytest.fixture(scope="session")
def advice() -> dict[str, str]:
    return {language: words(language)("sign.advice") for language in PAGE_LANGUAGES}


@pytest.fixture(scope="session")
def real_tour() -> Tour:
    return read_tour(ROOT / "stops.yaml")


@pytest.fixture(scope="session")
def real_signs(real_tour: Tour, advice: dict[str, str]) -> Printed:
    signs = signs_of(real_tour, real_tour.stops, BASE, advice)
    return Printed(signs_pdf(signs, "ALZHIR", "kk"))


@pytest.fixture
def make_sign(advice: dict[str, str]) -> MakeSign:
    def make(**parts: object) -> Sign:
        usual = {
            "stop_id": "gate",
            "number": "1",
            "names": ("Қақпа", "Ворота", "The gate"),
            "address": f"{BASE}/c/1",
            "advice": tuple(advice.values()),
        }
        return Sign(**(usual | parts))

    return make
