"""The interface's texts: the same in every language, and all of them used."""

import re
from pathlib import Path

import pytest

from tour.web.pages import words as words_module
from tour.web.pages.words import PAGE_LANGUAGES, words

WEB = Path(words_module.__file__).parent.parent
TEMPLATES = {path.name: path.read_text(encoding="utf-8") for path in WEB.glob("templates/*.html")}
LISTENING = WEB.parent / "listening"
CLIENT = {
    path: path.read_text(encoding="utf-8")
    for path in (WEB.parent / "client").rglob("*.js")
    if "arrival" not in path.parts
}


PROGRAMS = {
    "main.js": ("client", "walk_door", "pending", "about_page"),
    "map/page.js": ("client", "map_page"),
    "page/save.js": ("client", "saved", "save_page"),
    "walk/walk.js": ("walk", "walk_door"),
    "listen/page.js": ("client", "listening_page"),
    "embed/tour.js": ("client", "listening_page"),
    "record/page.js": ("client", "recording_page"),
    "group/room.js": ("client", "group"),
    "group/desk.js": ("client", "group", "desk"),
    "survey/page.js": ("client", "survey"),
}
"""Each program, and the groups of texts that come with its pages or by themselves."""
SAID_ON_THEIR_PAGES = {"group_failed", "survey_failed"}
"""What the page's program says when another does not come, on pages that have that one's texts."""
FOR_PROGRAMS = sorted({group for groups in PROGRAMS.values() for group in groups} - {"survey"})


def names_in(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("language", PAGE_LANGUAGES)
def test_every_language_has_the_same_texts_with_the_same_names(language: str) -> None:
    english, other = words("en").texts, words(language).texts
    assert list(english) == list(other)
    assert {key: names_in(text) for key, text in english.items()} == {
        key: names_in(text) for key, text in other.items()
    }


@pytest.mark.parametrize("language", PAGE_LANGUAGES)
def test_texts_are_whole_and_calm(language: str) -> None:
    for key, text in words(language).texts.items():
        assert text == text.strip() != "", key
        assert "!" not in text, key
        assert "..." not in text, key


def test_no_text_was_left_in_another_language() -> None:
    loans = {
        "map.scale",
        "stops.minutes",
        "home.website",
        "site.language_name",
        "group.group_delay",
    }
    for key, english in words("en").texts.items():
        kazakh, russian = words("kk").texts[key], words("ru").texts[key]
        assert english not in {kazakh, russian}, key
        if kazakh == russian:
            assert len(kazakh.split()) == 1 or key in loans, key


def test_kazakh_and_russian_use_their_own_letters() -> None:
    latin = re.compile(r"[A-Za-z]{2,}")
    known = {"JavaScript", "HTTPS", "Leaflet", "BSD", "Clause", "MP", "EPUB"}
    for language in ("kk", "ru"):
        for key, text in words(language).texts.items():
            foreign = set(latin.findall(re.sub(r"\{\w+\}", "", text))) - known
            assert not foreign, (language, key)


def test_a_missing_name_is_a_fault_and_no_half_filled_text() -> None:
    with pytest.raises(KeyError):
        words("en")("home.length", count=1)
    with pytest.raises(KeyError):
        words("en")("home.nothing")


def test_every_text_is_used_somewhere() -> None:
    templates, client = "".join(TEMPLATES.values()), "".join(CLIENT.values())
    exports = "".join(path.read_text(encoding="utf-8") for path in LISTENING.rglob("*.py"))
    built_from_parts = (
        "kind.",
        "compass.",
        "error.",
        "site.",
        "keypad.",
        "map.position_",
        "listening.position_",
        "listening.take_",
        "book.review_",
        "listen.notes_",
        "desk.desk_do_",
        "staff.role_",
        "staff.door_",
        "record.sound_",
        "record.doubt_",
    )
    printed = ("sign.",)  # by `flask signs`
    for key in words("en").texts:
        group, _, short = key.partition(".")
        if key.startswith(built_from_parts + printed):
            continue
        if group in FOR_PROGRAMS or short.startswith("survey_"):
            assert f'"{short}"' in client, key
        else:
            used = f"'{key}'" in templates or f"'{short}'" in templates
            assert used or f'say("{key}"' in exports or f"say('{key}'" in exports, key


def test_the_client_asks_only_for_texts_that_exist() -> None:
    asked = set(re.findall(r'\bword\("(\w+)"', "".join(CLIENT.values())))
    assert asked
    known = {key for group in (*FOR_PROGRAMS, "survey") for key in words("en").group(group)}
    assert asked <= known


def modules_of(program: str) -> set[Path]:
    """The files of a program that come at once; what it fetches later is a program by itself."""
    found: set[Path] = set()
    waiting = [(WEB.parent / "client" / program).resolve()]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        imported = re.findall(
            r'^(?:import|export|\})[^;"]*? from "(\.[^"]+)"', text_of(path), re.MULTILINE
        )
        waiting += [(path.parent / name).resolve() for name in imported]
    return found


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_a_program_says_comes_with_it(program: str) -> None:
    groups = (*FOR_PROGRAMS, "survey")
    every = {key for group in groups for key in words("en").group(group)}
    here = {key for group in PROGRAMS[program] for key in words("en").group(group)}
    code = "".join(text_of(path) for path in modules_of(program))
    named = {name for name in re.findall(r'"([a-z]+_[a-z_]+)"', code) if name in every}
    asked = named | set(re.findall(r'\bword\("(\w+)"', code))
    assert asked
    assert asked - SAID_ON_THEIR_PAGES <= here
