"""The tour of this house itself: every sentence of it is read in words alone."""

import re
from pathlib import Path

import pytest

from tour.catalogue import read_tour
from tour.narration.normalise import spoken
from tour.narration.sentences import split_sentences

STOPS = Path(__file__).parents[3] / "stops.yaml"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_sentence_is_read_in_words(language: str) -> None:
    tour = read_tour(STOPS)
    table = tour.pronunciations.get(language, ())
    for stop in tour.stops:
        for paragraph in stop.paragraphs(language):
            sentences = split_sentences(paragraph, language)
            assert " ".join(sentences) == paragraph
            for sentence in sentences:
                result = spoken(sentence, language, table)
                heard = re.sub(r"\[([^]]*)\]\(/[^)]*/\)", "", result.spoken)
                assert not re.search(r"\d", heard), sentence
                assert language == "en" or not re.search("[A-Za-z]", heard), sentence
                assert language != "en" or not re.search("[А-Яа-я]", heard), sentence
                assert re.search("[.!?…:]$", result.spoken), sentence


def test_every_english_name_can_be_said_by_a_voice_without_phonemes() -> None:
    tour = read_tour(STOPS)
    table = tour.pronunciations["en"]
    assert [entry.word for entry in table if not entry.say] == []
    for stop in tour.stops:
        for paragraph in stop.paragraphs("en"):
            for sentence in split_sentences(paragraph, "en"):
                assert "](/" not in spoken(sentence, "en", table, phonemes=False).spoken


# Capital words inside sentences that every voice of the language says rightly without a table.
PLAIN = {
    "en": "Academy Algeria April Arch Armenia August Barrack Belarus Camp Captivity Center Cold "
    "Congress December Despair Engineers Estonia Estonian February Federation Fetters Fierce "
    "Flower France Freedom Georgia Georgians Germany Hall Hope Institute Israel January Jewish "
    "Jews July June Korea Korean Lake Latvia Life Lithuania March Marshal May Memory Minister "
    "Moscow Motherland November Number October Party Point Poland Polish Powerlessness Prime "
    "Russian Russians Settlement Sorrow South Soviet Special Stalin Struggle Tatars The Traitors "
    "Transport Twentieth Ukraine Ukrainian Ukrainians Union Wall Wives",
    "ru": "АЛЖИРом Академии Андрей Аркой Армению Беларусь Бориса Борьба Галина Германия Грузии "
    "Грузия Двадцатого Двадцать Елизавета Иван Израиль Казахстане Корея Латвия Литва Лютый Москве "
    "Московского Оковы Отчаяние Польша Родины Российской Свобода Слеза Советского Советском Союза "
    "Союзе Стеной Украина Федерации Франция Цветок Шарф Эстонию Южная",
}
# Russian words whose stress changes their meaning, in the forms in which a guide uses them.
HOMOGRAPHS = re.compile(
    r"замок|замка|мука|муки|дорога|стоит|стоят|пропасть|органы|полки|пары|белки|атлас|кружки|потом|"
    r"уже|большая|большую|большее|стены|рук|руки|воды|воду|земли|войны|горы|страны|стороны|дома|"
    r"вина|вины|слова|числа|место|места|лета|жены|имена|семьи|сестры|вести|сорока|берега|берегу|"
    r"города|поля|озера|леса|окна|письма|лица|дела|села|жара|сети|головы|голову|мест|начала"
)
# Of these the voice's own stress is the one that the sentences mean: it sounds as when marked.
AS_IT_STANDS = {"озера", "семьи", "стоят", "место", "имена"}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_name_stands_in_the_table_of_pronunciations(language: str) -> None:
    tour = read_tour(STOPS)
    words = [entry.word for entry in tour.pronunciations[language]]
    known = {part for word in words for part in (word, *re.split(r"[\s-]", word))}
    capital = {
        re.sub(r"['’]s$", "", word)
        for stop in tour.stops
        for paragraph in stop.paragraphs(language)
        for sentence in split_sentences(paragraph, language)
        for word in re.findall(r"[^\W\d_][\w'’-]*", sentence)[1:]
        if word[0].isupper()
    }
    assert capital - known - set(PLAIN[language].split()) == set()


def test_every_russian_homograph_has_its_stress() -> None:
    tour = read_tour(STOPS)
    table = tour.pronunciations["ru"]
    unmarked = {
        word
        for stop in tour.stops
        for paragraph in stop.paragraphs("ru")
        for sentence in split_sentences(paragraph, "ru")
        for word in re.findall(r"[а-яё\u0301]+", spoken(sentence, "ru", table).spoken.lower())
        if HOMOGRAPHS.fullmatch(word)
    }
    assert unmarked - AS_IT_STANDS == set()
