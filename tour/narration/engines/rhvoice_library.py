"""RHVoice's own library by ctypes: text → 16-bit sound and the places of its words.

The declarations follow RHVoice.h of 1.8 to 1.14 (interface 5).
"""

import ctypes as c
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tour.errors import VoiceFailed
from tour.narration.engines.rhvoice_files import Installation

_OnRate = c.CFUNCTYPE(c.c_int, c.c_int, c.c_void_p)
_OnSpeech = c.CFUNCTYPE(c.c_int, c.POINTER(c.c_short), c.c_uint, c.c_void_p)
_OnName = c.CFUNCTYPE(c.c_int, c.c_char_p, c.c_void_p)
_OnPlace = c.CFUNCTYPE(c.c_int, c.c_uint, c.c_uint, c.c_void_p)
_OnDone = c.CFUNCTYPE(None, c.c_void_p)
_GO_ON = 1
_PLAIN_TEXT = 0


class _Callbacks(c.Structure):
    _fields_: ClassVar = [
        ("set_sample_rate", _OnRate),
        ("play_speech", _OnSpeech),
        ("process_mark", _OnName),
        ("word_starts", _OnPlace),
        ("word_ends", _OnPlace),
        ("sentence_starts", _OnPlace),
        ("sentence_ends", _OnPlace),
        ("play_audio", _OnName),
        ("done", _OnDone),
    ]


class _Start(c.Structure):
    _fields_: ClassVar = [
        ("data_path", c.c_char_p),
        ("config_path", c.c_char_p),
        ("resource_paths", c.POINTER(c.c_char_p)),
        ("callbacks", _Callbacks),
        ("options", c.c_uint),
    ]


class _Manner(c.Structure):
    _fields_: ClassVar = [
        ("voice_profile", c.c_char_p),
        ("absolute_rate", c.c_double),
        ("absolute_pitch", c.c_double),
        ("absolute_volume", c.c_double),
        ("relative_rate", c.c_double),
        ("relative_pitch", c.c_double),
        ("relative_volume", c.c_double),
        ("punctuation_mode", c.c_int),
        ("punctuation_list", c.c_char_p),
        ("capitals_mode", c.c_int),
        ("flags", c.c_int),
    ]


@dataclass(slots=True)
class Heard:
    """What the library gave for one text.

    ``words``: (first byte, bytes, samples before it, samples before its end) in UTF-8.
    """

    rate_hz: int = 0
    sound: bytearray = field(default_factory=bytearray)
    words: list[tuple[int, int, int, int]] = field(default_factory=list)
    chunk: int = 0  # samples that came at a time: places are known to this grain
    _started: dict[int, int] = field(default_factory=dict)

    def count(self) -> int:
        """Samples so far."""
        return len(self.sound) // 2


class Library:
    """The library with one engine in it; texts are said one after the other.

    Raises:
        VoiceFailed: a library or the data cannot be loaded.
    """

    def __init__(self, installation: Installation) -> None:
        try:
            loaded = [c.CDLL(str(path), mode=c.RTLD_GLOBAL) for path in installation.libraries]
        except OSError as error:
            msg = f"RHVoice cannot be loaded: {error}"
            raise VoiceFailed(msg) from error
        self._functions = _declare(loaded[-1])
        self._heard = Heard()
        self._lock = threading.Lock()
        self._callbacks = self._listen()
        start = _Start(
            data_path=str(installation.data).encode(),
            # Nobody's configuration is read, so that the sound is the same everywhere.
            config_path=str(installation.folder / "no-configuration").encode(),
            callbacks=self._callbacks,
        )
        self._engine = self._functions.RHVoice_new_tts_engine(c.byref(start))
        if not self._engine:
            msg = f"RHVoice found no voice in {installation.data}."
            raise VoiceFailed(msg)

    def say(self, text: str, voice: str) -> Heard:
        """Say plain text.

        Raises:
            VoiceFailed: the library refused the voice or the text.
        """
        manner = _Manner(
            voice_profile=voice.encode(),
            relative_rate=1.0,
            relative_pitch=1.0,
            relative_volume=1.0,
        )
        utf8 = text.encode()
        with self._lock:
            self._heard = Heard()
            message = self._functions.RHVoice_new_message(
                self._engine, utf8, len(utf8), _PLAIN_TEXT, c.byref(manner), None
            )
            done = bool(message) and self._functions.RHVoice_speak(message)
            if message:
                self._functions.RHVoice_delete_message(message)
            heard = self._heard
        if not done:
            msg = f"RHVoice refused to say with {voice}: {text[:80]}"
            raise VoiceFailed(msg)
        return heard

    def _listen(self) -> _Callbacks:
        def on_rate(rate_hz: int, _: object) -> int:
            self._heard.rate_hz = rate_hz
            return _GO_ON

        def on_speech(samples: Any, count: int, _: object) -> int:  # noqa: ANN401 - a C pointer
            self._heard.sound += c.string_at(samples, count * 2)
            self._heard.chunk = max(self._heard.chunk, count)
            return _GO_ON

        def on_start(at: int, _length: int, _: object) -> int:
            self._heard._started[at] = self._heard.count()  # noqa: SLF001 - the two belong together
            return _GO_ON

        def on_end(at: int, length: int, _: object) -> int:
            began = self._heard._started.pop(at, None)  # noqa: SLF001
            if began is not None:
                self._heard.words.append((at, length, began, self._heard.count()))
            return _GO_ON

        return _Callbacks(
            set_sample_rate=_OnRate(on_rate),
            play_speech=_OnSpeech(on_speech),
            word_starts=_OnPlace(on_start),
            word_ends=_OnPlace(on_end),
        )


def _declare(library: c.CDLL) -> c.CDLL:
    signatures: dict[str, tuple[Any, list[Any]]] = {
        "RHVoice_new_tts_engine": (c.c_void_p, [c.POINTER(_Start)]),
        "RHVoice_new_message": (
            c.c_void_p,
            [c.c_void_p, c.c_char_p, c.c_uint, c.c_int, c.POINTER(_Manner), c.c_void_p],
        ),
        "RHVoice_speak": (c.c_int, [c.c_void_p]),
        "RHVoice_delete_message": (None, [c.c_void_p]),
    }
    for name, (result, arguments) in signatures.items():
        function: Callable[..., Any] = getattr(library, name)
        function.restype = result  # type: ignore[attr-defined]
        function.argtypes = arguments  # type: ignore[attr-defined]
    return library
