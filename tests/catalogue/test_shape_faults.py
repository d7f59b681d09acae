"""Faults of shape: keys, types, patterns."""

import pytest
from catalogue_help import OnlyFault, place_in, spoilt

from tour.catalogue import check_text

LAMP_POSITION = "{lat: 51.0005, lng: 71.0, uncertainty_m: 5, source: surveyed}"

Case = tuple[list[tuple[str, str]], str, str, str, str]

# By name: what is replaced, the fault's path, its place (marked by an arrow), message, advice.
CASES: dict[str, Case] = {
    "unknown-key": (
        [
            (
                "    narration:\n      kk: |\n        Шамшырақ",
                "    naration:\n      kk: |\n        Шамшырақ",
            )
        ],
        *("stops[0].naration", "    →naration", 'the key "naration" is not known in stop "gate"'),
        'did you mean "narration"?',
    ),
    "unknown-key-far": (
        [("  duration_min: 10", "  duration_min: 10\n  zzz: 1")],
        *("tour.zzz", "  →zzz: 1", '"zzz" is not known in tour', "known keys here: id, languages"),
    ),
    "unknown-key-top": (
        [("voices: {}", "voicez: {}")],
        "voicez",
        "→voicez: ",
        "the file",
        '"voices"?',
    ),
    "unknown-key-beside": (
        [("  website:", "  websit: x\n  website:")],
        *("tour.websit", "  →websit: ", '"websit"', '"website" is there already'),
    ),
    "unknown-key-source": (
        [('{title: "The keeper\'s diary",', '{title: "The keeper\'s diary", year: 1937,')],
        *("sources.KEEPER.year", 'ary", →year: 19', "sources.KEEPER", "title and address"),
    ),
    "unknown-key-pronunciation": (
        [("{word: Aral,", "{word: Aral, speak: x,")],
        *("pronunciations.en[0].speak", "Aral, →speak: x", '"speak"', "word, say, ipa and heard"),
    ),
    "unknown-key-zone": (
        [("{shape: circle, margin_m", "{shape: circle, margin")],
        *("stops[0].zone.margin", "rcle, →margin: ", '"margin"', 'did you mean "margin_m"?'),
    ),
    "unknown-key-anchor": (
        [("lng: 71.0, uncertainty_m: 50", "lon: 71.0, uncertainty_m: 50")],
        *(
            "tour.anchor.lon",
            "51.0, →lon: 71.",
            '"lon" is not known in tour.anchor',
            'did you mean "lng"?',
        ),
    ),
    "missing": (
        [('    code: "1"\n', "")],
        *("stops[0]", "  - →id: gate", '"code" is missing in stop "gate"', 'add a line "code:"'),
    ),
    "missing-in-tour": (
        [("  duration_min: 10\n", "")],
        *("tour", "→tour:", '"duration_min" is missing in tour', "add a line"),
    ),
    "nothing-after-colon": (
        [("    kind: outdoor", "    kind:")],
        *("stops[0].kind", "    →kind:\n", '"kind" of stop "gate" has nothing', "write its value"),
    ),
    "text-without-value": (
        [('en: "The gate"}', "en: }")],
        *(
            "stops[0].title.en",
            '", →en: }',
            'title.en of stop "gate" has nothing',
            "write its value",
        ),
    ),
    "code-without-quotes": (
        [('code: "1"', "code: 1")],
        *("stops[0].code", "code: →1", "is 1 without quotation marks", 'in quotes: code: "1"'),
    ),
    "text-is-a-number": (
        [('en: "The gate"', "en: 1937")],
        *("stops[0].title.en", ", en: →1937}", "is 1937 without", 'in quotes: en: "1937"'),
    ),
    "source-is-a-number": (
        [("sources: [KEEPER]", "sources: [7]")],
        *("stops[0].sources[0]", "ces: [→7]", "is 7 without quotation marks", 'in quotes: "7"'),
    ),
    "text-is-a-list": (
        [('en: "The gate"', "en: [a]")],
        *("stops[0].title.en", ", en: →[a]}", "holds keys or a list", "one text"),
    ),
    "empty-text": (
        [('en: "The gate"', 'en: " "')],
        *("stops[0].title.en", ', en: →" "}', 'title.en of stop "gate" is empty', "write the text"),
    ),
    "bad-id": (
        [("id: gate", "id: North Gate")],
        *("stops[0].id", "- id: →North Ga", 'is "North Gate", which is no proper id', "hyphens"),
    ),
    "bad-tour-id": (
        [("id: lighthouse", "id: Маяк")],
        "tour.id",
        "  id: →Маяк",
        '"Маяк"',
        "hyphens",
    ),
    "bad-code": (
        [('code: "1"', 'code: "1a"')],
        *("stops[0].code", 'code: →"1a"', '"1a", which cannot be typed', "one to four digits"),
    ),
    "bad-website": (
        [("https://example.org\n", "example.org\n")],
        *("tour.website", "site: →example.", '"example.org", which is no web address', "https://"),
    ),
    "licence-without-terms": (
        [(', address: "https://www.apache.org/licenses/LICENSE-2.0"}', "}")],
        *("tour.licence", "  →licence: {", '"address" is missing in tour.licence', "address:"),
    ),
    "licence-with-another-key": (
        [("{name: Apache-2.0,", "{name: Apache-2.0, year: 2004,")],
        *("tour.licence.year", "-2.0, →year: 20", "tour.licence", "name and address"),
    ),
    "licence-is-a-word": (
        [('{name: Apache-2.0, address: "https://www.apache.org/licenses/LICENSE-2.0"}', "free")],
        *("tour.licence", "cence: →free", '"free", where a group of keys', "key: value"),
    ),
    "bad-address": (
        [("https://example.org/diary", "the archive")],
        *("sources.KEEPER.address", "ress: →the arch", '"the archive"', "https://"),
    ),
    "bad-tag": (
        [("languages: [kk, ru, en]", "languages: [kk, ru, English]")],
        *(
            "tour.languages[2]",
            ", ru, →English]",
            '"English", which is no language tag',
            "e.g. kk, ru or en",
        ),
    ),
    "bad-tag-known": (
        [("languages: [kk, ru, en]", "languages: [KZ, ru, en]")],
        *(
            "tour.languages[0]",
            "ges: [→KZ, ru, ",
            '"KZ", which is no language tag',
            "write kk instead",
        ),
    ),
    "choice": (
        [("kind: outdoor", "kind: outdor")],
        *(
            "stops[0].kind",
            "kind: →outdor",
            '"outdor"',
            'did you mean "outdoor"? it can be outdoor, indoor',
        ),
    ),
    "choice-far": (
        [("review: {kk: draft", "review: {kk: 7")],
        *(
            "stops[0].review.kk",
            " {kk: →7, ru: d",
            '"7", which is not known',
            "it can be draft, reviewed",
        ),
    ),
    "not-a-number": (
        [("lat: 51.0005", 'lat: "51,0005"')],
        *("stops[1].position.lat", '{lat: →"51,0005', '"51,0005", where a number', "not a comma"),
    ),
    "not-finite": (
        [("lat: 51.0005", "lat: .nan")],
        *("stops[1].position.lat", "{lat: →.nan, ln", '".nan", where a number', "51.0782"),
    ),
    "not-whole": (
        [("duration_min: 10", "duration_min: 10.5")],
        *("tour.duration_min", "_min: →10.5", '"10.5", where a whole number', "60"),
    ),
    "too-long-walk": (
        [("duration_min: 10", "duration_min: 1000")],
        *("tour.duration_min", "_min: →1000", '"1000"', "at most 600"),
    ),
    "latitude-out-of-range": (
        [("lat: 51.0005", "lat: 151.0005")],
        *(
            "stops[1].position.lat",
            "{lat: →151.0005",
            '"151.0005"',
            "at most 90; lat and lng may be swapped",
        ),
    ),
    "uncertainty-zero": (
        [("uncertainty_m: 5,", "uncertainty_m: 0,")],
        *("stops[1].position.uncertainty_m", "ty_m: →0, sourc", 'is "0"', "it must be more than 0"),
    ),
    "margin-negative": (
        [("margin_m: 10", "margin_m: -1")],
        *("stops[0].zone.margin_m", "in_m: →-1}", 'is "-1"', "it must be at least 0"),
    ),
    "point-of-one-number": (
        [("[51.0005, 71.0003]", "[51.0005]")],
        *("stops[1].zone.points[1]", "1.0], →[51.0005", "has 1 numbers", "[latitude, longitude]"),
    ),
    "list-wanted": (
        [("sources: [KEEPER]", "sources: KEEPER")],
        *("stops[0].sources", "rces: →KEEPER", '"KEEPER", where a list', "[first, second]"),
    ),
    "group-of-texts-wanted": (
        [('title: {kk: "Қақпа", ru: "Ворота", en: "The gate"}', 'title: "The gate"')],
        *("stops[0].title", 'itle: →"The gat', "where a key for each part", '{kk: "…"'),
    ),
    "group-wanted": (
        [(LAMP_POSITION, "here")],
        *("stops[1].position", "tion: →here", '"here", where a group of keys', "key: value"),
    ),
    "pronunciation-is-a-word": (
        [('    - {word: маяк, say: "мая́к"}', "    - маяк")],
        *("pronunciations.ru[0]", "    - →маяк", '"маяк", where a group of keys', "key: value"),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_fault_of_shape(only_fault: OnlyFault, tour_text: str, case: Case) -> None:
    replacements, path, marked, message, advice = case
    fault = only_fault(*replacements)
    assert fault.path == path
    assert (fault.line, fault.column) == place_in(spoilt(tour_text, *replacements), marked)
    assert message in fault.message
    assert advice in fault.advice


def test_no_stops_at_all(tour_text: str) -> None:
    head, _ = tour_text.split("stops:\n  -")
    (fault,) = check_text(head + "stops: []\n").faults
    assert (fault.path, fault.message) == ("stops", "stops is empty")
    (fault,) = check_text(head).faults
    assert fault.message == '"stops" is missing in the file'


def test_a_stop_that_is_a_word(tour_text: str) -> None:
    head, _ = tour_text.split("  - id: gate")
    faults = check_text(head + "  - the gate\n").faults
    assert [(f.path, f.column) for f in faults] == [("stops[0]", 5)]


@pytest.mark.parametrize("text", ["hello", "- a\n- b\n", "5"])
def test_a_file_that_is_no_tour(text: str) -> None:
    (fault,) = check_text(text).faults
    assert fault.line == 1
    assert "the file is" in fault.message
    assert "a group of keys is needed" in fault.message
