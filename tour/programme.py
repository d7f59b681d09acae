"""The tour as guided walks need it: what stands between narration and groups, which never meet."""

from collections.abc import Mapping
from dataclasses import dataclass

from tour.catalogue import TourFile
from tour.catalogue.model import Stop
from tour.groups.model import Sentence, StopRef, Track
from tour.narration.sentences import split_sentences
from tour.narration.store import ClipStore, text_digest

_READ_PER_S = 14.0
"""Letters a second that are allowed for a text without sound; narration takes 13 to 15."""


@dataclass(frozen=True, slots=True)
class TourProgramme:
    """The tour that is served now, with the narration that is published now."""

    catalogue: TourFile
    clips: ClipStore

    def languages(self) -> tuple[str, ...]:
        """The languages of the tour."""
        return self.catalogue.current().languages

    def stops(self) -> tuple[StopRef, ...]:
        """The stops in walking order."""
        return tuple(
            StopRef(stop.id, stop.number, stop.code) for stop in self.catalogue.current().stops
        )

    def tracks(self, stop_id: str) -> Mapping[str, Track]:
        """The stop in every language: the sentences of its sound, or of its text without one."""
        tour = self.catalogue.current()
        stop = tour.stop(stop_id)
        if stop is None:
            return {}
        return {lang: self._track(stop, lang) for lang in tour.languages}

    def _track(self, stop: Stop, lang: str) -> Track:
        paragraphs = stop.paragraphs(lang)
        publication = self.clips.publication(stop.id, lang)
        if publication is not None and publication.text == text_digest(paragraphs):
            sentences = tuple(Sentence(cue.paragraph, cue.start_s) for cue in publication.cues)
            if sentences:
                return Track(sentences, publication.duration_s, spoken=True)
        found, at_s = [], 0.0
        for number, paragraph in enumerate(paragraphs):
            for sentence in split_sentences(paragraph, lang):
                found.append(Sentence(number, at_s))
                at_s += len(sentence) / _READ_PER_S
        return Track(tuple(found), at_s, spoken=False)
