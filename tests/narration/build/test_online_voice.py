"""A voice of the network, chosen by one line of stops.yaml, through the whole build."""

from conftest import Workshop
from online import ADDRESS, engines_of, service


def test_an_online_voice_is_used_only_when_stops_yaml_names_it(workshop: Workshop) -> None:
    folder = workshop.settings.voices_dir
    folder.mkdir(parents=True, exist_ok=True)
    with service() as (address, asked):
        (folder / ADDRESS).write_text(address, encoding="utf-8")
        report = workshop.build(engines_of)
        assert {made.voice.engine for made, _ in report.published} == {"beeper"}
        assert asked == []
        workshop.edit("voices: {}", 'voices: {en: "gtts:en"}')
        report = workshop.build(engines_of)
    assert not report.failures
    assert {made.language for made, _ in report.published} == {"en"}
    for made, _ in report.published:
        assert made.voice.id == "gtts:en"
        assert made.voice.needs_network
        assert all(cue.words for cue in made.cues), "its words are found by aligning"
    sentences = sum(len(made.cues) for made, _ in report.published)
    assert len(asked) == sentences
