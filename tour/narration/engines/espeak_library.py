"""espeak-ng's own library by ctypes: text → 16-bit sound and where its words begin.

The declarations follow speak_lib.h (espeak-ng 1.50 to 1.52).
"""

import ctypes as c
import threading
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tour.errors import VoiceFailed

_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS
_DO_NOT_EXIT = 0x8000  # espeakINITIALIZE_DONT_EXIT
_UTF8 = 1  # espeakCHARS_UTF8
_RATE = 1  # espeakRATE
_NO_MORE, _WORD, _CLAUSE_END = 0, 1, 5  # espeak_EVENT_TYPE
_GO_ON = 0

_AT_ONCE = threading.Lock()
"""The library's state belongs to the process: two texts at a time end it (SIGSEGV)."""


class _Event(c.Structure):
    _fields_: ClassVar = [
        ("type", c.c_int),
        ("unique_identifier", c.c_uint),
        ("text_position", c.c_int),
        ("length", c.c_int),
        ("audio_position", c.c_int),
        ("sample", c.c_int),
        ("user_data", c.c_void_p),
        ("id", c.c_void_p),
    ]


_OnSound = c.CFUNCTYPE(c.c_int, c.POINTER(c.c_short), c.c_int, c.POINTER(_Event))


@dataclass(slots=True)
class Heard:
    """What the library gave for one text.

    ``words``: (first letter, letters, first sample); ``ends``: samples where a clause is over.
    """

    rate_hz: int = 0
    sound: bytearray = field(default_factory=bytearray)
    words: list[tuple[int, int, int]] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


class Library:
    """espeak-ng, loaded anew for each text.

    It keeps the state of its pitch flutter and noise from one text to the next, even when it is
    ended and started again, so the same text would sound different each time. Loading it takes
    about 1 ms.
    """

    def __init__(self, library: str, data: str) -> None:
        """``library``: path of the shared library; ``data``: its espeak-ng-data folder."""
        self._path = library
        self._data = data.encode()
        self._close = c.CDLL(None).dlclose
        self._close.argtypes = [c.c_void_p]

    def say(self, text: str, voice: str, words_per_minute: int) -> Heard:
        """Say plain text.

        Raises:
            VoiceFailed: the library cannot be loaded, or refused the voice or the text.
        """
        with _AT_ONCE:
            try:
                library = c.CDLL(self._path)
            except OSError as error:
                msg = f"espeak-ng cannot be loaded: {error}"
                raise VoiceFailed(msg) from error
            try:
                return self._say(library, text, voice, words_per_minute)
            finally:
                library.espeak_Terminate()
                self._close(library._handle)  # noqa: SLF001 - ctypes has no other way

    def _say(self, library: c.CDLL, text: str, voice: str, words_per_minute: int) -> Heard:
        heard = Heard(library.espeak_Initialize(_SYNCHRONOUS, 0, self._data, _DO_NOT_EXIT))
        if heard.rate_hz <= 0:
            msg = f"espeak-ng found no data in {self._data.decode()}."
            raise VoiceFailed(msg)
        on_sound = _listener(heard)
        library.espeak_SetSynthCallback(on_sound)
        utf8 = text.encode()
        refused = (
            library.espeak_SetVoiceByName(voice.encode())
            or library.espeak_SetParameter(_RATE, words_per_minute, 0)
            or library.espeak_Synth(
                c.c_char_p(utf8), c.c_size_t(len(utf8) + 1), 0, 0, 0, _UTF8, None, None
            )
            or library.espeak_Synchronize()
        )
        if refused:
            msg = f"espeak-ng refused to say with {voice}: {text[:80]}"
            raise VoiceFailed(msg)
        return heard


def _listener(heard: Heard) -> Any:  # noqa: ANN401 - ctypes makes the type
    def on_sound(samples: Any, count: int, events: Any) -> int:  # noqa: ANN401 - C pointers
        if samples and count > 0:
            heard.sound += c.string_at(samples, count * 2)
        number = 0
        while events[number].type != _NO_MORE:
            event = events[number]
            if event.type == _WORD:
                heard.words.append((event.text_position - 1, event.length, event.sample))
            elif event.type == _CLAUSE_END:
                heard.ends.append(event.sample)
            number += 1
        return _GO_ON

    return _OnSound(on_sound)
