"""The manifest, read by the parser of a viewer that is not ours, and held against the texts."""

import json
from dataclasses import replace

import pytest
from listening_help import BASE, Narrated, Read, assert_golden

from tour.catalogue.model import Licence
from tour.listening.artwork import SIDE_PX
from tour.listening.iiif import CONTEXT, NAV_PLACE, manifest
from tour.web.pages.words import words

IIIF_PARSER = """
import { readFileSync } from "node:fs";
import { normalize, serialize, serializeConfigPresentation3 } from "@iiif/parser";
import { presentation3StrictUpgrade } from "@iiif/parser/strict";
const fresh = () => JSON.parse(readFileSync(path));
async function read() {
  const strict = { warnings: [] };
  presentation3StrictUpgrade(fresh(), strict);
  const { entities, mapping, resource } = normalize(fresh());
  const state = { entities, mapping, requests: {} };
  const again = serialize(state, resource, serializeConfigPresentation3);
  const counts = Object.entries(entities).map(([kind, all]) => [kind, Object.keys(all).length]);
  return { warnings: strict.warnings, counts: Object.fromEntries(counts), again };
}
"""


def written(lighthouse: Narrated, lang: str) -> bytes:
    return manifest(lighthouse.tour, lang, lighthouse.episodes(lang), BASE, words(lang))


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_a_viewers_parser_reads_all_of_it_and_gives_it_back(
    lighthouse: Narrated, read_by_node: Read, lang: str
) -> None:
    document = written(lighthouse, lang)
    read = read_by_node(IIIF_PARSER, document)
    assert read["warnings"] == []
    assert read["counts"]["Canvas"] == 4, "two of sound, each with a picture"
    assert read["counts"]["Annotation"] == 6
    mine, again = json.loads(document), read["again"]
    assert set(again.pop("@context")) == set(mine.pop("@context")) == {CONTEXT, NAV_PLACE}
    assert again == mine


def test_each_stop_is_a_canvas_of_sound_with_captions(lighthouse: Narrated) -> None:
    document = json.loads(written(lighthouse, "en"))
    assert document["type"] == "Manifest"
    assert document["id"] == f"{BASE}/api/v1/iiif/en/manifest.json"
    assert document["label"] == {lang: [text] for lang, text in lighthouse.tour.title.items()}
    assert "Apache-2.0" in document["requiredStatement"]["value"]["en"][0]
    assert "must not be shown as if it had been" in document["requiredStatement"]["value"]["en"][0]
    for canvas, episode in zip(document["items"], lighthouse.episodes("en"), strict=True):
        assert canvas["type"] == "Canvas"
        assert canvas["duration"] == round(episode.publication.duration_s, 3)
        (sound,) = canvas["items"][0]["items"]
        assert (sound["motivation"], sound["target"]) == ("painting", canvas["id"])
        assert sound["body"]["id"] == f"{BASE}/audio/{episode.sound.digest}.mp3"
        assert sound["body"]["duration"] == canvas["duration"]
        (captions,) = canvas["annotations"][0]["items"]
        assert (captions["motivation"], captions["target"]) == ("supplementing", canvas["id"])
        assert captions["body"]["format"] == "text/vtt"
        assert captions["body"]["id"] == f"{BASE}/audio/{episode.publication.captions}.vtt"
        picture = canvas["placeholderCanvas"]
        assert (picture["width"], picture["height"]) == (SIDE_PX, SIDE_PX)


def test_a_place_says_how_well_it_is_known(lighthouse: Narrated) -> None:
    gate, lamp = json.loads(written(lighthouse, "en"))["items"]
    (feature,) = gate["navPlace"]["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [71.0, 51.0]}
    label = feature["properties"]["label"]["en"]
    assert label == ["The gate (sketch, not surveyed, within 120 m)"]
    assert feature["properties"]["position_uncertainty_m"] == 120
    assert lamp["summary"] == {"en": ["This stop speaks of a death."]}


@pytest.mark.parametrize(
    ("licence", "rights"),
    [
        (Licence("Apache-2.0", "https://www.apache.org/licenses/LICENSE-2.0"), None),
        (
            Licence("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
            "http://creativecommons.org/licenses/by/4.0/",
        ),
        (None, None),
    ],
)
def test_rights_hold_only_what_the_format_allows(
    lighthouse: Narrated, licence: Licence | None, rights: str | None
) -> None:
    tour = replace(lighthouse.tour, licence=licence)
    document = json.loads(manifest(tour, "en", lighthouse.episodes("en"), BASE, words("en")))
    assert document.get("rights") == rights
    said = json.dumps(document["requiredStatement"])
    assert (licence.name if licence else "All rights in the texts are reserved") in said


def test_it_is_as_it_was(lighthouse: Narrated) -> None:
    document = json.loads(written(lighthouse, "en"))
    shown = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    for episode in lighthouse.episodes("en"):
        shown = shown.replace(episode.sound.digest, f"<sound of {episode.stop.id}>")
        shown = shown.replace(episode.publication.captions, f"<captions of {episode.stop.id}>")
        length = str(round(episode.publication.duration_s, 3))
        shown = shown.replace(f'"duration": {length}', f'"duration": <{episode.stop.id}>')
    assert_golden("iiif.json.txt", shown.encode())
