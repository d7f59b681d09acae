"""Takes in the database, on both kinds."""

import threading

import pytest
from survey_help import take

from tour.errors import NotFound, TooLarge
from tour.survey import Survey, store


def test_a_take_is_given_back_as_it_came(survey: Survey) -> None:
    kept = take((1, 2), (3, 4), (5, 6), shape="polygon")
    assert survey.add([kept]) == 1
    assert survey.takes() == {"gate": (kept,)}


def test_each_id_is_kept_once_whoever_sends_it_again(survey: Survey) -> None:
    first, second = take((0, 0), take_id="a"), take((9, 9), take_id="a")
    assert survey.add([first]) == 1
    assert survey.add([second, take((1, 1), take_id="b")]) == 1
    assert survey.takes()["gate"][0] == first
    assert len(survey.takes()["gate"]) == 2


def test_two_windows_at_once_keep_it_once(survey: Survey) -> None:
    takes = [take((n, 0), take_id=f"t{n}") for n in range(10)]
    new: list[int] = []
    threads = [threading.Thread(target=lambda: new.append(survey.add(takes))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(new) == 10
    assert len(survey.takes()["gate"]) == 10


def test_a_dropped_take_does_not_come_back(survey: Survey) -> None:
    kept = take((0, 0), take_id="a")
    survey.add([kept])
    survey.drop("a")
    survey.drop("a")
    assert survey.add([kept]) == 0
    assert survey.takes() == {}
    for name in ("b", "", "\0"):
        with pytest.raises(NotFound):
            survey.drop(name)


def test_the_oldest_comes_first(survey: Survey) -> None:
    late, early = take((0, 0), hours=2), take((0, 0), hours=1)
    survey.add([late, early])
    assert survey.takes()["gate"] == (early, late)


def test_there_is_an_end(survey: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MAX_TAKES", 2)
    survey.add([take((0, 0)), take((0, 0))])
    with pytest.raises(TooLarge):
        survey.add([take((0, 0))])
    assert len(survey.takes()["gate"]) == 2
