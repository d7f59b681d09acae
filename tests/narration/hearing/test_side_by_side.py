"""Kazakh sentences said by espeak-ng with faults, quicker and duller than it reads them."""

from collections.abc import Sequence

import numpy as np
import pytest

from tour.narration.alignment import reading_of
from tour.narration.hearing.listen import sentences_of
from tour.narration.hearing.model import LISTEN_HZ
from tour.narration.hearing.side_by_side import amiss, question
from tour.narration.model import Cue, Samples
from tour.narration.normalise import spoken
from tour.narration.pcm import resample

TEXTS = (
    "Бұл көлдің жағасында бұрын ауыл болған.",
    "Әйелдер мұнда қыста да, жазда да жұмыс істеді.",
    "Лагерь 1937 жылы ашылды.",
    "Олардың балаларын балалар үйлеріне жіберді.",
)


def said(text: str) -> Samples:
    speech = reading_of(spoken(text, "kk", ()), "kk")
    if speech is None:
        pytest.skip("espeak-ng has no Kazakh voice here")
    quicker = resample(speech.samples, round(LISTEN_HZ * 1.07), LISTEN_HZ)
    return np.asarray(quicker + 0.4 * np.roll(quicker, 5), dtype=np.float32)


def found(saids: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    cues, pieces, at_s = [], [], 0.0
    for written, text in zip(TEXTS, saids, strict=True):
        pieces.append(said(text))
        cues.append(Cue(0, written, at_s, at_s + pieces[-1].size / LISTEN_HZ))
        at_s = cues[-1].end_s
    return amiss(np.concatenate(pieces), sentences_of(cues, "kk", ()), "kk", ())


def test_nothing_is_amiss_where_all_is_said() -> None:
    assert found(TEXTS) == ((), (), (), ())


def test_a_lost_word_and_another_number_are_told_where_they_are() -> None:
    number = TEXTS[2].replace("1937", "1947")
    lost = TEXTS[1].replace(" мұнда", "")
    told = found((TEXTS[0], lost, number, TEXTS[3]))
    assert told[0] == told[3] == ()
    assert told[1] == ("the word “мұнда” is not heard",)
    assert told[2] == ("“1937” may be another number, “1947” is nearer",)


def test_an_answer_is_of_its_text_and_times_alone() -> None:
    one = sentences_of((Cue(0, TEXTS[0], 0.0, 2.0),), "kk", ())
    other = sentences_of((Cue(0, TEXTS[0], 0.0, 2.5),), "kk", ())
    assert question(one, "kk", ()) == question(one, "kk", ())
    assert len({question(one, "kk", ()), question(other, "kk", ())}) == 2


def test_a_language_that_nobody_reads_here_has_nothing_amiss() -> None:
    sentences = sentences_of((Cue(0, TEXTS[0], 0.0, 2.0),), "kk", ())
    assert amiss(np.zeros(2 * LISTEN_HZ, dtype=np.float32), sentences, "qq", ()) == ((),)
