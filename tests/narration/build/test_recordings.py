from pathlib import Path

import av
import numpy as np
import pytest
from beeper import beeper_voice, tone
from conftest import Workshop
from hypothesis import given
from hypothesis import strategies as st

from tour.narration.clip import ClipFailed
from tour.narration.pcm import MASTER_HZ, decode, measure
from tour.narration.recording_sound import pauses_in, place_sentences, room_gate_db
from tour.narration.recordings import find_recording, recording_voice

TAKE_HZ = 44_100


def take(
    path: Path, lengths_s: list[float], pause_s: float = 0.6, codec: str = "pcm_s16le"
) -> None:
    """A person who speaks so long, pauses, speaks on; with a noisy room around it."""
    pieces: list[np.ndarray] = []
    for length_s in lengths_s:
        syllables = [tone(190, 0.2, TAKE_HZ), np.zeros(round(0.05 * TAKE_HZ))] * round(
            length_s / 0.25
        )
        pieces += [*syllables, np.zeros(round(pause_s * TAKE_HZ))]
    sound = np.concatenate([np.zeros(TAKE_HZ), *pieces, np.zeros(TAKE_HZ)])
    sound = sound + np.random.default_rng(1).normal(0, 0.0002, sound.size)
    path.parent.mkdir(parents=True, exist_ok=True)
    stereo = np.stack([sound, sound]).astype(np.float32)
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=TAKE_HZ)
        stream.codec_context.layout = "stereo"
        frame = av.AudioFrame.from_ndarray(stereo, format="fltp", layout="stereo")
        frame.sample_rate = TAKE_HZ
        resampler = av.AudioResampler(
            format=stream.codec_context.format, layout="stereo", rate=TAKE_HZ
        )
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))


@pytest.mark.parametrize(
    ("extension", "codec"),
    [("wav", "pcm_s16le"), ("flac", "flac"), ("mp3", "libmp3lame"), ("m4a", "aac")],
)
def test_a_human_take_wins_over_the_voice(workshop: Workshop, extension: str, codec: str) -> None:
    path = workshop.audio_dir / "recordings" / "en" / f"gate.{extension}"
    take(path, [1.5, 2.0, 1.5, 1.5], codec=codec)
    script = workshop.script("gate", "en")
    publication, _ = workshop.make(script)
    assert workshop.beeper.calls() == []
    assert publication.voice.id == "recording:en/gate"
    assert publication.voice.quality == "human"
    assert publication.voice.labelled == "Human recording"
    assert script.tags.comment.startswith("Human recording")
    assert workshop.script("gate", "kk").voice == beeper_voice("kk")
    for file in publication.audio:
        published = workshop.store.file(file.digest, file.extension)
        assert published is not None
        samples = decode(published)
        assert measure(samples).lufs == pytest.approx(-16, abs=0.5)
        assert measure(samples).true_peak_dbtp <= -1
        first = int(np.argmax(np.abs(samples) > 0.02)) / MASTER_HZ
        assert first == pytest.approx(publication.cues[0].start_s, abs=0.06)
    assert all(cue.words for cue in publication.cues)


def test_cues_of_a_take_begin_after_its_pauses(workshop: Workshop) -> None:
    lengths_s = [2.0, 2.25, 1.5, 2.0]  # as a person might: not in proportion to the letters
    take(workshop.audio_dir / "recordings" / "en" / "gate.wav", lengths_s, pause_s=0.7)
    publication, _ = workshop.make(workshop.script("gate", "en"))
    at_s = publication.cues[0].start_s
    assert at_s == pytest.approx(0.3, abs=0.02)
    for cue, length_s in zip(publication.cues, lengths_s, strict=True):
        assert cue.start_s == pytest.approx(at_s, abs=0.08)
        at_s += length_s + 0.7


def test_a_new_take_is_published_and_a_removed_one_gives_way(workshop: Workshop) -> None:
    workshop.publish_all()
    assert workshop.plan().tasks == ()
    path = workshop.audio_dir / "recordings" / "ru" / "lamp.wav"
    take(path, [1.0, 2.0])
    (task,) = workshop.plan().tasks
    assert task.script.key == ("lamp", "ru")
    workshop.publish_all()
    take(path, [1.0, 2.5])
    assert [task.script.key for task in workshop.plan().tasks] == [("lamp", "ru")]
    path.unlink()
    (task,) = workshop.plan().tasks
    assert task.script.voice == beeper_voice("ru")
    assert task.new_sentences == 0


PLAYLIST = b"ffconcat version 1.0\nfile 'other.wav'\n"


@pytest.mark.parametrize("content", [b"", b"not a sound", b"RIFF\x00\x00\x00\x00WAVE", PLAYLIST])
def test_a_take_that_cannot_be_played_is_reported(workshop: Workshop, content: bytes) -> None:
    path = workshop.audio_dir / "recordings" / "en" / "gate.wav"
    take(path.with_name("other.wav"), [1.0])
    path.write_bytes(content)
    with pytest.raises(ClipFailed, match=r"gate\.wav"):
        workshop.make(workshop.script("gate", "en"))


def test_of_several_takes_the_least_compressed_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "recordings" / "kk"
    folder.mkdir(parents=True)
    assert find_recording(tmp_path, "kk", "gate") is None
    for name in ("gate.mp3", "gate.flac", "gate.txt", "lamp.wav"):
        (folder / name).write_bytes(name.encode())
    found = find_recording(tmp_path, "kk", "gate")
    assert found == folder / "gate.flac"
    version = recording_voice(found, "kk").version
    found.write_bytes(b"another take")
    assert recording_voice(found, "kk").version != version


@pytest.mark.parametrize("noise", [0.0, 0.0003, 0.003])
def test_pauses_are_found_in_a_noisy_room(noise: float) -> None:
    sound = np.concatenate(
        [tone(200, 1.0), np.zeros(24_000 // 2), tone(200, 0.5), np.zeros(2400), tone(200, 0.5)]
    )
    noisy = (sound + np.random.default_rng(2).normal(0, noise, sound.size)).astype(np.float32)
    ((start_s, end_s),) = pauses_in(noisy, 24_000, room_gate_db(noisy, 24_000))
    assert start_s == pytest.approx(1.0, abs=0.02)
    assert end_s == pytest.approx(1.5, abs=0.02)


@given(
    st.lists(st.text(min_size=1, max_size=80), max_size=12),
    st.floats(0, 2),
    st.floats(0.5, 200),
    st.lists(st.tuples(st.floats(0, 200), st.floats(0.18, 2)), max_size=30),
)
def test_sentences_are_placed_in_order_inside_the_sound(
    sentences: list[str], start_s: float, length_s: float, some: list[tuple[float, float]]
) -> None:
    end_s = start_s + length_s
    gaps = sorted((a, min(a + b, end_s)) for a, b in some if start_s < a < end_s)
    placed = place_sentences(sentences, (start_s, end_s), gaps)
    assert len(placed) == len(sentences)
    edges = [edge for place in placed for edge in (place.start_s, place.end_s)]
    assert edges == sorted(edges)
    if placed:
        assert edges[0] == start_s
        assert edges[-1] == end_s
