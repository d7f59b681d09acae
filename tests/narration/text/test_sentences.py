import pytest
from hypothesis import given
from hypothesis import strategies as st

from tour.narration.sentences import split_sentences

PIECES = st.text(alphabet='абвАБВəӘқabAB019 .!?…«»"“”()—–-\n\u00a0г', max_size=120)


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["The order came in 1937.", "It was signed on 15 August."]),
        ("en", ["T. Ryskulov and A. S. Pushkin met Mr. Smith in St. Petersburg.", "Then he left."]),
        ("en", ["It was order no. 00486, i.e. The Order.", "“Where are you?”", "She waited."]),
        ("en", ["She said no.", "The year was 1937.", "12 women came."]),
        ("en", ["Wait… what is that?", "It is 3.5 km away!", "“Go.”", "(He went.)", "No one saw."]),
        ("en", ["1. The gate is here.", "Go on."]),
        ("en", ["It is about 4 p.m. in summer.", "Rest."]),
        ("ru", ["Это было в 1937 г.", "Она жила в г. Астана в 1938–1953 гг.", "Потом уехала."]),
        ("ru", ["Т. Рыскулов писал, т. е. Рыскулов сам.", "Колхоз им. Ленина рядом."]),
        ("ru", ["«Куда вы?» — спросила она.", "«Домой!»", "— Иди.", "Он ушёл…", "Тишина."]),
        ("ru", ["Здесь шили, сеяли и т. д.", "Потом пришла весна."]),
        ("ru", ["31.05.2007 открыт музей.", "Мороз 3.5 градуса."]),
        ("kk", ["1937 ж. бұйрық шықты.", "Онда Т. Рысқұлов т.б. болды.", "Қараңыз!"]),
        ("kk", ["Бұл – 26-нүкте.", "«Алжир» залы… міне.", "Ә. Бөкейхан."]),
    ],
)
def test_sentences_of_prose(language: str, sentences: list[str]) -> None:
    assert list(split_sentences("  " + "\n ".join(sentences), language)) == sentences


def test_an_empty_paragraph_has_no_sentences() -> None:
    assert split_sentences(" \n\t ", "en") == ()


@given(PIECES, st.sampled_from(["en", "ru", "kk", "fr"]))
def test_joined_sentences_are_the_paragraph(paragraph: str, language: str) -> None:
    sentences = split_sentences(paragraph, language)
    assert " ".join(sentences) == " ".join(paragraph.split())
    assert all(sentence.strip() for sentence in sentences)


@given(PIECES, st.sampled_from(["en", "ru", "kk"]))
def test_every_sentence_holds_a_word_when_there_is_one(paragraph: str, language: str) -> None:
    sentences = split_sentences(paragraph, language)
    if len(sentences) > 1:
        assert all(any(c.isalnum() for c in sentence) for sentence in sentences[1:])
