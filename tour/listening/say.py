"""The words that feeds and exports use: the interface's own, handed in by whoever asks."""

from collections.abc import Sequence
from typing import Protocol

from tour.catalogue.model import Position, Stop, Tour
from tour.listening.episodes import Episode
from tour.narration.model import Publication, Voice


class Say(Protocol):
    """Gives a text of one language by its dotted key, with ``{names}`` filled in."""

    def __call__(self, key: str, **values: object) -> str:
        """The text."""
        ...


def licence_in_words(tour: Tour, say: Say) -> str:
    """Under which terms the texts may be used; that each voice has terms of its own."""
    if tour.licence is None:
        return say("listening.no_licence")
    return say("listening.licence", licence=tour.licence.name)


def position_in_words(position: Position, say: Say) -> str:
    """How well a position is known and whence: a sketch is never told as anything better."""
    return say(f"listening.position_{position.source}", metres=f"{position.uncertainty_m:g}")


def note_title(stop: Stop, say: Say) -> str:
    """What the chapter is called in which a stop's content note is heard."""
    return f"{stop.code}. {say('stop.note_title')}"


def voices_in(publication: Publication) -> tuple[Voice, ...]:
    """Who is heard in one sound, each once: the narrator, and who says the words of others."""
    heard = (publication.voice, publication.testimony_voice)
    return tuple({voice.id: voice for voice in heard if voice is not None}.values())


def voices_of(episodes: Sequence[Episode]) -> tuple[Voice, ...]:
    """Who is heard in these stops and in the notes before them, each once, in order."""
    sounds = [sound for one in episodes for sound in (one.note, one) if sound is not None]
    heard = (voice for sound in sounds for voice in voices_in(sound.publication))
    return tuple({voice.id: voice for voice in heard}.values())


def voice_in_words(voice: Voice, say: Say, *, licence: bool = False) -> str:
    """Who speaks, a synthetic voice as what it is; with the licence of its sound if asked for."""
    human = voice.quality == "human"
    said = say("stop.human" if human else "stop.synthetic", name=voice.name)
    return f"{said} {say('listening.voice_licence', licence=voice.licence)}" if licence else said


def about_the_tour(tour: Tour, lang: str, say: Say) -> str:
    """What an export says of itself: what the tour is, and what its positions are worth."""
    anchor = position_in_words(tour.anchor, say)
    return " ".join(
        (
            tour.subtitle[lang].rstrip(".") + ".",
            say("listening.positions"),
            say("listening.anchor", position=anchor),
            licence_in_words(tour, say),
        )
    )
