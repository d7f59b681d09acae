"""Which voice speaks a language."""

from collections.abc import Collection, Mapping

import pytest
from voices_help import make_voice

from tour.errors import VoiceFailed
from tour.narration.engines import choose_voices, engine_for, load
from tour.narration.engines.null import NullEngine
from tour.narration.model import Speech, Spoken, Voice


class Shelf:
    """An engine that only has voices."""

    def __init__(self, *voices: Voice) -> None:
        self.name = voices[0].engine if voices else "empty"
        self._voices = voices

    def voices(self) -> tuple[Voice, ...]:
        return self._voices

    def speak(self, sentence: Spoken, voice: Voice) -> Speech:
        raise VoiceFailed(f"{voice.id} says nothing: {sentence.spoken}")  # noqa: EM102


FAIR = make_voice("one:fair", "kk")
SAME = make_voice("two:fair", "kk")
GOOD = make_voice("two:good", "kk", "good")
POOR = make_voice("three:poor", "ru", "poor")
ONLINE = make_voice("four:online", "ru", "good", needs_network=True)


def ids(chosen: Mapping[str, Voice]) -> dict[str, str]:
    return {language: voice.id for language, voice in chosen.items()}


def test_the_better_voice_wins_wherever_its_engine_stands() -> None:
    for shelves in ([Shelf(FAIR), Shelf(GOOD)], [Shelf(GOOD), Shelf(FAIR)]):
        assert ids(choose_voices(shelves, ["kk"], {})) == {"kk": "two:good"}


def test_at_equal_quality_the_first_engine_wins() -> None:
    assert ids(choose_voices([Shelf(FAIR), Shelf(SAME)], ["kk"], {})) == {"kk": "one:fair"}


def test_the_wanted_voice_wins_over_a_better_one() -> None:
    shelves = [Shelf(FAIR), Shelf(GOOD)]
    assert ids(choose_voices(shelves, ["kk"], {"kk": "one:fair"})) == {"kk": "one:fair"}


@pytest.mark.parametrize("wanted", ["gone:away", "three:poor", "four:online"])
def test_a_wanted_voice_that_is_not_here_or_of_another_language_gives_way(wanted: str) -> None:
    shelves = [Shelf(FAIR), Shelf(POOR), Shelf(ONLINE)]
    assert ids(choose_voices(shelves, ["kk"], {"kk": wanted})) == {"kk": "one:fair"}


def test_a_poor_voice_is_never_chosen_not_even_by_name() -> None:
    assert choose_voices([Shelf(POOR)], ["ru"], {}) == {}
    assert choose_voices([Shelf(POOR)], ["ru"], {"ru": "three:poor"}) == {}


def test_an_online_voice_is_chosen_by_name_only() -> None:
    assert choose_voices([Shelf(ONLINE)], ["ru"], {}) == {}
    assert ids(choose_voices([Shelf(ONLINE)], ["ru"], {"ru": ONLINE.id})) == {"ru": ONLINE.id}


def test_languages_without_a_voice_are_left_out_and_order_is_kept() -> None:
    chosen = choose_voices([NullEngine(["ru", "kk"])], ["kk", "de", "ru"], {})
    assert list(chosen) == ["kk", "ru"]


def test_the_engine_of_a_voice_is_found_or_named_as_missing() -> None:
    engines = [Shelf(FAIR), NullEngine()]
    assert engine_for(engines, engines[1].voices()[0]) is engines[1]
    with pytest.raises(VoiceFailed, match="no engine 'two'"):
        engine_for(engines, GOOD)


class HeavyShelf(Shelf):
    """One that says for which languages it was loaded."""

    loaded: frozenset[str] = frozenset()

    def load(self, languages: Collection[str]) -> None:
        self.loaded = frozenset(languages)


def test_only_the_engines_of_the_languages_asked_for_are_loaded() -> None:
    kazakh, english = HeavyShelf(FAIR), HeavyShelf(make_voice("three:good", "en", "good"))
    load((kazakh, english, Shelf(GOOD)), ("kk", "ru"))
    assert (kazakh.loaded, english.loaded) == ({"kk"}, set())
    load((kazakh, english))
    assert english.loaded == {"en"}
