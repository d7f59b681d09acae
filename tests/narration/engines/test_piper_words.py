"""Which phonemes belong to which word, without a model."""

from hypothesis import given
from hypothesis import strategies as st

from tour.narration.engines.onnx_outputs import also_give, only_output_of
from tour.narration.engines.piper_words import for_espeak, shares, written_words


def test_words_are_found_without_their_signs() -> None:
    text = "«In the» camp, near [Aral](/ɑɹˈɑl/) — 1937."
    words = [text[start:end] for start, end in written_words(text)]
    assert words == ["In", "the", "camp", "near", "[Aral](/ɑɹˈɑl/)", "1937"]


def test_phonemes_of_the_table_and_stress_become_what_espeak_knows() -> None:
    assert for_espeak("[Day](/dˈA/) за́мок") == "[[dˈeɪ]] замок"


def test_joined_words_are_told_apart() -> None:
    sentence = [*"ɪnðɪ", "ʲ", " ", *"ˈiːvnɪŋ"]
    spans = shares(sentence, [list("ɪn"), list("ðə"), list("ˈiːvnɪŋ")])
    assert ["".join(sentence[start:end]) for start, end in spans] == ["ɪn", "ð", "ˈiːvnɪŋ"]


@given(st.lists(st.text("abcde", min_size=1, max_size=6), max_size=10))
def test_words_that_sound_as_alone_take_exactly_their_own(words: list[str]) -> None:
    sentence = list(" ".join(words))
    spans = shares(sentence, [list(word) for word in words])
    assert ["".join(sentence[start:end]) for start, end in spans] == words


@given(st.lists(st.text("ab", max_size=5), max_size=6), st.text("ab ", max_size=30))
def test_whatever_is_said_the_words_stay_in_order(words: list[str], sentence: str) -> None:
    taken = [span for span in shares(list(sentence), [list(word) for word in words]) if any(span)]
    flat = [at for span in taken for at in span]
    assert flat == sorted(flat)


def test_the_only_output_of_an_operation_is_found() -> None:
    node = bytes([0x12, 4]) + b"out0" + bytes([0x22, 4]) + b"Ceil"
    graph = bytes([0x0A, len(node)]) + node
    model = bytes([0x08, 8]) + bytes([0x3A, len(graph)]) + graph
    assert only_output_of(model, "Ceil") == "out0"
    assert only_output_of(model, "Floor") is None
    assert only_output_of(model + model[2:], "Ceil") is None, "there are two"
    assert also_give("out0").endswith(b"out0")
