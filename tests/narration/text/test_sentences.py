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


WHOLE = {
    "ru": (
        "Она родилась в с. Акмол в 1902 году.",
        "Около оз. Жаланаш стоял барак, у р. Ишим другой.",
        "По ст. 58 п. 10 её осудили.",
        "Это ст. 58 ч. 1 и гл. XI, рис. 5, стр. 15, т. II.",
        "Дело лежит в ф. 5 оп. 1 д. 15 л. 3.",
        "Она жила в пос. Малиновка, ул. Мира, д. 5, кв. 12.",
        "Это д. Ивановка и г. Целиноград, обл. Акмолинская.",
        "Приказ вышел 15 авг. 1937 г. в Москве.",
        "15 авг. 1937 г. вышел приказ.",
        "15 авг. Ежов подписал приказ.",
        "15 августа 1937 г. Ежов подписал приказ.",
        "15 августа 1937г. Ежов подписал приказ.",
        "В 1937 г. Ежов подписал приказ.",
        "«В 1937 г. Ежов подписал приказ», – писала она.",
        "Она сказала: «В 1937 г. Киру взяли».",
        "– В начале 1937 г. Кира жила в Москве.",
        "К началу 1938 г. Карлаг вырос.",
        "Во второй половине 1938 г. Киру привезли сюда.",
        "Весной 1938 г. Киру привезли сюда.",
        "В 1938–1953 гг. Карлаг был велик.",
        "С 1937 г. по 1938 г. Кира жила здесь.",
        "Уже в том же 1937 г. Ежов подписал приказ.",
        "5, 6 и 7 мая 1938 г. Кира ждала.",
        "В 1937 г. 15 августа Ежов подписал приказ.",
        "В 30-х гг. Кира была актрисой.",
        "В XX в. Казахстан изменился.",
        "В гг. Астана и Караганда есть музеи.",
    ),
    "kk": (
        "1937 ж. 15 тамызда Ежов бұйрыққа қол қойды.",
        "Ол 1937 ж. 15 тамызда Алматыда туған.",
        "1937 ж. Ежов бұйрыққа қол қойды.",
        "1938–1953 жж. Карлаг үлкен болды.",
        "XX ғ. Қазақстан өзгерді.",
        "Ол Ақмола обл. Целиноград ауд. Ақмол а. Мира көш. 5-үйде тұрды.",
        "Лагерь Астана қ. 35 км жерде.",
        "Б.з.д. V ғасырда және б. з. д. 5-ғасырда.",
        "1937 ж. 15 там. Ежов бұйрыққа қол қойды.",
    ),
    "en": (
        "On Aug. 15 the order came.",
        "It came on 15 Aug. 1937 from Moscow.",
        "It came on Aug. 15, 1937.",
        "In Dec. Kira came.",
        "At 9 a.m. Kira came.",
        "It was built ca. 1937, see p. 5, pp. 5–7, vol. 2 or Vol. II, ch. 3.",
        "Lt. Smith met Capt. Brown.",
    ),
}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [(language, sentence) for language, some in WHOLE.items() for sentence in some],
)
def test_a_name_or_a_date_is_not_cut(language: str, sentence: str) -> None:
    assert split_sentences(sentence, language) == (sentence,)


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("ru", ["Приказ вышел в 1937 г.", "Ежов подписал его."]),
        ("ru", ["Родилась в 1902 г.", "Умерла в 1989 г.", "Похоронена в Москве."]),
        ("ru", ["Её арестовали 15 августа 1937 г.", "В 1938 г. Киру привезли сюда."]),
        ("ru", ["Её арестовали в 1937 г.", "15 женщин приехали с ней."]),
        ("ru", ["В 1937 г. Ежов подписал приказ, а в 1938 г. ушёл.", "Он погиб в 1940 г.", "Всё."]),
        ("ru", ["Она приехала 15 авг.", "Кира ждала."]),
        ("ru", ["Лагерь закрыли в 1950-х гг.", "Она уехала."]),
        ("ru", ["Это было в XX в.", "Тогда жили иначе."]),
        ("ru", ["Привезли 5 т.", "Потом 30 см.", "Прошло 5 с.", "Дали 300 гр.", "Это 5 р.", "Да."]),
        ("ru", ["Было 5 ч.", "Она прочла 15 стр.", "Шили и т. д.", "12 женщин ждали."]),
        ("ru", ["Там были печи, нары и т. п.", "Она ждала, пела и т. д.", "Кира ушла."]),
        ("kk", ["Туған жылы – 1902 ж.", "Қайтыс болған жылы – 1989 ж.", "Ол ақталды."]),
        ("kk", ["Бұл 1937 ж.", "15 әйел келді."]),
        ("en", ["It closed in Dec.", "The gate was shut."]),
        ("en", ["It closed on 15 Dec.", "12 women left."]),
        ("en", ["They opened at 9 a.m.", "The gate was shut."]),
        ("en", ["It was 5 ft.", "She fell."]),
    ],
)
def test_a_sentence_that_ends_with_an_abbreviation_ends_there(
    language: str, sentences: list[str]
) -> None:
    assert list(split_sentences(" ".join(sentences), language)) == sentences


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
