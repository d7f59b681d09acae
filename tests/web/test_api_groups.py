"""Group walks over the API, on both databases: a guide's desk and visitors' phones."""

from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from web_help import Clips, assert_problem
from werkzeug.test import TestResponse

from tour.cli import register
from tour.groups.codes import ALPHABET
from tour.staff import Role
from tour.wiring import Services

if TYPE_CHECKING:
    from conftest import StoppedClock

PASSWORD = "snow steppe iron stone"
OURS = {"Origin": "http://localhost"}
WELL = {
    "lang": "kk",
    "output": "headphones",
    "position": {"stop": "gate", "beat": 1, "second": 2.5},
    "lag_ms": 12.5,
    "clock_error_ms": 3.0,
    "saved": True,
    "state": "in_step",
    "hidden": False,
}


class DeskClient:
    """A guide's browser: signed in, with a walk at its desk."""

    def __init__(self, app: Flask, name: str) -> None:
        self.browser = app.test_client()
        form = {"name": name, "password": PASSWORD, "next": ""}
        signed = self.browser.post("/en/staff/sign-in", data=form, headers=OURS)
        assert signed.status_code == 303
        self.token = self.code = self.url = ""
        self.presses = 0

    def post(self, path: str, sent: object) -> TestResponse:
        return self.browser.post(path, json=sent, headers=OURS)

    def open(self, **sent: object) -> dict[str, Any]:
        return self._hold(self.post("/api/v1/groups", sent), 201)

    def lead(self, code: str) -> dict[str, Any]:
        return self._hold(self.post(f"/api/v1/groups/{code}/lead", None), 200)

    def press(self, command: str, **sent: object) -> TestResponse:
        self.presses += 1
        known = {"id": f"{self.token}-{self.presses}", "desk": self.token, "command": command}
        return self.post(f"{self.url}/commands", known | sent)

    def phones(self) -> TestResponse:
        return self.browser.get(f"{self.url}/desk")

    def _hold(self, answer: TestResponse, status: int) -> dict[str, Any]:
        assert answer.status_code == status, answer.text
        told: dict[str, Any] = answer.json
        self.token, self.code = told["desk"], told["code"]
        self.url = f"/api/v1/groups/{self.code}"
        return told


class Phone:
    """A visitor's phone that has joined."""

    def __init__(self, app: Flask, code: str, lang: str = "kk") -> None:
        self.browser = app.test_client()
        self.url = f"/api/v1/groups/{code}"
        self.joined = self.browser.post(
            f"{self.url}/phones", json={"lang": lang, "output": "headphones"}
        )
        assert self.joined.status_code == 201, self.joined.text
        self.headers = {"Authorization": f"Bearer {self.joined.json['secret']}"}

    def events(self, after: object = 0) -> TestResponse:
        return self.browser.get(f"{self.url}/events?after={after}", headers=self.headers)

    def report(self, **changed: object) -> TestResponse:
        return self.browser.post(f"{self.url}/phones/me", json=WELL | changed, headers=self.headers)

    def leave(self) -> TestResponse:
        return self.browser.delete(f"{self.url}/phones/me", headers=self.headers)


@pytest.fixture
def app(app: Flask, services: Services, clips: Clips) -> Flask:
    for name, role in (("Anna", Role.GUIDE), ("Boris", Role.ADMIN), ("Vera", Role.EDITOR)):
        services.staff.add(name, role, PASSWORD)
    tour = services.catalogue.current()
    for lang in ("kk", "ru"):
        clips.publish(tour, "gate", lang)
    return app


@pytest.fixture
def desk(app: Flask) -> DeskClient:
    desk = DeskClient(app, "Anna")
    desk.open()
    return desk


@pytest.fixture
def phone(app: Flask, desk: DeskClient) -> Phone:
    return Phone(app, desk.code)


def test_a_guide_opens_a_walk(app: Flask) -> None:
    told = DeskClient(app, "Anna").open(languages=["ru", "kk", "ru"])
    assert told["join_url"] == f"http://localhost/g/{told['code']}"
    assert told["state"] == {
        "seq": 1,
        "phase": "waiting",
        "stop": None,
        "number": None,
        "code": None,
        "beats": [],
        "length_s": None,
        "from_beat": 0,
        "at_ms": 0,
        "hold_before_beat": None,
        "silence_from_ms": None,
        "silence_until_ms": None,
        "gather": None,
        "languages": ["ru", "kk"],
        "by_text": [],
    }
    assert (told["seq"], told["now_ms"]) == (1, 1_780_304_400_000)


def test_a_phone_joins_and_gets_what_it_needs(desk: DeskClient, phone: Phone) -> None:
    told = phone.joined.json
    assert phone.joined.headers["Cache-Control"] == "no-store"
    assert set(told) == {"secret", "group", "seq", "now_ms", "stream_url"}
    assert told["stream_url"] == f"/api/v1/groups/{desk.code}/stream"
    assert (told["seq"], told["group"]["languages"]) == (2, ["kk"])


def test_what_the_guide_presses_reaches_the_phone_with_the_beats_of_its_own_words(
    desk: DeskClient, phone: Phone
) -> None:
    done = desk.press("play", stop="gate")
    assert done.status_code == 200
    told = phone.events(2).json
    (event,) = told["events"]
    assert (event["seq"], event["kind"]) == (done.json["seq"], "playing") == (3, "playing")
    assert event["state"] == done.json["state"]
    assert event["state"]["at_ms"] == event["at_ms"] + 1200
    assert [(beat["paragraph"], beat["sentence"]) for beat in event["state"]["beats"]] == [
        *((0, 0), (1, 0), (1, 1), (2, 0))
    ]
    assert [beat["at_s"] for beat in event["state"]["beats"]] == [0.0, 2.0, 4.0, 6.0]
    assert event["state"]["length_s"] == 8.0
    assert (told["seq"], told["now_ms"]) == (3, event["at_ms"])
    assert phone.events(3).json == {"events": [], "seq": 3, "now_ms": event["at_ms"]}


def test_every_button_of_the_desk(
    desk: DeskClient, phone: Phone, stopped_clock: "StoppedClock"
) -> None:
    kinds = []
    pressed: list[dict[str, object]] = [
        {"command": "play", "stop": "gate"},
        {"command": "hold"},
        {"command": "go_on"},
        {"command": "back"},
        {"command": "gather", "stop": "lamp"},
        {"command": "gather", "lat": 51.0, "lng": 71.0, "accuracy_m": 8},
        {"command": "silence", "seconds": 60},
        {"command": "silence"},
        {"command": "next"},
        {"command": "play", "stop": "gate", "beat": 2},
        {"command": "end"},
    ]
    for sent in pressed:
        stopped_clock.advance(seconds=2.5)
        command = str(sent.pop("command"))
        answer = desk.press(command, **sent)
        assert answer.status_code == 200, answer.text
        kinds.append(answer.json["state"]["phase"])
    assert kinds == [
        *("playing", "holding", "playing", "playing", "gathering", "gathering", "silent"),
        *("silent", "playing", "playing", "ended"),
    ]
    told = [event["kind"] for event in phone.events(2).json["events"]]
    assert told == kinds[:7] + kinds[8:]  # the second silence was as long as the first


def test_a_press_that_is_sent_again_changes_nothing(
    desk: DeskClient, stopped_clock: "StoppedClock"
) -> None:
    first = desk.press("play", stop="gate", id="one")
    stopped_clock.advance(seconds=20)
    assert desk.press("play", stop="gate", id="one").json == first.json


@pytest.mark.parametrize(
    ("command", "sent", "detail"),
    [
        ("hold", {}, "Choose a stop"),
        ("go_on", {}, "Choose a stop"),
        ("back", {}, "Choose a stop"),
    ],
)
def test_what_means_nothing_now_says_what_does(
    desk: DeskClient, command: str, sent: dict[str, object], detail: str
) -> None:
    problem = assert_problem(desk.press(command, **sent), 409, "not-now")
    assert detail in problem["detail"]


def test_after_the_last_stop_next_says_so(desk: DeskClient) -> None:
    desk.press("play", stop="lamp")
    problem = assert_problem(desk.press("next"), 409, "not-now")
    assert problem["detail"] == "This is the last stop. Choose a stop, or end the walk."


@pytest.mark.parametrize(
    "sent",
    [
        {"command": "play"},
        {"command": "play", "stop": "cellar"},
        {"command": "play", "stop": "gate", "beat": 99},
        {"command": "play", "stop": "gate", "beat": -1},
        {"command": "play", "stop": "gate", "beat": "1"},
        {"command": "dance"},
        {"command": "languages"},
        {"command": "hold", "stop": "gate"},
        {"command": "silence", "seconds": 5},
        {"command": "silence", "seconds": 6000},
        {"command": "gather"},
        {"command": "gather", "stop": "cellar"},
        {"command": "gather", "lat": 51.0},
        {"command": "gather", "lat": 51.0, "lng": 71.0, "stop": "gate"},
        {"command": "gather", "stop": "gate", "accuracy_m": 5},
        {"command": "gather", "lat": 91.0, "lng": 71.0},
        {"command": "hold", "id": ""},
        {"command": "hold", "id": "x" * 65},
        {"command": "hold", "desk": None},
        {},
    ],
)
def test_what_cannot_be_used_is_refused_and_changes_nothing(
    desk: DeskClient, sent: dict[str, Any]
) -> None:
    before = desk.phones().json["state"]
    answer = desk.press(**({"command": ""} | sent))
    assert_problem(answer, 422, "invalid-input")
    assert desk.phones().json["state"] == before


def test_another_guide_takes_over_and_the_first_is_told(
    app: Flask, desk: DeskClient, phone: Phone
) -> None:
    desk.press("play", stop="gate")
    other = DeskClient(app, "Boris")
    told = other.lead(desk.code.lower())
    assert (told["code"], told["state"]["phase"], told["seq"]) == (desk.code, "playing", 4)
    assert [event["kind"] for event in phone.events(3).json["events"]] == ["led"]
    problem = assert_problem(desk.press("end"), 409, "led-elsewhere")
    assert "Take it up again" in problem["detail"]
    assert_problem(desk.phones(), 409, "led-elsewhere")
    assert desk.browser.get("/api/v1/groups").json["groups"] == []
    assert other.press("end").json["state"]["phase"] == "ended"


def test_a_guide_goes_on_with_another_phone(app: Flask, desk: DeskClient) -> None:
    desk.press("play", stop="gate")
    second = DeskClient(app, "Anna")
    (walk,) = second.browser.get("/api/v1/groups").json["groups"]
    assert (walk["code"], walk["phones"], walk["state"]["phase"]) == (desk.code, 0, "playing")
    second.lead(walk["code"])
    assert_problem(desk.press("hold"), 409, "led-elsewhere")
    assert second.press("hold").status_code == 200


def test_the_desk_sees_numbers(app: Flask, desk: DeskClient, phone: Phone) -> None:
    desk.press("play", stop="gate")
    assert phone.report(position=None).status_code == 200
    Phone(app, desk.code, "ru")
    told = desk.phones().json
    state = told.pop("state")
    assert state["phase"] == "playing"
    assert told == {
        "phones": 2,
        "languages": {"kk": 1, "ru": 1},
        "in_step": 1,
        "behind": 1,
        "asleep": 0,
        "offline": 0,
        "saved": 1,
        "seconds": {},
        "lag_ms": 12.5,
        "clock_error_ms": 3.0,
        "now_ms": 1_780_304_400_000,
    }


def test_what_an_earlier_version_of_the_page_tells_is_taken(desk: DeskClient, phone: Phone) -> None:
    assert phone.report(following="group").status_code == 200
    assert desk.phones().json["in_step"] == 1


def test_a_report_answers_what_to_follow(desk: DeskClient, phone: Phone) -> None:
    done = desk.press("play", stop="gate").json
    told = phone.report().json
    assert (told["state"], told["seq"]) == (done["state"], done["seq"])
    assert phone.report(lang="ru").json["state"]["languages"] == ["kk", "ru"]


@pytest.mark.parametrize(
    "changed",
    [
        {"lat": 51.0, "lng": 71.0},
        {"latitude": 51.0},
        {"position": {"stop": "gate", "beat": 1, "second": 2.5, "lat": 51.0}},
        {"position": {"lat": 51.0, "lng": 71.0}},
        {"position": [51.0, 71.0]},
        {"place": "51.0,71.0"},
        {"name": "Aigul"},
        {"lang": "de"},
        {"output": "radio"},
        {"following": True},
        {"state": "asleep"},
        {"hidden": 1},
        {"lag_ms": "late"},
        {"lag_ms": 1e300},
        {"saved": None},
    ],
)
def test_no_place_on_the_ground_and_nothing_unknown_is_taken_from_a_phone(
    desk: DeskClient, phone: Phone, changed: dict[str, object]
) -> None:
    assert_problem(phone.report(**changed), 422, "invalid-input")
    assert desk.phones().json["saved"] == 0


def test_a_phone_leaves_and_is_forgotten(desk: DeskClient, phone: Phone) -> None:
    left = phone.leave()
    assert (left.status_code, left.data) == (204, b"")
    assert desk.phones().json["phones"] == 0
    for answer in (phone.events(), phone.report(), phone.leave()):
        assert_problem(answer, 403, "not-allowed")


def test_a_phone_needs_its_secret(app: Flask, desk: DeskClient, phone: Phone) -> None:
    phone.headers = {}
    for answer in (phone.events(), phone.report(), phone.leave()):
        assert_problem(answer, 401, "secret-missing")
    phone.headers = {"Authorization": "Bearer another"}
    wrong_secret = assert_problem(phone.events(), 403, "not-allowed")
    stranger = Phone(app, desk.code)
    stranger.url = "/api/v1/groups/AAAAAA"
    assert assert_problem(stranger.events(), 403, "not-allowed") == wrong_secret


@pytest.mark.parametrize("after", ["-1", "x", "1.5", str(2**31)])
def test_a_number_that_is_none_is_refused(phone: Phone, after: str) -> None:
    assert_problem(phone.events(after), 422, "invalid-input")


@pytest.mark.parametrize(
    ("sent", "slug"),
    [
        ({"lang": "de", "output": "headphones"}, "invalid-input"),
        ({"lang": "kk"}, "invalid-input"),
        ({"lang": "kk", "output": "headphones", "lat": 51.0}, "invalid-input"),
        ({"lang": "kk", "output": "headphones", "name": "Aigul"}, "invalid-input"),
    ],
)
def test_joining_asks_for_nothing_else(
    app: Flask, desk: DeskClient, sent: dict[str, object], slug: str
) -> None:
    answer = app.test_client().post(f"{desk.url}/phones", json=sent)
    assert_problem(answer, 422, slug)


def test_trying_out_codes_is_stopped(app: Flask, desk: DeskClient) -> None:
    client = app.test_client()
    sent = {"lang": "kk", "output": "headphones"}
    wrong = [f"/api/v1/groups/AAAAA{sign}/phones" for sign in ALPHABET]
    for url in wrong[:10]:
        assert_problem(client.post(url, json=sent), 404, "not-found")
    for url in wrong[10:]:
        refused = client.post(url, json=sent)
        problem = assert_problem(refused, 429, "too-many-requests")
        assert int(refused.headers["Retry-After"]) == problem["retry_after_s"] > 0
    assert client.post(f"{desk.url}/phones", json=sent).status_code == 201


def test_a_guide_does_not_find_walks_by_trying(app: Flask, desk: DeskClient) -> None:
    other = DeskClient(app, "Boris").browser
    answers = [other.get(f"/api/v1/groups/AAAAA{sign}/desk") for sign in ALPHABET[:12]]
    assert [answer.status_code for answer in answers] == [404] * 10 + [429] * 2
    assert other.get(f"{desk.url}/desk").status_code == 409


def test_an_ended_walk_says_so_everywhere(
    app: Flask, desk: DeskClient, phone: Phone, stopped_clock: "StoppedClock"
) -> None:
    desk.press("end")
    sent = {"lang": "kk", "output": "headphones"}
    answers = [
        app.test_client().post(f"{desk.url}/phones", json=sent),
        desk.press("play", stop="gate"),
        desk.post(f"{desk.url}/lead", None),
    ]
    for answer in answers:
        assert assert_problem(answer, 410, "walk-ended")["detail"] == "This walk has ended."
    assert [event["kind"] for event in phone.events(2).json["events"]] == ["ended"]
    assert phone.report().json["state"]["phase"] == "ended"
    stopped_clock.advance(hours=2)
    assert_problem(app.test_client().post(f"{desk.url}/phones", json=sent), 404, "not-found")
    assert_problem(phone.events(), 403, "not-allowed")


@pytest.fixture
def guides_requests(desk: DeskClient) -> list[tuple[str, str, dict[str, object] | None]]:
    return [
        ("POST", "/api/v1/groups", {}),
        ("GET", "/api/v1/groups", None),
        ("POST", f"{desk.url}/lead", None),
        (
            "POST",
            f"{desk.url}/commands",
            {"id": "a", "desk": desk.token, "command": "play", "stop": "gate"},
        ),
        ("GET", f"{desk.url}/desk", None),
    ]


def test_only_guides_lead(
    app: Flask,
    desk: DeskClient,
    guides_requests: list[tuple[str, str, dict[str, object] | None]],
) -> None:
    editor = DeskClient(app, "Vera").browser
    for method, path, sent in guides_requests:
        nobody = app.test_client().open(path, method=method, json=sent, headers=OURS)
        assert_problem(nobody, 401, "sign-in-needed")
        other = editor.open(path, method=method, json=sent, headers=OURS)
        assert_problem(other, 403, "not-allowed")
        if method == "POST":
            hostile = {"Origin": "https://evil.example"}
            forged = desk.browser.open(path, method=method, json=sent, headers=hostile)
            assert_problem(forged, 403, "not-allowed")
    assert desk.phones().json["state"]["seq"] == 1


def test_a_phones_secret_commands_nothing(app: Flask, desk: DeskClient, phone: Phone) -> None:
    sent = {"id": "a", "desk": desk.token, "command": "end"}
    headers = OURS | phone.headers
    answer = app.test_client().post(f"{desk.url}/commands", json=sent, headers=headers)
    assert_problem(answer, 401, "sign-in-needed")


def test_nothing_but_json_is_taken(desk: DeskClient, phone: Phone) -> None:
    for path, headers in (
        ("/api/v1/groups", OURS),
        (f"{desk.url}/commands", OURS),
        (f"{desk.url}/phones", {}),
        (f"{desk.url}/phones/me", phone.headers),
    ):
        answer = desk.browser.post(path, data="{}", headers=headers)
        assert_problem(answer, 415, "not-json")


def test_a_walk_goes_on_with_the_text_when_there_is_no_sound(app: Flask, desk: DeskClient) -> None:
    for lang in ("kk", "en"):
        Phone(app, desk.code, lang)
    state = desk.press("play", stop="gate").json["state"]
    assert (state["by_text"], state["length_s"]) == (["en"], 8.0)
    silent = desk.press("play", stop="lamp").json["state"]
    assert (silent["by_text"], silent["length_s"] > 2) == ([], True)


@pytest.mark.usefixtures("desk")
def test_the_command_forgets_what_is_over(app: Flask, stopped_clock: "StoppedClock") -> None:
    register(app)
    runner = app.test_cli_runner()
    assert runner.invoke(args=["groups", "expire"]).output == "0 walks were forgotten.\n"
    stopped_clock.advance(hours=12)
    assert runner.invoke(args=["groups", "expire"]).output == "1 walk was forgotten.\n"
