import pytest

from tour.narration.quotations import quoted


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        (["«Мы выжили».", "Так она писала."], [True, False]),
        (["She wrote:", "“We lived.”", "Nobody knew."], [False, True, False]),
        (["«Бірінші күн.", "Екінші күн.", "Үшінші күн»,", "деді ол."], [True] * 3 + [False]),
        (['"We lived."', '"We worked."', "Then silence."], [True, True, False]),
        (["«Он сказал: «Домой!» – и ушёл».", "Тишина."], [True, False]),
        (["«АЛЖИР» мемориалы осы жерде.", "«Слеза»."], [False, True]),
        (["«Куда вы?» – спросила она.", "Молчание."], [False, False]),
        (["«Никто не закрыл.", "Совсем."], [False, False]),
        (["„Wir lebten.“", "“", ""], [True, False, False]),
    ],
)
def test_only_sentences_that_are_wholly_quoted(sentences: list[str], expected: list[bool]) -> None:
    assert quoted([(0, each) for each in sentences]) == tuple(expected)


def test_a_quotation_ends_with_its_paragraph() -> None:
    assert quoted([(0, "«Мы жили."), (1, "Мы работали».")]) == (False, False)
    assert quoted(()) == ()
