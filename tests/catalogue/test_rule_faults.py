"""Faults of meaning: languages, names, places, prose."""

import pytest
from catalogue_help import NewWarnings, OnlyFault, Replacement, Spoil, place_in, spoilt

from tour.catalogue import check_text

GATE_POSITION = "{lat: 51.0, lng: 71.0, uncertainty_m: 120, source: sketch}"
GATE_ZONE = "{shape: circle, margin_m: 10}"
LAMP_POSITION = "{lat: 51.0005, lng: 71.0, uncertainty_m: 5, source: surveyed}"
LAMP_ZONE = "{shape: line, points: [[51.0005, 71.0], [51.0005, 71.0003]], margin_m: 6}"
LAMP_POINTS = "[[51.0005, 71.0], [51.0005, 71.0003]]"
OUTDOOR_LAMP = ("kind: indoor", "kind: outdoor")

IPA = 'ipa: "ɑɹˈɑl"'

Case = tuple[list[Replacement], str, str, str, str]

# By name: what is replaced, the fault's path, its place (marked by an arrow), message, advice.
FAULTS: dict[str, Case] = {
    "missing-language": (
        [(', en: "The gate"', "")],
        *("stops[0].title", '→title: {kk: "Қақпа"', 'title of stop "gate" has nothing in en'),
        "add en:",
    ),
    "missing-languages": (
        [('{kk: "Жаяу жүріңіз.", ru: "Идите пешком.", en: "Walk."}', "{}")],
        *("tour.getting_there", "→getting_there:", "nothing in kk, ru and en", "kk:, ru: and en:"),
    ),
    "missing-review": (
        [("{kk: draft, ru: draft, en: draft}", "{kk: draft, en: draft}")],
        *("stops[0].review", "→review: {kk: draft, en", "has nothing in ru", "add ru:"),
    ),
    "kz-for-kk": (
        [('title: {kk: "Қақпа"', 'title: {kz: "Қақпа"')],
        *("stops[0].title.kz", '{→kz: "Қақпа', "is not a language of this tour", "write kk"),
    ),
    "foreign-language": (
        [('title: {kk: "Қақпа"', 'title: {de: Tor, kk: "Қақпа"')],
        *("stops[0].title.de", "{→de: Tor", '"de" in title of stop "gate"', "kk, ru and en"),
    ),
    "doubled-language": (
        [("[kk, ru, en]", "[kk, ru, en, ru]")],
        *("tour.languages[3]", "en, →ru]", '"ru" is listed twice', "delete one"),
    ),
    "voice-for-no-language": (
        [("voices: {}", 'voices: {xx: "a:b"}')],
        *("voices.xx", "{→xx: ", '"xx" in voices', "kk, ru and en"),
    ),
    "testimony-voice-for-no-language": (
        [("voices: {}", 'testimony_voices: {xx: "a:b"}')],
        *("testimony_voices.xx", "{→xx: ", '"xx" in testimony_voices', "kk, ru and en"),
    ),
    "pronunciations-for-no-language": (
        [("pronunciations:\n", "pronunciations:\n  de: []\n")],
        *("pronunciations.de", "→de: []", '"de" in pronunciations', "take this away"),
    ),
    "unknown-source": (
        [("sources: [KEEPER]", "sources: [KEPER]")],
        *("stops[0].sources[0]", "→KEPER", 'names the unknown source "KEPER"', '"KEEPER"?'),
    ),
    "unknown-source-far": (
        [("sources: [KEEPER]", "sources: [zzz]")],
        *(
            "stops[0].sources[0]",
            "→zzz",
            '"zzz"',
            "under sources at the top of the file, or name a known one: KEEPER",
        ),
    ),
    "no-source": (
        [("sources: [KEEPER]", "sources: []")],
        *("stops[0].sources", "→sources: []", 'stop "gate" has no sources', "at least one"),
    ),
    "source-key": (
        [("sources:\n", 'sources:\n  "a b": {title: x, address: "https://x"}\n')],
        *("sources.a b", '→"a b"', '"a b" is no proper key', "Latin letters"),
    ),
    "doubled-id": (
        [("id: lamp", "id: gate")],
        *("stops[1].id", '→gate\n    code: "2"', "(first on line 24)", "give each stop its own id"),
    ),
    "doubled-code": (
        [('code: "2"', 'code: "1"')],
        *("stops[1].code", '→"1"\n    kind: indoor', 'the code "1"', "its own code"),
    ),
    "pronunciation-of-nothing": (
        [(', say: "мая́к"', "")],
        *("pronunciations.ru[0]", "→{word: маяк", 'neither "say" nor "ipa"', "add one"),
    ),
    "cyrillic-sounds": (
        [(IPA, 'ipa: "Алɑl"')],
        *("pronunciations.en[0].ipa", '→"Алɑl"', '"А" (U+0410, Cyrillic capital letter a)'),
        "use say",
    ),
    "brackets-in-sounds": (
        [(IPA, 'ipa: "ɑɹ)ˈɑl](/"')],
        *("pronunciations.en[0].ipa", '→"ɑɹ)ˈɑl](/"', '")", "]", "(" and 1 more', "ɑlʒˈɪɹ"),
    ),
    "sounds-in-figures": (
        [(IPA, 'ipa: "ɑɹ2ɑl"')],
        *("pronunciations.en[0].ipa", '→"ɑɹ2ɑl"', '"2"', "use say"),
    ),
    "sounds-in-capitals": (
        [(IPA, 'ipa: "ARAL"')],
        *("pronunciations.en[0].ipa", '→"ARAL"', '"R" and "L"', "small letters"),
    ),
    "keys-for-signs": (
        [(IPA, 'ipa: "ɑɹ\'ɑ:l"')],
        *("pronunciations.en[0].ipa", '→"ɑɹ\'ɑ:l"', '"\'" and ":"'),
        "write ˈ for ' and ː for :",
    ),
    "a-sign-that-no-voice-knows": (
        [(IPA, 'ipa: "ɑɬɑl"')],
        *("pronunciations.en[0].ipa", '→"ɑɬɑl"', '"ɬ" (U+026C, Latin small letter l with belt)'),
        "no voice says",
    ),
    "no-sounds": (
        [(IPA, 'ipa: "/ˈ/"')],
        *("pronunciations.en[0].ipa", '→"/ˈ/"', "holds no sound", "use say"),
    ),
    "sounds-of-nothing": (
        [(IPA, 'ipa: "[]"')],
        *("pronunciations.en[0].ipa", '→"[]"', "holds no sound", "use say"),
    ),
    "doubled-pronunciation": (
        [("  ru:\n    - {word", "  ru:\n    - {word: маяк, say: x}\n    - {word")],
        *("pronunciations.ru[1].word", '→маяк, say: "', "given twice for ru (first on line 22)"),
        "keep one",
    ),
    "too-certain": (
        [("uncertainty_m: 120", "uncertainty_m: 20")],
        *(
            "stops[0].position.uncertainty_m",
            "→20, source",
            "cannot be that certain",
            "100 or more",
        ),
    ),
    "too-certain-anchor": (
        [("uncertainty_m: 50, source: map", "uncertainty_m: 50, source: sketch")],
        *("tour.anchor.uncertainty_m", "→50, source", "cannot be that certain", "100 or more"),
    ),
    "far-away": (
        [(GATE_POSITION, GATE_POSITION.replace("51.0", "51.18"))],
        *("stops[0].position", "→{lat: 51.18", "is 20.0 km from the anchor", "check lat and lng"),
    ),
    "swapped": (
        [(GATE_POSITION, GATE_POSITION.replace("lat: 51.0, lng: 71.0", "lat: 71.0, lng: 51.0"))],
        *("stops[0].position", "→{lat: 71.0", "km from the anchor", "lat and lng are swapped"),
    ),
    "swapped-anchor": (
        [("anchor: {lat: 51.0, lng: 71.0", "anchor: {lat: 71.0, lng: 51.0")],
        *("tour.anchor", "→{lat: 71.0", "the other way round than all the stops", "of the anchor"),
    ),
    "circle-with-points": (
        [(GATE_ZONE, "{shape: circle, points: [[51.0, 71.0]], margin_m: 10}")],
        *("stops[0].zone.points", "circle, →points", "a circle and has points", "delete"),
    ),
    "line-of-one-point": (
        [(LAMP_POINTS, "[[51.0005, 71.0]]")],
        *("stops[1].zone.points", "line, →points", "a line with 1 point", "at least 2"),
    ),
    "polygon-of-two-points": (
        [("shape: line", "shape: polygon")],
        *("stops[1].zone.points", "polygon, →points", "with 2 points", "at least 3"),
    ),
    "polygon-without-points": (
        [(GATE_ZONE, "{shape: polygon, margin_m: 1}")],
        *("stops[0].zone", "→zone: {shape: polygon", "with 0 points", "at least 3"),
    ),
    "no-margin": (
        [("margin_m: 10", "margin_m: 0")],
        *("stops[0].zone.margin_m", "→0}", "nobody can stand in it", "how many metres"),
    ),
    "no-place-on-the-ground": (
        [("[51.0005, 71.0003]", "[51.0005, 710.003]")],
        *("stops[1].zone.points[1]", "→[51.0005, 710", "no place on the ground", "[latitude"),
    ),
    "zone-elsewhere": (
        [(LAMP_POINTS, "[[51.0055, 71.0], [51.0055, 71.0003]]")],
        *("stops[1].zone", "→zone: {shape: line", "is 556 m from its position", "move the points"),
    ),
    "zone-swapped": (
        [(LAMP_POINTS, "[[71.0, 51.0005], [71.0003, 51.0005]]")],
        *("stops[1].zone", "→zone: {shape: line", "from its position", "points are swapped"),
    ),
    "overlap": (
        [OUTDOOR_LAMP, ("margin_m: 10", "margin_m: 60")],
        *("stops[1].zone", "→zone: {shape: line", '"gate" and stop "lamp" overlap by 10.4 m'),
        "make a margin smaller",
    ),
    "too-many-words": (
        [("        The lamp went out", f"        {'lamp ' * 295}The lamp went out")],
        *("stops[1].narration.en", "→|\n        lamp", "has 303 words", "shorten it to 260"),
    ),
}


@pytest.mark.parametrize("case", FAULTS.values(), ids=FAULTS)
def test_a_fault_of_meaning(only_fault: OnlyFault, tour_text: str, case: Case) -> None:
    replacements, path, marked, message, advice = case
    fault = only_fault(*replacements)
    assert fault.path == path
    assert (fault.line, fault.column) == place_in(spoilt(tour_text, *replacements), marked)
    assert message in fault.message
    assert advice in fault.advice


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("ɑɹˈɑl", "ɑɹˈɑl"),
        ("/ɑɹˈɑl/", "ɑɹˈɑl"),
        ("[ɑɹˈɑl]", "ɑɹˈɑl"),
        (" / ɑɹˈɑl / ", "ɑɹˈɑl"),
        ("gˈulɑg", "ɡˈulɑɡ"),
        ("t͡ʃɑ.t͜ʃɑ", "tʃɑtʃɑ"),
        ("ɡɑ  ɡɑ", "ɡɑ ɡɑ"),
        ("c\u0327\u00e3", "\u00e7a\u0303"),
        ("bAmbˈɛt", "bAmbˈɛt"),
    ],
)
def test_phonetic_signs_are_taken_as_they_are_meant(spoil: Spoil, written: str, taken: str) -> None:
    tour = spoil((IPA, f'ipa: "{written}"')).tour
    assert tour is not None
    assert [one.ipa for one in tour.pronunciations["en"]] == [taken]


def test_zones_that_are_just_apart_are_no_fault(spoil: Spoil) -> None:
    # The gate is 55.6 m from the lamp's line, whose margin is 6 m.
    assert spoil(OUTDOOR_LAMP, ("margin_m: 10", "margin_m: 49.5")).faults == ()
    assert len(spoil(OUTDOOR_LAMP, ("margin_m: 10", "margin_m: 49.7")).faults) == 1


def test_indoor_zones_may_lie_in_others(spoil: Spoil) -> None:
    assert spoil(("margin_m: 10", "margin_m: 60")).faults == ()


def test_a_wrong_tag_among_the_languages_is_reported_with_the_right_one(spoil: Spoil) -> None:
    faults = spoil(("[kk, ru, en]", "[kz, ru, en]")).faults
    assert faults[0].advice == "write kk instead, here and in every text"
    assert faults[0].path == "tour.languages[0]"


def test_sources_that_are_not_described_at_all(spoil: Spoil) -> None:
    source = '  KEEPER: {title: "The keeper\'s diary", address: https://example.org/diary}\n'
    faults = spoil((f"sources:\n{source}", "sources: {}\n")).faults
    assert {f.path for f in faults} == {"stops[0].sources[0]", "stops[1].sources[0]"}
    assert all("describe it under sources" in f.advice for f in faults)


# By name: what is replaced, the warning's path, its place, message, advice.
WARNINGS: dict[str, Case] = {
    "long-narration": (
        [("        The lamp went out", f"        {'lamp. ' * 260}The lamp went out")],
        *("stops[1].narration.en", "→|\n        lamp", "has 268 words", "260 or fewer"),
    ),
    "paragraphs": (
        [("Twelve people built it.\n\n", "Twelve people built it.\n")],
        *("stops[0].narration", "→narration:\n      kk: |\n        Шамшырақ"),
        *("different numbers of paragraphs: kk 2, ru 2, en 1", "empty lines"),
    ),
    "long-sentence": (
        [("Twelve people built it.", f"Twelve people\n        built{' and built' * 17} it.")],
        *("stops[0].narration.en", "1937. →Twelve people", '38 words begins with "Twelve people'),
        "hard to follow by ear",
    ),
    "unused-source": (
        [("sources:\n", "sources:\n  OTHER: {title: x, address: https://example.org/x}\n")],
        *("sources.OTHER", "→OTHER", 'no stop uses the source "OTHER"', "or delete it"),
    ),
    "source-named-twice": (
        [("[KEEPER]", "[KEEPER, KEEPER]")],
        *("stops[0].sources[1]", "[KEEPER, →KEEPER]", "twice", "delete one"),
    ),
    "idle-pronunciation": (
        [("    - {word: Aral", "    - {word: Balkhash, say: x}\n    - {word: Aral")],
        *(
            "pronunciations.en[0].word",
            "→Balkhash",
            "is in no spoken text of en",
            "delete the line",
        ),
    ),
    "pronunciation-in-another-case": (
        [("word: Aral", "word: Lighthouse")],
        *("pronunciations.en[0].word", "→Lighthouse", "in no spoken text", 'write it "lighthouse"'),
    ),
    "latin-in-kazakh": (
        [("Қазір оның есігі", "Қазір оның еciгi")],
        *("stops[0].narration.kk", "→еciгi", "has Latin letters (c, i)", "Cyrillic letters"),
    ),
    "cyrillic-in-english": (
        [("The door is closed", "The dооr is closed")],
        *(
            "stops[0].narration.en",
            "→dооr",
            '"dооr" in narration.en of stop "gate"',
            "Latin letters",
        ),
    ),
}


@pytest.mark.parametrize("case", WARNINGS.values(), ids=WARNINGS)
def test_a_warning(new_warnings: NewWarnings, tour_text: str, case: Case) -> None:
    replacements, path, marked, message, advice = case
    (warning,) = new_warnings(*replacements)
    assert warning.path == path
    place = place_in(spoilt(tour_text, *replacements), marked)
    assert (warning.line, warning.column) == place
    assert message in warning.message
    assert advice in warning.advice


def test_short_narrations_are_warned_of(tour_text: str) -> None:
    short = [w for w in check_text(tour_text).warnings if "60 or more" in w.advice]
    assert [w.path.rsplit(".", 1)[-1] for w in short] == ["kk", "ru", "en"] * 2


def test_roman_numerals_and_unknown_alphabets_are_left_alone(new_warnings: NewWarnings) -> None:
    assert new_warnings(("Теперь дверь", "В XX веке дверь")) == []


def test_an_abbreviation_may_take_endings(new_warnings: NewWarnings) -> None:
    new = ("{word: маяк, say", "{word: ЛЭП, say")
    assert new_warnings(new, ("Теперь дверь", "Теперь дверь ЛЭПа")) == []
