"""Google's online voices by gTTS: only when an operator asks for one by name, only while narrating.

gTTS is an unofficial client of a service that is throttled and may change. It makes the requests
and this module sends them, so that certificates are checked.
"""

import base64
import importlib.metadata
import importlib.util
import io
import re
from typing import Any

from tour.errors import VoiceFailed
from tour.narration.engines.soundness import need_words, sound_speech
from tour.narration.model import ALIGNED, Samples, Speech, Spoken, Voice

_ADDRESS = "https://translate.google.com/_/TranslateWebserverUi/data/batchexecute"
_RATE_HZ = 24000  # what the service sends
_ANSWER = re.compile(r'jQ1olc","\[\\"([A-Za-z0-9+/=]*)\\"]')
_LANGUAGES = (("en", "English"), ("ru", "Russian"))
_PATIENCE_S = 20


class GttsOnline:
    """Google Translate's voices. Every sentence is sent to Google; its words are found by aligning.

    The service gives no version, so the same sentence may sound different another day.
    """

    name = "gtts"

    def __init__(self, address: str = _ADDRESS) -> None:
        """``address``: where requests are sent."""
        self._address = address

    def voices(self) -> tuple[Voice, ...]:
        """One voice per language, when gTTS is installed; the network is not tried."""
        if not importlib.util.find_spec("gtts"):
            return ()
        version = importlib.metadata.version("gTTS")
        return tuple(
            Voice(
                id=f"{self.name}:{language}",
                engine=self.name,
                name=f"Google {name}",
                language=language,
                version=f"{version}/{ALIGNED}",
                quality="good",
                licence="Google's terms of service",
                description="Google Translate's online voice, fetched while narrating.",
                labelled="Synthetic voice",
                needs_network=True,
            )
            for language, name in _LANGUAGES
        )

    def speak(self, sentence: Spoken, voice: Voice) -> Speech:
        """Fetch a sentence.

        Raises:
            VoiceFailed: there is no network, or the service refused or changed.
        """
        import numpy as np  # noqa: PLC0415 - only when something is said

        need_words(sentence.spoken, voice)
        bodies = _bodies(sentence.spoken, voice.language)
        samples = np.concatenate([_decode(self._ask(body)) for body in bodies])
        return sound_speech(samples, _RATE_HZ, (), spoken=sentence.spoken, voice=voice)

    def _ask(self, body: str) -> bytes:
        import requests  # noqa: PLC0415 - only when something is said
        from gtts import gTTS  # noqa: PLC0415

        try:
            answer = requests.post(
                self._address, data=body, headers=gTTS.GOOGLE_TTS_HEADERS, timeout=_PATIENCE_S
            )
            answer.raise_for_status()
        except requests.RequestException as error:
            msg = (
                f"Google's voice cannot be reached ({type(error).__name__}). It needs the network; "
                "`flask voices` shows voices that do not."
            )
            raise VoiceFailed(msg) from error
        found = _ANSWER.search(answer.text)
        if found is None:
            raise VoiceFailed(
                "Google's voice answered without sound; its service may have changed."
            )
        return base64.b64decode(found[1])


def _bodies(spoken: str, language: str) -> list[str]:
    from gtts import gTTS  # noqa: PLC0415

    # [word](/phonemes/) is another engine's notation
    plain = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", spoken)
    bodies: list[str] = gTTS(plain, lang=language, lang_check=False).get_bodies()
    return bodies


def _decode(mp3: bytes) -> Samples:
    import av  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415 - only when something is said

    resampler = av.AudioResampler(format="flt", layout="mono", rate=_RATE_HZ)
    parts: list[Any] = []
    try:
        with av.open(io.BytesIO(mp3), "r", format="mp3") as container:
            for frame in container.decode(audio=0):
                parts += [part.to_ndarray()[0] for part in resampler.resample(frame)]
        parts += [part.to_ndarray()[0] for part in resampler.resample(None)]
    except (av.error.FFmpegError, IndexError) as error:
        raise VoiceFailed("Google's voice sent something that is no sound.") from error
    return np.concatenate(parts).astype(np.float32) if parts else np.zeros(0, np.float32)
