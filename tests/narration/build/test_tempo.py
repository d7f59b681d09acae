from dataclasses import replace

from conftest import Workshop

from tour.narration.model import Cue
from tour.narration.tempo import tempo_line, words_a_minute


def test_the_pace_is_that_of_the_words_with_their_pauses(workshop: Workshop) -> None:
    made = workshop.publish("gate", "en")
    cues = (Cue(0, "Four words – are here.", 0.3, 1.3), Cue(1, "Two more.", 2.3, 3.3))
    assert words_a_minute([replace(made, cues=cues)]) == {"en": 120}
    both = [replace(made, cues=cues), replace(made, language="kk", cues=cues)]
    said = "Words a minute: en 120 (wanted: 135-150), kk 120 (wanted: 75-105)."
    assert tempo_line(both) == said
    assert tempo_line([replace(made, cues=())]) == ""
