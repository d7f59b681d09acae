"""The tour as guided walks need it: its order, and when each sentence is said."""

from collections.abc import Iterator

import pytest
from web_help import SENTENCE_S, Clips

from tour.catalogue import TourFile
from tour.groups.model import StopRef
from tour.programme import TourProgramme
from tour.settings import Settings
from tour.wiring import Services, build_services


@pytest.fixture
def services(settings: Settings) -> Iterator[Services]:
    services = build_services(settings)
    yield services
    services.database.engine.dispose()


@pytest.fixture
def programme(services: Services) -> TourProgramme:
    return TourProgramme(services.catalogue, services.clips)


def test_it_has_the_tours_languages_and_stops_in_walking_order(programme: TourProgramme) -> None:
    assert programme.languages() == ("kk", "ru", "en")
    assert programme.stops()[:2] == (StopRef("gate", 1, "1"), StopRef("lamp", 2, "2"))
    assert programme.tracks("cellar") == {}


def test_a_sound_gives_the_times_at_which_its_sentences_begin(
    programme: TourProgramme, services: Services, settings: Settings
) -> None:
    Clips(settings.audio_dir).publish(services.catalogue.current(), "gate", "en")
    track = programme.tracks("gate")["en"]
    assert track.spoken
    assert [(one.paragraph, one.start_s) for one in track.sentences] == [
        *((0, 0.0), (1, SENTENCE_S), (1, 2 * SENTENCE_S), (2, 3 * SENTENCE_S))
    ]
    assert track.length_s == 4 * SENTENCE_S


def test_without_a_sound_there_is_time_to_read_each_sentence(programme: TourProgramme) -> None:
    track = programme.tracks("gate")["ru"]
    assert not track.spoken
    starts = [one.start_s for one in track.sentences]
    assert starts == sorted(starts)
    assert [one.paragraph for one in track.sentences] == [0, 1, 1, 2]
    assert 5 < track.length_s < 15


def test_the_sound_of_an_older_text_is_no_sound(services: Services, settings: Settings) -> None:
    Clips(settings.audio_dir).publish(services.catalogue.current(), "gate", "en")
    text = settings.stops_file.read_text(encoding="utf-8")
    settings.stops_file.write_text(text.replace("Twelve people", "Ten people"), encoding="utf-8")
    fresh = TourProgramme(TourFile(settings.stops_file), services.clips)
    assert not fresh.tracks("gate")["en"].spoken
