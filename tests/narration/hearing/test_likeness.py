"""Small figures for sounds: every «word» is four frames of a vector of its own."""

import numpy as np
import pytest

from tour.narration.alignment import Frames
from tour.narration.hearing.likeness import cost, gains, likeness

WORD = 8  # frames
WIDTH = 6


def words(*numbers: int) -> Frames:
    """A row of words that sound unlike each other, each the same wherever it stands."""
    made = [
        np.random.default_rng(number).normal(size=(WORD // 4, WIDTH)).repeat(4, axis=0)
        for number in numbers
    ]
    return np.vstack(made)


def spans(count: int) -> list[tuple[int, int]]:
    return [(at * WORD, (at + 1) * WORD) for at in range(count)]


@pytest.mark.parametrize("lost", range(5))
def test_leaving_out_a_lost_word_gains_and_a_said_one_does_not(lost: int) -> None:
    sound = words(*(one for one in range(5) if one != lost))
    found = gains(sound, words(*range(5)), spans(5))
    assert max(range(5), key=lambda one: found[one]) == lost
    assert found[lost] > 1.0
    assert all(gain <= 0.0 for gain in gains(words(*range(5)), words(*range(5)), spans(5)))


def test_a_reading_is_laid_most_cheaply_on_what_is_said() -> None:
    sound = words(0, 1, 2).repeat(2, axis=0)  # slowly
    assert cost(sound, words(0, 1, 2)) == pytest.approx(0.0, abs=1e-5)
    assert cost(sound, words(0, 7, 2)) > 5.0


def test_a_single_word_cannot_be_left_out() -> None:
    (gain,) = gains(words(1), words(1), spans(1))
    assert gain == -np.inf


def test_a_reading_becomes_like_a_voice_that_says_all_otherwise() -> None:
    other = np.random.default_rng(99).normal(size=(WIDTH, WIDTH)) + np.eye(WIDTH)
    readings = [words(*range(at, at + 12)) for at in range(0, 240, 12)]
    voice = likeness([(reading @ other, reading) for reading in readings])
    sound, reading = words(300, 301, 302) @ other, words(300, 301, 302)
    turned = cost(voice.sound(sound), voice.reading(reading)) / len(sound)
    wrong = cost(voice.sound(sound), voice.reading(words(303, 304, 305))) / len(sound)
    assert turned < wrong / 3
