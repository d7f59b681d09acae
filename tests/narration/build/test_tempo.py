from dataclasses import replace

from conftest import Workshop

from tour.narration.model import Cue
from tour.narration.tempo import spread_of, tempo_line, words_a_minute


def test_the_pace_is_that_of_the_words_with_their_pauses(workshop: Workshop) -> None:
    made = workshop.publish("gate", "en")
    cues = (Cue(0, "Four words – are here.", 0.3, 1.3), Cue(1, "Two more.", 2.3, 3.3))
    assert words_a_minute([replace(made, cues=cues)]) == {"en": 120}
    both = [replace(made, cues=cues), replace(made, language="kk", cues=cues)]
    said = "Words a minute: en 120 (wanted: 135-150), kk 120 (wanted: 75-105)."
    assert tempo_line(both) == said
    assert tempo_line([replace(made, cues=())]) == ""


def test_the_slowest_and_the_fastest_stop_are_told_and_notes_left_out(workshop: Workshop) -> None:
    made = workshop.publish("gate", "en")
    slow = replace(made, cues=(Cue(0, "Two words.", 0.0, 2.0),))
    fast = replace(made, stop_id="lamp", cues=(Cue(0, "Two words.", 0.0, 1.0),))
    note = replace(made, stop_id="lamp/note", cues=(Cue(0, "Two words.", 0.0, 0.5),))
    assert spread_of([slow, fast, note]) == {"en": (60, 120)}
    assert spread_of([]) == {}
