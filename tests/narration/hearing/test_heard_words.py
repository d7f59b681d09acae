"""What is heard against what was to be said: only what sounds different is wrong."""

import pytest

from tour.catalogue.model import Pronunciation
from tour.narration.hearing.listen import Sentence, compare
from tour.narration.hearing.model import Heard
from tour.narration.hearing.words import heard_words, names_of, said_words
from tour.narration.model import Cue
from tour.narration.normalise import spoken

TABLES = {
    "en": (
        Pronunciation("ALZHIR", "Al-zheer", "ɑlʒˈɪɹ", ("Al Jir",)),
        Pronunciation("Akmol", None, "ɑkmˈOl", ("Okmol",)),
        Pronunciation("Ryskulov", None, "ɹɪskˈuləf"),
        Pronunciation("Ryskulova", None, "ɹɪskˈuləvə"),
        Pronunciation("Shanin", None, "ʃˈɑnɪn"),
        Pronunciation("Shanina", None, "ʃˈɑnɪnə", ("Shannon", "Shanin")),
        Pronunciation("Saken", None, "sɑkˈɛn"),
        Pronunciation("Narynov", None, "nɑɹˈɪnəf"),
        Pronunciation("khachkar", None, "kɑʧkˈɑɹ", ("cutch car",)),
        Pronunciation("NKVD", None, "ˌɛnkˌAvˌidˈi"),
    ),
    "ru": (
        Pronunciation("Карлага", "Карла́га", None),
        Pronunciation("Акмол", "Акмо́л", None),
        Pronunciation("Рыскулова", "Рыску́лова", None),
        Pronunciation("Рыскулов", "Рыску́лов", None),
    ),
}


def heard(language: str, written: str, text: str) -> Heard:
    table = TABLES.get(language, ())
    said = said_words(spoken(written, language, table), language, table)
    sentence = Sentence(0, Cue(0, written, 1.0, 4.0), said, names_of(table))
    return compare(sentence, heard_words(text, language, [one.text for one in said]), language)


@pytest.mark.parametrize(
    ("language", "written", "text"),
    [
        ("en", "On 31 May 2007 it was opened.", "On the 31st of May, 2007, it was opened."),
        ("en", "On 31 May 2007 it was opened.", "On 31 May 2007 it was opened."),
        ("en", "It holds 7,620 names.", "It holds 7 620 names."),
        ("en", "It is called Point 26.", "It is called 0.26."),
        ("en", "About fifteen hundred women.", "About 1,500 women."),
        ("en", "Its number was zero zero four eight six.", "Its number was 00486."),
        ("en", "They cut reeds and ate bread.", "They cut reads and ate bred."),
        ("en", "The poplars of ALZHIR.", "The poplars of Al Jir."),
        ("en", "The village of Akmol.", "The village of Okmol."),
        ("en", "A khachkar stands here.", "A cutch car stands here."),
        ("en", "An order of the NKVD.", "An order of the NKVD."),
        ("ru", "15 августа 1937 года.", "15 августа 1937 года."),
        ("ru", "Более восемнадцати тысяч имён.", "Более 18 тысяч имен."),
        ("ru", "Барак номер 26.", "Барак № 26."),
        ("ru", "Она говорила о лидерах.", "Она говорила олидерах."),
        ("ru", "Приказ о лагере Карлага.", "Прикас о лагере Корлага."),
        ("ru", "Это село Акмол.", "Это село окмол."),
    ],
)
def test_another_spelling_of_the_same_sound_is_right(
    language: str, written: str, text: str
) -> None:
    found = heard(language, written, text)
    assert (found.wrong_words, found.wrong_letters, found.trouble) == (0, 0, ""), found.differences


@pytest.mark.parametrize(
    ("language", "written", "text", "differences"),
    [
        ("en", "Opened on 31 May 2007.", "Opened on the 31st of May 2008.", "seven → eight"),
        ("en", "There were seventy names.", "There were seventeen names.", "seventy → seventeen"),
        ("en", "The women sewed clothing.", "The women clothing.", "sewed → –"),
        ("en", "The women sewed clothing.", "The women once sewed clothing.", "– → once"),
        ("en", "The village of Akmol.", "The village of Astana.", "akmol → astana"),
        ("en", "A khachkar stands here.", "A churchyard stands here.", "khachkar → churchyard"),
        ("ru", "Её освободили в 1946 году.", "Ее освободили в 1947 году.", "шестом → семь"),
        ("ru", "Это село Акмол.", "Это село Астана.", "акмол → астана"),
    ],
)
def test_what_sounds_different_is_told(
    language: str, written: str, text: str, differences: str
) -> None:
    found = heard(language, written, text)
    assert "; ".join(map(str, found.differences)) == differences
    assert found.wrong_words == 1
    assert found.wrong_letters > 0


@pytest.mark.parametrize(
    ("language", "written", "text", "grave"),
    [
        (
            "en",
            "Aziza Ryskulova was held here.",
            "Aziza Ryskulov was held here.",
            "ryskulova → ryskulov",
        ),
        ("en", "It was Ryskulov who wrote.", "It was Ryskulova who wrote.", "ryskulov → ryskulova"),
        ("en", "The wife of Shanin came.", "The wife of Shanina came.", "shanin → shanina"),
        ("en", "The singer Shanina came.", "The singer Shanin came.", "shanina → shanin"),
        ("en", "The architect Saken Narynov led.", "The architect led.", "saken narynov → –"),
        (
            "en",
            "They came in 1937 by train.",
            "They came by train.",
            "in nineteen thirty seven → –",
        ),
        (
            "en",
            "They came by train.",
            "They came in 1937 by train.",
            "– → in nineteen thirty seven",
        ),
        ("en", "They came in May.", "They came in June.", "may → june"),
        ("en", "They came by train.", "They came by Shanin.", "train → shanin"),
        ("ru", "Это Рыскулова.", "Это Рыскулов.", "рыскулова → рыскулов"),
        ("ru", "Они приехали в августе.", "Они приехали в июне.", "августе → июне"),
        ("ru", "Их было восемнадцать.", "Их было восемь.", "восемнадцать → восемь"),
    ],
)
def test_another_name_number_or_date_is_grave(
    language: str, written: str, text: str, grave: str
) -> None:
    found = heard(language, written, text)
    assert [str(one) for one in found.grave] == [grave]


def test_another_plain_word_is_not_grave() -> None:
    found = heard("en", "The women sewed clothing.", "The women showed clothing.")
    assert (found.wrong_words, found.grave) == (1, ())


@pytest.mark.parametrize(
    ("language", "written", "text", "words"),
    [
        ("en", "On 31 May 2007 it opened.", "on the 31st of May, 2007 it opened", 0),
        ("en", "The village of Akmol.", "The village of Okmol.", 0),
        ("en", "They cut reeds.", "They cut reads.", 1),
        ("en", "The watchtower stands.", "The watch tower stands.", 0),
        ("ru", "Её освободили.", "Ее освободили", 0),
        ("ru", "Это село Акмол.", "Это село окмол.", 1),
    ],
)
def test_what_is_written_otherwise_counts_though_it_sounds_alike(
    language: str, written: str, text: str, words: int
) -> None:
    assert heard(language, written, text).unwritten == words


def test_a_lost_sentence_is_told() -> None:
    assert heard("en", "The poplars were planted by prisoners.", "").trouble == "lost"
    assert heard("en", "The poplars were planted by prisoners.", "thank you").trouble == "lost"


def test_a_doubled_sentence_is_told() -> None:
    written = "The poplars were planted by prisoners."
    found = heard("en", written, f"{written} {written}")
    assert (found.trouble, found.wrong_words) == ("doubled", found.words)


def test_names_taken_for_right_are_told_with_what_was_heard() -> None:
    (name,) = heard("en", "The village of Akmol.", "The village of Okmol.").names
    assert str(name) == "akmol → okmol"
    assert heard("en", "The village of Akmol.", "The village of Akmol.").names == ()
