"""An event as the JSON text that the log keeps and phones are sent, and back; nothing is lost."""

import json
from typing import Any

from tour.geo import LatLon
from tour.groups.model import Beat, Event, Gathering, Score, State, StopRef

Json = dict[str, Any]


def encode(event: Event) -> str:
    """The same event always gives the same text, without a line break."""
    content = {
        "seq": event.seq,
        "at_ms": event.at_ms,
        "kind": event.kind,
        "state": state_json(event.state),
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def decode(text: str) -> Event:
    """What ``encode`` was given."""
    content: Json = json.loads(text)
    return Event(content["at_ms"], content["kind"], _state(content["state"]))


def state_json(state: State) -> Json:
    """The whole state as phones get it; members that do not apply are null or empty."""
    score = state.score
    return {
        "seq": state.seq,
        "phase": state.phase,
        "stop": None if score is None else score.stop.id,
        "number": None if score is None else score.stop.number,
        "code": None if score is None else score.stop.code,
        "beats": [] if score is None else [_beat_json(beat) for beat in score.beats],
        "length_s": None if score is None else score.length_s,
        "from_beat": state.from_beat,
        "at_ms": state.at_ms,
        "hold_before_beat": state.hold_before_beat,
        "silence_from_ms": state.silence_from_ms,
        "silence_until_ms": state.silence_until_ms,
        "gather": None if state.gathering is None else _gathering_json(state.gathering),
        "languages": list(state.languages),
        "by_text": [] if score is None else list(score.by_text),
    }


def _beat_json(beat: Beat) -> Json:
    return {"paragraph": beat.paragraph, "sentence": beat.sentence, "at_s": beat.at_s}


def _gathering_json(where: Gathering) -> Json:
    place = where.place
    return {
        "stop": where.stop,
        "lat": None if place is None else place.lat,
        "lng": None if place is None else place.lng,
        "accuracy_m": where.accuracy_m,
    }


def _state(content: Json) -> State:
    return State(
        seq=content["seq"],
        phase=content["phase"],
        languages=tuple(content["languages"]),
        score=None if content["stop"] is None else _score(content),
        from_beat=content["from_beat"],
        at_ms=content["at_ms"],
        hold_before_beat=content["hold_before_beat"],
        silence_from_ms=content["silence_from_ms"],
        silence_until_ms=content["silence_until_ms"],
        gathering=None if content["gather"] is None else _gathering(content["gather"]),
    )


def _score(content: Json) -> Score:
    return Score(
        StopRef(content["stop"], content["number"], content["code"]),
        tuple(Beat(**beat) for beat in content["beats"]),
        content["length_s"],
        tuple(content["by_text"]),
    )


def _gathering(content: Json) -> Gathering:
    lat, lng = content["lat"], content["lng"]
    place = None if lat is None else LatLon(lat, lng)
    return Gathering(content["stop"], place, content["accuracy_m"])
