import json
import os
import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from beeper import beeper_voice
from conftest import Workshop

from tour.narration.files import NoSpace, digest_of, write_whole
from tour.narration.model import AudioFile, Cue, Publication, WordTime
from tour.narration.publisher import GRACE_S, Publisher, damage, file_names, put
from tour.narration.store import ClipStore, text_digest


def publication(stop_id: str, language: str = "en", seed: str = "a") -> Publication:
    digest = digest_of(f"{stop_id}{language}{seed}".encode())
    return Publication(
        stop_id=stop_id,
        language=language,
        recipe=seed,
        text=seed,
        voice=beeper_voice(language),
        duration_s=1.5,
        loudness_lufs=-16.0,
        true_peak_dbtp=-2.0,
        audio=(
            AudioFile(digest, "webm", "audio/webm", 3),
            AudioFile(digest, "mp3", "audio/mpeg", 3),
        ),
        captions=digest,
        cues=(Cue(0, "Қақпа.", 0.3, 1.1, (WordTime(0, 5, 0.3, 1.1),)),),
    )


@contextmanager
def files_no_larger_than(limit: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_was_published_is_read_back_whole(tmp_path: Path) -> None:
    Publisher(tmp_path, now=lambda: 1_780_000_000.5).publish(publication("gate"))
    store = ClipStore(tmp_path)
    assert store.publication("gate", "en") == replace(publication("gate"), made_at=1_780_000_000)
    assert store.publication("gate", "kk") is None
    assert list(tmp_path.glob(".tmp-*")) == []


def test_the_stamp_changes_with_every_publication(tmp_path: Path) -> None:
    store = ClipStore(tmp_path)
    stamps = [store.stamp()]
    assert store.publications() == {}
    publisher = Publisher(tmp_path)
    for seed in "abcab":
        publisher.publish(publication("gate", seed=seed))
        stamps.append(store.stamp())
        found = store.publication("gate", "en")
        assert found is not None
        assert found.recipe == seed
    assert len(set(stamps)) == len(stamps)


def test_it_is_parsed_once_per_change(tmp_path: Path) -> None:
    Publisher(tmp_path).publish(publication("gate"))
    store = ClipStore(tmp_path)
    first = store.publications()
    assert store.publications() is first
    Publisher(tmp_path).publish(publication("lamp"))
    assert store.publications() is not first


@pytest.mark.parametrize(
    "damaged", [b"", b"{", b"[]", b'{"format": 99}', b'{"format":1,"publications":[{}]}']
)
def test_a_damaged_list_leaves_what_was_read_last(tmp_path: Path, damaged: bytes) -> None:
    Publisher(tmp_path).publish(publication("gate"))
    store = ClipStore(tmp_path)
    assert store.publication("gate", "en")
    (tmp_path / "published.json").write_bytes(damaged)
    assert store.publication("gate", "en")
    assert ClipStore(tmp_path).publications() == {}
    Publisher(tmp_path).publish(publication("lamp"))
    assert set(store.publications()) == {("lamp", "en")}


def test_readers_never_see_a_broken_list_while_it_is_written(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    publisher.publish(publication("gate", seed="0"))
    shared = ClipStore(tmp_path)
    over = threading.Event()
    faults: list[str] = []
    reads = [0]

    def read() -> None:
        latest = 0
        while not over.is_set():
            document = json.loads((tmp_path / "published.json").read_bytes())
            found = shared.publication("gate", "en")
            if found is None or not document["publications"]:
                faults.append("nothing there")
                continue
            if int(found.recipe) < latest:
                faults.append(f"{found.recipe} after {latest}")
            latest = int(found.recipe)
            reads[0] += 1

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(1, 120):
        publisher.publish(publication("gate", seed=str(number)))
    over.set()
    for reader in readers:
        reader.join()
    assert faults == []
    assert reads[0] > 0
    found = shared.publication("gate", "en")
    assert found is not None
    assert replace(found, made_at=None) == publication("gate", seed="119")


@pytest.mark.parametrize(
    ("digest", "extension"),
    [
        ("../../etc/passwd", "mp3"),
        ("A" * 32, "mp3"),
        ("0" * 31, "mp3"),
        ("0" * 32, "json"),
        ("", ""),
    ],
)
def test_only_names_of_published_files_are_looked_up(
    tmp_path: Path, digest: str, extension: str
) -> None:
    (tmp_path / f"{'0' * 32}.json").write_text("secret", encoding="utf-8")
    assert ClipStore(tmp_path).file(digest, extension) is None


def test_a_file_is_found_by_the_digest_of_its_bytes(tmp_path: Path) -> None:
    digest = put(tmp_path, b"sound", "mp3")
    path = ClipStore(tmp_path).file(digest, "mp3")
    assert path is not None
    assert path.read_bytes() == b"sound"
    assert path.stat().st_mode & 0o777 == 0o644
    assert digest_of(b"sound") == digest
    assert ClipStore(tmp_path).file(digest, "webm") is None


def test_a_full_disk_says_so_and_leaves_no_part(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    publisher.publish(publication("gate"))
    with files_no_larger_than(4096), pytest.raises(NoSpace, match=r"full.*flask narrate"):
        put(tmp_path, os.urandom(50_000), "mp3")
    with files_no_larger_than(600), pytest.raises(NoSpace):
        publisher.publish(publication("lamp"))
    assert set(ClipStore(tmp_path).publications()) == {("gate", "en")}
    assert [path.name for path in tmp_path.iterdir()] == ["published.json"]
    publisher.publish(publication("lamp"))
    assert len(ClipStore(tmp_path).publications()) == 2


def test_a_write_that_ends_early_is_continued(tmp_path: Path) -> None:
    def three_at_most(handle: int, data: bytes) -> int:
        return os.write(handle, data[:3])

    write_whole(tmp_path / "file", b"0123456789", write=three_at_most)
    assert (tmp_path / "file").read_bytes() == b"0123456789"


def test_any_other_fault_is_not_called_a_full_disk(tmp_path: Path) -> None:
    def broken(_handle: int, _data: bytes) -> int:
        raise OSError(5, "Input/output error")

    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(OSError, match="Input/output"):
        write_whole(tmp_path / "file", b"new", write=broken)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_bytes() == b"old"


def test_damage_is_found_by_hashing_again(workshop: Workshop) -> None:
    made = workshop.publish("lamp", "en")
    assert damage(workshop.audio_dir, made) == ()
    webm, mp3, vtt = (workshop.audio_dir / name for name in file_names(made))
    data = bytearray(webm.read_bytes())
    data[-1] ^= 1
    webm.write_bytes(data)
    mp3.unlink()
    assert damage(workshop.audio_dir, made) == (f"{webm.name} is damaged", f"{mp3.name} is missing")
    (task,) = [one for one in workshop.plan().tasks if one.script.key == ("lamp", "en")]
    assert "damaged" in task.reason
    assert task.new_sentences == 0
    assert workshop.publish("lamp", "en") == made
    assert damage(workshop.audio_dir, made) == ()
    assert vtt.exists()


def test_replaced_files_stay_a_week_for_phones_that_are_fetching_them(tmp_path: Path) -> None:
    now = [1_000_000_000.0]
    publisher = Publisher(tmp_path, now=lambda: now[0])
    made = []
    for text in (b"old", b"new"):
        digest = put(tmp_path, text, "webm")
        for path in tmp_path.glob("*.webm"):
            os.utime(path, (0, 0))
        files = (AudioFile(digest, "webm", "audio/webm", 3),)
        one = replace(publication("gate"), audio=files, captions=put(tmp_path, text, "vtt"))
        publisher.publish(one)
        made.append(one)
        now[0] += 60
    old, new = made
    wanted = {("gate", "en")}
    now[0] += GRACE_S - 120
    assert Publisher(tmp_path, now=lambda: now[0]).prune(wanted, ()).files == 0
    assert damage(tmp_path, old) == ()
    now[0] += 120
    assert Publisher(tmp_path, now=lambda: now[0]).prune(wanted, ()).files == 2
    assert len(damage(tmp_path, old)) == 2
    assert damage(tmp_path, new) == ()
    assert json.loads((tmp_path / "published.json").read_bytes())["retired"] == {}


def test_a_stop_that_left_the_tour_is_withdrawn_and_later_removed(tmp_path: Path) -> None:
    now = [2e9]
    gone = replace(publication("gone"), captions=put(tmp_path, b"vtt", "vtt"), audio=())
    publisher = Publisher(tmp_path, now=lambda: now[0])
    publisher.publish(gone)
    publisher.publish(publication("gate"))
    assert publisher.prune({("gate", "en")}, ()).files == 0
    assert set(ClipStore(tmp_path).publications()) == {("gate", "en")}
    now[0] += GRACE_S + 1
    assert publisher.prune({("gate", "en")}, ()).bytes == 3


def test_pruning_keeps_the_sentences_of_today(workshop: Workshop) -> None:
    workshop.publish("gate", "en")
    needed = [line.key for line in workshop.script("gate", "en").lines][1:]
    publisher = Publisher(workshop.audio_dir, now=lambda: 1e11)
    assert publisher.prune({("gate", "en")}, needed).files == 1
    assert {path.stem for path in workshop.audio_dir.glob("sentences/*")} == set(needed)


def test_the_text_digest_sees_every_letter_and_the_paragraphs() -> None:
    texts = [("ab", "c"), ("a", "bc"), ("ab c",), ("ab", "C"), ()]
    assert len({text_digest(text) for text in texts}) == len(texts)
