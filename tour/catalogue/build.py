"""A faultless file's entries → the frozen Tour, and its version."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from hashlib import sha256
from types import MappingProxyType
from typing import TypeVar

from tour.catalogue.entries import LicenceEntry, PositionEntry, StopEntry, StopsFile, Texts
from tour.catalogue.ipa import tidy_ipa
from tour.catalogue.model import Licence, Position, Pronunciation, Source, Stop, Tour
from tour.catalogue.rules.places import place_of, zone_of
from tour.catalogue.texts import tidy

T = TypeVar("T")


def build_tour(file: StopsFile) -> Tour:
    """The tour of a file in which the checks found no fault."""
    entry = _given(file.tour)
    languages = tuple(_given(entry.languages))

    def texts(group: Texts | None) -> Mapping[str, str]:
        given = _given(group)
        return MappingProxyType({language: tidy(given[language]) for language in languages})

    tour = Tour(
        id=_given(entry.id),
        version="",
        languages=languages,
        title=texts(entry.title),
        subtitle=texts(entry.subtitle),
        summary=texts(entry.summary),
        getting_there=texts(entry.getting_there),
        closing=texts(entry.closing),
        duration_min=_given(entry.duration_min),
        anchor=_position(entry.anchor),
        phone=entry.phone,
        website=entry.website,
        licence=_licence(entry.licence),
        rests=tuple(map(_position, entry.rests or ())),
        sources=MappingProxyType(
            {
                key: Source(key, tidy(_given(source.title)), _given(source.address))
                for key, source in _given(file.sources).items()
            }
        ),
        pronunciations=_pronunciations(file, languages),
        voices=MappingProxyType(dict(file.voices or {})),
        testimony_voices=MappingProxyType(dict(file.testimony_voices or {})),
        stops=tuple(
            _stop(number, stop, languages) for number, stop in enumerate(_given(file.stops), 1)
        ),
    )
    return replace(tour, version=version_of(tour))


def version_of(tour: Tour) -> str:
    """16 hex digits of the SHA-256 of everything the tour says; its layout and comments apart."""
    content = json.dumps(replace(tour, version=""), default=_plain, ensure_ascii=False)
    return sha256(content.encode()).hexdigest()[:16]


def _stop(number: int, entry: StopEntry, languages: tuple[str, ...]) -> Stop:
    def texts(group: Texts | None) -> Mapping[str, str]:
        given = _given(group)
        return MappingProxyType({language: tidy(given[language]) for language in languages})

    position, review = _position(entry.position), _given(entry.review)
    return Stop(
        id=_given(entry.id),
        number=number,
        code=_given(entry.code),
        kind=_given(entry.kind),
        title=texts(entry.title),
        position=position,
        zone=_given(zone_of(_given(entry.zone), position.place)),
        sources=tuple(dict.fromkeys(_given(entry.sources))),
        content_note=texts(entry.content_note) if entry.content_note else None,
        review=MappingProxyType({language: review[language] for language in languages}),
        orientation=texts(entry.orientation),
        narration=texts(entry.narration),
        passthrough=entry.passthrough is True,
    )


def _licence(entry: LicenceEntry | None) -> Licence | None:
    return Licence(tidy(_given(entry.name)), _given(entry.address)) if entry else None


def _position(entry: PositionEntry | None) -> Position:
    given = _given(entry)
    return Position(
        place=_given(place_of(given)),
        uncertainty_m=float(_given(given.uncertainty_m)),
        source=_given(given.source),
    )


def _pronunciations(
    file: StopsFile, languages: tuple[str, ...]
) -> Mapping[str, tuple[Pronunciation, ...]]:
    given = file.pronunciations or {}
    return MappingProxyType(
        {
            language: tuple(
                Pronunciation(
                    tidy(_given(entry.word)),
                    tidy(entry.say) if entry.say else None,
                    tidy_ipa(entry.ipa) if entry.ipa else None,
                    tuple(map(tidy, entry.heard or ())),
                )
                for entry in given.get(language, ())
            )
            for language in languages
        }
    )


def _given(value: T | None) -> T:
    """A value that the checks have made sure of."""
    if value is None:
        raise ValueError("a tour was built from a file that was not checked")
    return value


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if is_dataclass(value):
        return {item.name: getattr(value, item.name) for item in fields(value)}
    msg = f"a tour holds no {type(value).__name__}"
    raise TypeError(msg)
