import io

import av
import numpy as np
import pytest
from beeper import RATE_HZ, tone

from tour.errors import VoiceFailed
from tour.narration.encode import Encoded, encode, levelled
from tour.narration.master import level
from tour.narration.pcm import MASTER_HZ, decode, measure
from tour.narration.sound import CODECS, MP3, OPUS, SOUND, Codec, Tags

TAGS = Tags(
    title="Қақпа",
    album="Ескі шамшырақ",
    artist="Synthetic voice",
    track="1/2",
    language="kk",
    comment="Synthetic voice: Tones for tests",
)
BOTH = pytest.mark.parametrize("codec", CODECS, ids=lambda codec: codec.extension)
TARGET = (SOUND.target_lufs, SOUND.ceiling_dbtp)


def speech_like(seconds: float, seed: int = 7, crest: float = 1.0) -> np.ndarray:
    """Voiced syllables with hiss and, for a high ``crest``, hard plosives; at 48 kHz."""
    rng = np.random.default_rng(seed)
    pieces: list[np.ndarray] = []
    length = 0
    while length < seconds * MASTER_HZ:
        syllable = tone(rng.uniform(110, 220), 0.18, MASTER_HZ) * rng.uniform(0.4, 1.0)
        hiss = rng.normal(0, 0.006, round(0.05 * MASTER_HZ))
        burst = rng.normal(0, 0.08 * crest, 90)
        pieces += [burst, syllable, hiss, np.zeros(round(rng.uniform(0.02, 0.2) * MASTER_HZ))]
        length = sum(piece.size for piece in pieces)
    return np.concatenate(pieces).astype(np.float32)


def published(samples: np.ndarray, codec: Codec) -> Encoded:
    return levelled(samples, level(samples, *TARGET), codec, TAGS, TARGET)


@BOTH
@pytest.mark.parametrize("crest", [0.5, 2.5])
def test_the_decoded_file_is_as_loud_as_promised(codec: Codec, crest: float) -> None:
    encoded = published(speech_like(12, crest=crest), codec)
    heard = measure(decode(encoded.data))
    assert heard.lufs == pytest.approx(-16.0, abs=0.5)
    assert heard.true_peak_dbtp <= -1.0
    assert encoded.loudness.lufs == heard.lufs
    assert encoded.loudness.true_peak_dbtp == pytest.approx(heard.true_peak_dbtp, abs=0.02)


def test_a_codec_that_takes_more_is_levelled_again() -> None:
    deaf = Codec("mp3", "audio/mpeg", "libmp3lame", 64_000, 24_000, lift_db=-2.0)
    samples = speech_like(8)
    once = encode(level(samples, *TARGET) * np.float32(10 ** (-2 / 20)), deaf, TAGS)
    assert measure(decode(once)).lufs < -17
    assert published(samples, deaf).loudness.lufs == pytest.approx(-16.0, abs=0.5)


def test_a_voice_of_spikes_is_as_loud_as_its_peaks_allow() -> None:
    # Formant synthesis: each period of a low voice is a short ringing.
    t = np.arange(MASTER_HZ // 70) / MASTER_HZ
    ringing = np.exp(-t / 0.0012) * np.sin(2 * np.pi * 650 * t)
    clicks = (np.tile(ringing, 70 * 6) * 0.4).astype(np.float32)
    loudness = measure(clicks)
    assert loudness.true_peak_dbtp - loudness.lufs > 14
    heard = published(clicks, OPUS).loudness
    assert -18 < heard.lufs < -15.5
    assert heard.true_peak_dbtp <= -1.0


def test_what_cannot_be_levelled_is_refused() -> None:
    hopeless = Codec("mp3", "audio/mpeg", "libmp3lame", 64_000, 24_000, lift_db=-90.0)
    with pytest.raises(VoiceFailed, match="could not be levelled"):
        published(speech_like(4), hopeless)


@BOTH
def test_the_same_sound_gives_the_same_bytes(codec: Codec) -> None:
    samples = speech_like(3)
    assert encode(samples, codec, TAGS) == encode(samples.copy(), codec, TAGS)


@BOTH
def test_encoding_neither_shifts_nor_lengthens(codec: Codec) -> None:
    samples = np.zeros(6 * MASTER_HZ, dtype=np.float32)
    onsets_s = (0.5, 2.25, 4.0)
    for onset_s in onsets_s:
        at = round(onset_s * MASTER_HZ)
        samples[at : at + MASTER_HZ // 2] = tone(440, 0.5, MASTER_HZ) * 4
    heard = decode(encode(samples, codec, TAGS))
    assert abs(heard.size - samples.size) <= MASTER_HZ // 100
    for onset_s in onsets_s:
        near = np.abs(heard[round((onset_s - 0.2) * MASTER_HZ) :][: round(0.4 * MASTER_HZ)])
        first = int(np.argmax(near > 0.03)) / MASTER_HZ - 0.2
        assert first == pytest.approx(0, abs=0.02)


@BOTH
def test_tags_say_what_it_is(codec: Codec) -> None:
    with av.open(io.BytesIO(encode(speech_like(2), codec, TAGS)), "r") as container:
        tags = {name.lower(): text for name, text in container.metadata.items()}
        stream = container.streams.audio[0]
        assert stream.codec_context.channels == 1
        language = stream.metadata.get("language", tags.get("language"))
    assert tags["title"] == "Қақпа"
    assert tags["album"] == "Ескі шамшырақ"
    assert tags["comment"].startswith("Synthetic voice")
    assert language == "kaz"
    assert tags.get("track", tags.get("part_number")) == "1/2"


def test_webm_tells_its_length_and_has_its_seek_points_in_front() -> None:
    data = encode(speech_like(31), OPUS, TAGS)
    with av.open(io.BytesIO(data), "r") as container:
        assert container.duration == pytest.approx(31e6, abs=0.5e6)
    cues, first_cluster = data.find(b"\x1c\x53\xbb\x6b"), data.find(b"\x1f\x43\xb6\x75")
    assert 0 < cues < first_cluster
    assert data[cues:first_cluster].count(b"\xbb") >= 6


def test_webm_can_be_entered_in_the_middle() -> None:
    samples = np.concatenate([tone(300, 1.0, MASTER_HZ) * (1 + n % 2) for n in range(40)])
    with av.open(io.BytesIO(encode(samples, OPUS, TAGS)), "r") as container:
        container.seek(20_000_000, any_frame=False)
        frame = next(container.decode(audio=0))
        assert 10 < float(frame.pts * frame.time_base) <= 20.1


def test_mp3_carries_its_length_and_the_encoders_delay() -> None:
    data = encode(tone(330, 5.0, MASTER_HZ), MP3, TAGS)
    assert data.startswith(b"ID3")
    assert b"Info" in data[:2000] or b"Xing" in data[:2000]
    assert decode(data, RATE_HZ).size == 5 * RATE_HZ


def test_no_date_and_no_version_is_written() -> None:
    for codec in CODECS:
        data = encode(speech_like(2), codec, TAGS)
        assert b"Lavf6" not in data
        assert b"\x44\x61\x88" not in data[:4096]  # Matroska's DateUTC
