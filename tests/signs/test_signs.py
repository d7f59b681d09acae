"""The signs themselves, read by a PDF reader, drawn by a renderer and scanned by a decoder."""

import numpy as np
import pytest
from signs_help import DPI, MakeSign, Printed, code_box, codes_in, in_mm

from tour.catalogue import Tour
from tour.errors import InvalidInput
from tour.signs import signs_pdf
from tour.signs.code import code_of

BASE = "https://audio.example.org"


def test_every_stop_has_an_a5_page(real_signs: Printed, real_tour: Tour) -> None:
    assert len(real_signs.reader().pages) == len(real_tour.stops) == 14
    assert real_signs.sizes_mm() == {(148.0, 210.0)}


def test_number_names_address_and_advice_stand_in_the_tours_order(
    real_signs: Printed, real_tour: Tour, advice: dict[str, str]
) -> None:
    for stop, text in zip(real_tour.stops, real_signs.texts(), strict=True):
        names = (stop.title[language] for language in ("kk", "ru", "en"))
        advised = (advice[language] for language in ("kk", "ru", "en"))
        typed = f"audio.example.org/c/{stop.code}"
        assert text == " ".join((stop.code, *names, typed, *advised))


def test_every_code_opens_exactly_its_stop(real_signs: Printed, real_tour: Tour) -> None:
    for page, stop in enumerate(real_tour.stops):
        (code,) = real_signs.codes(page)
        assert code.text == f"{BASE}/c/{stop.code}"
        assert code.ec_level in {"Q", "H"}


def test_a_scratched_code_can_still_be_read(real_signs: Printed) -> None:
    (code,) = real_signs.codes()
    left, top, right, bottom = code_box(code)
    worn = real_signs.pixels().copy()
    middle_x, middle_y = (left + right) // 2, (top + bottom) // 2
    worn[middle_y - 25 : middle_y + 25, middle_x - 55 : middle_x + 55] = 255
    assert [read.text for read in codes_in(worn)] == [f"{BASE}/c/1"]


def test_the_code_is_large_and_stands_in_white(real_signs: Printed, real_tour: Tour) -> None:
    for page in range(len(real_tour.stops)):
        (code,) = real_signs.codes(page)
        left, top, right, bottom = code_box(code)
        assert in_mm(right - left) >= 45
        assert in_mm(bottom - top) >= 45
        modules = code_of(code.text).modules
        quiet = int(4 * (right - left) / modules) - 1
        around = real_signs.pixels(page)[top - quiet : bottom + quiet, left - quiet : right + quiet]
        around = around.copy()
        around[quiet - 2 : -quiet + 2, quiet - 2 : -quiet + 2] = 255
        assert around.min() == 255


def test_nothing_stands_within_8_mm_of_the_edge(real_signs: Printed, real_tour: Tour) -> None:
    for page in range(len(real_tour.stops)):
        assert min(real_signs.ink_mm(page)) >= 8


def test_ink_is_black_and_paper_white(real_signs: Printed) -> None:
    values, counts = np.unique(real_signs.pixels(), return_counts=True)
    shares = dict(zip(values.tolist(), (counts / counts.sum()).tolist(), strict=True))
    assert shares[0] > 0.05
    assert shares[0] + shares[255] > 0.95  # the rest is the edges of letters


def test_the_number_is_read_from_a_distance(make_sign: MakeSign) -> None:
    with_number = Printed(signs_pdf([make_sign(number="11")], "t", "kk")).pixels()
    rows = np.nonzero((with_number[: int(68 * DPI / 25.4)] < 128).any(axis=1))[0]
    assert in_mm(rows.max() - rows.min()) > 45
    Printed(signs_pdf([make_sign(number="8888")], "t", "kk"))


def test_the_file_says_its_title_and_language_and_no_date(make_sign: MakeSign) -> None:
    reader = Printed(signs_pdf([make_sign()], "«АЛЖИР» мемориалы", "kk")).reader()
    assert reader.metadata is not None
    assert reader.metadata.title == "«АЛЖИР» мемориалы"
    assert reader.trailer["/Root"]["/Lang"] == "kk"
    assert reader.metadata.creation_date is None


def test_long_names_are_wrapped_and_stay_readable(make_sign: MakeSign) -> None:
    names = (
        "Мұражай, жоғарғы қабат: «АЛЖИР» залы және оның көрмесі",
        "Музей, верхний этаж: зал «АЛЖИР» и его экспозиция о детях",
        "Museum, upper floor: the ALZHIR Hall and its display of letters",
    )
    printed = Printed(signs_pdf([make_sign(names=names)], "t", "kk"))
    for name in names:
        assert name in printed.texts()[0]
    assert min(printed.ink_mm()) >= 8
    assert len(printed.codes()) == 1


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        ({"names": ("слово " * 40,) * 3}, "there is no room"),
        ({"names": ("Д" * 60, "Ворота", "The gate")}, "(60 letters)"),
        ({"names": ("Қақпа", "Ворота", "გალავანი")}, "U+10D0"),
        ({"address": f"{BASE}/{'x' * 90}/c/1"}, "is too long for a sign's code"),
    ],
)
def test_what_does_not_fit_is_said_and_never_cut(
    make_sign: MakeSign, parts: dict[str, object], named: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        signs_pdf([make_sign(**parts)], "t", "kk")
    assert named in caught.value.message
