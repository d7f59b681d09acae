"""Manifests that are ready to be sent, one per language."""

import threading

from tour.catalogue.model import Tour
from tour.narration.store import ClipStore
from tour.web.api.answers import Representation
from tour.web.presenters import tour_dict

Key = tuple[object, ...]


class Manifests:
    """Holds the newest manifest of each language; made anew when what it shows has changed.

    That is the tour, the published narration and, while something is not narrated yet, whether it
    is being made.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[Key, Representation, bool]] = {}

    def current(self, tour: Tour, lang: str, clips: ClipStore) -> Representation:
        """The manifest of the tour in one of its languages."""
        kept = self._kept.get(lang)
        if kept is not None and kept[0] == self._key(tour, clips, whole=kept[2]):
            return kept[1]
        with self._lock:  # one thread makes it, the others wait for that
            kept = self._kept.get(lang)
            if kept is None or kept[0] != self._key(tour, clips, whole=kept[2]):
                kept = self._made(tour, lang, clips)
                self._kept[lang] = kept
            return kept[1]

    def _made(self, tour: Tour, lang: str, clips: ClipStore) -> tuple[Key, Representation, bool]:
        # The key is taken first: what changes meanwhile is seen at the next request.
        keys = {whole: self._key(tour, clips, whole=whole) for whole in (True, False)}
        manifest = tour_dict(tour, lang, clips)
        whole = all(stop["narration"]["status"] == "ready" for stop in manifest["stops"])
        return keys[whole], Representation.of(manifest), whole

    def _key(self, tour: Tour, clips: ClipStore, *, whole: bool) -> Key:
        if whole:
            return (tour.version, clips.stamp())
        build = clips.build_state()
        making = build is not None and build.running
        voiceless = () if build is None else build.voiceless
        return (tour.version, clips.stamp(), making, voiceless)
