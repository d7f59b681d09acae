"""The feed, read by the parser of the Podcast Index, which refuses what is no valid podcast."""

import pytest
from listening_help import BASE, Narrated, Read

from tour.listening.podcast import feed
from tour.web.pages.words import words

PARTYTIME = """
import { readFileSync } from "node:fs";
import partytime from "podcast-partytime";
async function read() {
  const found = partytime.parseFeed(readFileSync(path, "utf8"));
  if (!found) return null;
  return JSON.parse(JSON.stringify(found));
}
"""


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_index_reads_the_feed_and_what_goes_with_it(
    lighthouse: Narrated, read_by_node: Read, lang: str
) -> None:
    tour, episodes = lighthouse.tour, lighthouse.episodes(lang)
    whole = lighthouse.editions.current("sound", tour, lang, lighthouse.clips)
    assert whole is not None
    read = read_by_node(PARTYTIME, feed(tour, lang, episodes, BASE, words(lang), whole))
    assert read is not None, "the index refuses it"
    assert read["title"] == tour.title[lang]
    assert read["language"] == lang
    assert read["explicit"] is False
    assert read["podcastLocation"]["geo"].startswith("geo:51.000000,71.000000")
    items = {item["guid"]: item for item in read["items"]}
    assert set(items) == {
        f"lighthouse/{lang}",
        f"lighthouse/gate/{lang}",
        f"lighthouse/lamp/{lang}",
    }
    item = items[f"lighthouse/{lang}"]
    assert item["podcastChapters"] == {
        "url": f"{BASE}/{lang}/chapters.json",
        "type": "application/json+chapters",
    }
    assert item["podcastLocation"]["geo"] == "geo:51.000000,71.000000;u=50"
    assert item["enclosure"] == {
        "url": f"{BASE}/editions/{whole.file.digest}/lighthouse-{lang}.mp3",
        "length": whole.file.bytes,
        "type": "audio/mpeg",
    }
    for each in items.values():
        (transcript,) = each["podcastTranscripts"]
        assert transcript["type"] == "text/vtt"
        assert transcript["language"] == lang
        assert each["duration"] > 0
