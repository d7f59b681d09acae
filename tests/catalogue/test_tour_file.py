"""The tour file of a running server, as editors save it well and badly."""

from pathlib import Path
from threading import Barrier, Event, Thread

import pytest

from tour.catalogue import TourFile
from tour.errors import BadCatalogue


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def path(tmp_path: Path, tour_text: str) -> Path:
    path = tmp_path / "stops.yaml"
    path.write_text(tour_text, encoding="utf-8")
    return path


@pytest.fixture
def tour_file(path: Path, seconds: Seconds) -> TourFile:
    return TourFile(path, clock=seconds)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_an_unchanged_file_gives_the_same_tour(tour_file: TourFile, seconds: Seconds) -> None:
    tour = tour_file.current()
    seconds.now += 60
    assert tour_file.current() is tour
    assert tour_file.faults() == ()


def test_a_change_shows_within_a_second(tour_file: TourFile, path: Path, seconds: Seconds) -> None:
    before = tour_file.current()
    edit(path, "Walk.", "Take the path.")
    seconds.now += 0.9
    assert tour_file.current() is before
    seconds.now += 0.1
    assert tour_file.current().getting_there["en"] == "Take the path."


def test_a_broken_file_leaves_the_last_good_tour_until_it_is_mended(
    tour_file: TourFile, path: Path, seconds: Seconds
) -> None:
    before = tour_file.current()
    edit(path, "kind: outdoor", "kind: outdor")
    seconds.now += 1
    assert tour_file.current() is before
    (fault,) = tour_file.faults()
    assert '"outdor"' in fault.message
    edit(path, "kind: outdor\n", "kind: off-site\n")
    seconds.now += 1
    assert tour_file.faults() == ()
    assert tour_file.current().stops[0].kind == "off-site"


def test_a_file_gone_for_a_moment_leaves_the_last_good_tour(
    tour_file: TourFile, path: Path, seconds: Seconds
) -> None:
    before = tour_file.current()
    text = path.read_text(encoding="utf-8")
    path.unlink()
    seconds.now += 1
    assert tour_file.current() is before
    assert "cannot be opened" in tour_file.faults()[0].message
    path.write_text(text, encoding="utf-8")
    seconds.now += 1
    assert tour_file.faults() == ()
    assert tour_file.current() == before


@pytest.mark.parametrize("part", [0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_half_written_file_takes_nothing_down(
    tour_file: TourFile, path: Path, seconds: Seconds, part: float
) -> None:
    before = tour_file.current()
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])
    seconds.now += 1
    tour_file.current()
    path.write_bytes(content)
    seconds.now += 1
    assert tour_file.current() == before
    assert tour_file.faults() == ()


def test_without_any_good_tour_the_faults_are_raised_and_a_mended_file_is_taken(
    tour_file: TourFile, path: Path, seconds: Seconds
) -> None:
    edit(path, "kind: outdoor", "kind: outdor")
    with pytest.raises(BadCatalogue) as caught:
        tour_file.current()
    assert caught.value.details["faults"] == [fault.as_json() for fault in tour_file.faults()]
    edit(path, "kind: outdor\n", "kind: outdoor\n")
    seconds.now += 1
    assert tour_file.current().stops[0].kind == "outdoor"


def test_many_threads_get_one_and_the_same_tour(tour_file: TourFile) -> None:
    ready, tours = Barrier(8), list[int]()

    def ask() -> None:
        ready.wait()
        tours.append(id(tour_file.current()))

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(tours) == 8
    assert len(set(tours)) == 1


def test_while_one_thread_looks_the_others_go_on(path: Path) -> None:
    reached, go_on = Event(), Event()
    slow = [False]

    def clock() -> float:
        if slow[0]:
            reached.set()
            assert go_on.wait(10)
        return 100.0

    tour_file = TourFile(path, clock=clock)
    tour = tour_file.current()
    slow[0] = True
    thread = Thread(target=tour_file.current)
    thread.start()
    try:
        assert reached.wait(10)
        assert tour_file.current() is tour
    finally:
        go_on.set()
        thread.join()


def test_a_server_that_starts_on_a_broken_file_serves_the_kept_tour(
    path: Path, tmp_path: Path, seconds: Seconds
) -> None:
    keep = tmp_path / "elsewhere" / "last-good.yaml"
    good = TourFile(path, clock=seconds, keep=keep).current()
    edit(path, "kind: outdoor", "kinds: outdoor")
    started_anew = TourFile(path, clock=seconds, keep=keep)
    assert started_anew.current() == good
    assert started_anew.faults() != ()
    path.unlink()
    assert TourFile(path, clock=seconds, keep=keep).current() == good


def test_a_copy_that_cannot_be_kept_does_no_harm(path: Path, seconds: Seconds) -> None:
    keep = path / "not-a-folder" / "last-good.yaml"
    assert TourFile(path, clock=seconds, keep=keep).current().id == "lighthouse"
    edit(path, "kind: outdoor", "kinds: outdoor")
    with pytest.raises(BadCatalogue):
        TourFile(path, clock=seconds, keep=keep).current()
