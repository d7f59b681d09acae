from dataclasses import dataclass, field

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tour.narration.hearing.listen import Sentence
from tour.narration.hearing.pace import odd_paces
from tour.narration.hearing.ranking import Ranked, outliers, rank
from tour.narration.hearing.words import Said
from tour.narration.model import Cue, Samples

TEXTS = ("Бұл екі.", "Бұл төрт мың.", "Ол 1946 жылы келді.")


@dataclass
class Judge:
    """Finds one text likely and every other not."""

    likely: str
    version: str = "judge"
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def listen(self, samples: Samples, language: str) -> str:
        raise AssertionError(samples, language)

    def likelihoods(
        self, samples: Samples, language: str, texts: tuple[str, ...]
    ) -> tuple[float, ...]:
        assert samples.size
        assert language == "kk"
        self.asked.append(texts)
        return tuple(-1.5 if text == self.likely else -4.5 for text in texts)


def sentence(number: int) -> Sentence:
    said = tuple(Said(word, (word,)) for word in TEXTS[number].lower().strip(".").split())
    return Sentence(number, Cue(0, TEXTS[number], number * 3.0, number * 3.0 + 2.0), said)


def test_a_sentence_is_ranked_against_one_of_its_length() -> None:
    judge = Judge("бұл екі")  # as it is said counts as well as it is written
    sound = np.ones(16_000 * 10, dtype=np.float32)
    (ranked,) = rank(sound, [sentence(0)], TEXTS, "kk", judge)
    assert judge.asked == [("Бұл екі.", "бұл екі", "Бұл төрт мың.")]
    assert (ranked.right, ranked.wrong, ranked.margin) == (-1.5, -4.5, 3.0)


def usual(count: int) -> list[Ranked]:
    return [Ranked(n, 0.0, str(n), -1.5 + 0.01 * (n % 7), -4.5, 0.08) for n in range(count)]


def test_what_nobody_need_listen_to_is_not_told() -> None:
    assert outliers(usual(40)) == ()
    assert outliers(()) == ()


def test_each_kind_of_outlier_has_its_reason() -> None:
    odd = [
        Ranked(90, 1.0, "as likely", -1.5, -2.0, 0.08),
        Ranked(91, 2.0, "unlikely", -2.9, -6.0, 0.08),
        Ranked(92, 3.0, "too long", -1.5, -4.5, 0.16),
        Ranked(93, 4.0, "too short", -1.5, -4.5, 0.03),
    ]
    found = {one.written: reason for one, reason in outliers([*usual(40), *odd])}
    assert set(found) == {one.written for one in odd}
    assert "as likely" in found["as likely"]
    assert "below its fellows" in found["unlikely"]
    assert "2.0 times" in found["too long"]
    assert "0.4 times" in found["too short"]


def test_a_length_that_is_odd_is_told_once_there_are_fellows() -> None:
    assert odd_paces([0.08] * 9 + [0.16]) == {9: "takes 2.0 times as long as its length"}
    assert odd_paces([0.04] + [0.08] * 9) == {0: "takes only 0.5 times as long as its length"}
    assert odd_paces([0.08, 0.1, 0.06] * 5) == {}
    assert odd_paces([0.08, 0.16]) == {}


@given(st.floats(-3, -1), st.floats(0.05, 0.2))
def test_a_tour_that_is_all_alike_has_no_outlier(right: float, pace: float) -> None:
    alike = [Ranked(n, 0.0, str(n), right, right - 3, pace) for n in range(10)]
    assert outliers(alike) == ()
