"""The whole verification over real published files, with a recogniser that errs on demand."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

import pytest
from conftest import Workshop
from parrot import Parrot, nothing_amiss
from test_narrate_command import run, start

from tour.cli.gates import GateOf, awaited_gates
from tour.narration.admission import Gate
from tour.narration.heard import accepted_path, read_heard
from tour.narration.hearing.gate import accept, failures, read_accepted
from tour.narration.hearing.listen import Sentence
from tour.narration.hearing.verify import HEARD, Clip, Verification, rates
from tour.narration.hearing.whisper import NoRecogniser, Whisper
from tour.narration.model import Samples
from tour.narration.plan import Choice
from tour.settings import ROOT

Amiss = tuple[tuple[str, ...], ...]

ENGLISH = Choice(None, ("en",))


def verified(
    workshop: Workshop,
    parrot: Parrot,
    choice: Choice = ENGLISH,
    beside: Callable[..., Amiss] = nothing_amiss,
) -> tuple[Clip, ...]:
    settings = workshop.settings
    told: list[Clip] = []
    verification = Verification(
        workshop.tour(), settings.audio_dir, settings.instance_dir / HEARD, parrot, beside
    )
    clips = verification.run(choice, 1, told.append)
    assert tuple(told) == clips
    return clips


def refused(workshop: Workshop, clips: tuple[Clip, ...]) -> list[str]:
    accepted = read_accepted(accepted_path(workshop.settings.stops_file))
    return list(map(str, failures(clips, accepted, whole=True)))


def test_what_is_said_rightly_may_be_published(workshop: Workshop) -> None:
    parrot = Parrot(workshop.audio_dir, workshop.publish_all())
    clips = verified(workshop, parrot, Choice())
    assert [clip.key for clip in clips] == [
        (stop, language)
        for language in ("kk", "ru", "en")
        for stop in ("gate", "lamp/note", "lamp")
    ]
    assert refused(workshop, clips) == []
    heard = [one for clip in clips for one in clip.heard]
    assert rates(heard).wer == 0
    assert rates(heard).words > 20


def test_a_second_run_asks_only_about_what_changed(workshop: Workshop) -> None:
    parrot = Parrot(workshop.audio_dir, workshop.publish_all())
    first = verified(workshop, parrot)
    assert parrot.asked
    again = Parrot(workshop.audio_dir, parrot.published)
    assert [clip.heard for clip in verified(workshop, again)] == [clip.heard for clip in first]
    assert again.asked == []
    workshop.edit("Look at the lamp.", "Look at the old lamp.")
    changed = Parrot(workshop.audio_dir, workshop.publish_all())
    verified(workshop, changed)
    kept = {path.stem for path in (workshop.settings.instance_dir / HEARD).glob("*.json")}
    assert len(changed.asked) == 2
    assert kept <= {one.audio[0].digest for one in workshop.store.publications().values()}


def test_a_lost_sentence_and_a_higher_rate_are_refused(workshop: Workshop) -> None:
    published = workshop.publish_all()
    path = accepted_path(workshop.settings.stops_file)
    accept(path, verified(workshop, Parrot(workshop.audio_dir, published)), read_accepted(path))
    deaf = Parrot(
        workshop.audio_dir,
        published,
        lambda text: text.replace("Twelve people built it.", ""),
        "deaf",
    )
    found = refused(workshop, verified(workshop, deaf))
    assert any(
        " at " in one and "lost: heard “”: “Twelve people built it.”" in one for one in found
    )
    assert any(one.startswith("gate en: 17.4%") and "accepted were 0.0%" in one for one in found)
    assert any(one.startswith("en: ") and "at most 4% may" in one for one in found)


def test_what_was_accepted_is_refused_no_more_until_it_is_worse(workshop: Workshop) -> None:
    published = workshop.publish_all()
    path = accepted_path(workshop.settings.stops_file)
    deaf = Parrot(
        workshop.audio_dir, published, lambda text: text.replace("built it", "hilt"), "deaf"
    )
    clips = verified(workshop, deaf)
    accept(path, clips, read_accepted(path))
    assert [one for one in refused(workshop, clips) if "may" not in one] == []
    deafer = Parrot(
        workshop.audio_dir, published, lambda text: text.replace("built", "hilt in"), "deafer"
    )
    assert any("accepted were" in one for one in refused(workshop, verified(workshop, deafer)))


def test_a_lost_number_is_refused_whatever_the_rate_until_exactly_it_is_accepted(
    workshop: Workshop,
) -> None:
    published = workshop.publish_all()
    path = accepted_path(workshop.settings.stops_file)

    def without(word: str) -> tuple[Clip, ...]:
        parrot = Parrot(workshop.audio_dir, published, lambda text: text.replace(word, ""), word)
        return verified(workshop, parrot)

    clips = without("Twelve ")
    (found,) = [one for one in refused(workshop, clips) if "a name, number or date" in one]
    assert "twelve → –: “Twelve people built it.”" in found
    accept(path, clips, read_accepted(path))
    assert not any("a name, number" in one for one in refused(workshop, clips))
    assert accepted_path(workshop.settings.stops_file).read_text("utf-8").count("twelve → –") == 1
    worse = without("Twelve people ")
    assert any("twelve people → –" in one for one in refused(workshop, worse))


def test_a_kazakh_sentence_that_is_another_is_one_to_listen_to(workshop: Workshop) -> None:
    published = workshop.publish_all()
    wrong = Parrot(workshop.audio_dir, published, lambda text: text.replace("Қақпаның", "Аспанның"))
    found = refused(workshop, verified(workshop, wrong, Choice(None, ("kk",))))
    assert len(found) == 1
    assert "a wrong text is as likely" in found[0]
    assert "Қақпаның алдына тұрыңыз." in found[0]


def test_a_kazakh_word_that_is_lost_is_refused_until_exactly_that_is_accepted(
    workshop: Workshop,
) -> None:
    parrot = Parrot(workshop.audio_dir, workshop.publish_all())

    def without(*words: str) -> tuple[Clip, ...]:
        (workshop.settings.instance_dir / HEARD).mkdir(parents=True, exist_ok=True)
        for path in (workshop.settings.instance_dir / HEARD).iterdir():
            path.unlink()  # the sound is the same, what is heard in it is not

        def beside(_samples: Samples, sentences: Sequence[Sentence], *_: object) -> Amiss:
            return tuple(
                tuple(f"the word “{word}” is not heard" for word in words if word in one.cue.text)
                for one in sentences
            )

        return verified(workshop, parrot, Choice(None, ("kk",)), beside)

    path = accepted_path(workshop.settings.stops_file)
    clips = without("алдына")
    (found,) = refused(workshop, clips)
    assert "s: the word “алдына” is not heard: “Қақпаның алдына тұрыңыз.”" in found
    accept(path, clips, read_accepted(path))
    assert refused(workshop, clips) == []
    assert len(refused(workshop, without("алдына", "тұрыңыз"))) == 1


def test_what_is_missing_old_or_damaged_is_refused(workshop: Workshop) -> None:
    published = workshop.publish_all()
    gate = next(one for one in published if (one.stop_id, one.language) == ("gate", "en"))
    path = workshop.audio_dir / f"{gate.audio[1].digest}.mp3"
    path.write_bytes(path.read_bytes()[:-9])
    workshop.edit("Look at the lamp.", "Look at the old lamp.")
    found = refused(workshop, verified(workshop, Parrot(workshop.audio_dir, published)))
    assert any("mp3 is damaged" in one for one in found)
    assert any(one.startswith("lamp en") and "text has changed" in one for one in found)


@pytest.mark.voices
def test_nothing_is_accepted_unheard(workshop: Workshop) -> None:
    code, output = run(workshop, "--accept")
    assert code == 2
    assert "give both" in output
    code, output = run(workshop, "--verified", "--accept", "--stop", "gate")
    assert code == 2
    assert "--stop, --lang" in output


@pytest.mark.voices
def test_without_the_recogniser_the_command_says_how_to_get_it(workshop: Workshop) -> None:
    try:
        Whisper()
    except NoRecogniser:
        for mode in ("--verify", "--verified"):
            code, output = run(workshop, mode, "--stop", "gate", "--lang", "en")
            assert code == 1
            assert "make verify" in output
            assert "Traceback" not in output
        assert workshop.store.publications() == {}, "nothing goes out unheard"
    else:
        pytest.skip("the recogniser is installed")


def test_a_watch_without_the_recogniser_says_so_once_and_waits_for_it() -> None:
    missing = [NoRecogniser("The recogniser is not installed.")] * 3
    told: list[str] = []
    waited: list[float] = []

    def gates_now() -> GateOf:
        if missing:
            raise missing.pop()
        return gate_of

    def gate_of(_tour: object) -> Gate:
        raise NotImplementedError

    assert awaited_gates(gates_now, told.append, waited.append) is gate_of
    (line,) = told
    assert line.startswith("The recogniser is not installed. Narration waits for it")
    assert len(waited) == 3


@pytest.mark.voices
def test_the_watch_of_a_server_lives_on_without_the_recogniser(workshop: Workshop) -> None:
    with suppress(NoRecogniser):
        Whisper()
        pytest.skip("the recogniser is installed")
    with start(workshop, "--watch", "--verified") as process:
        assert process.stdout is not None
        assert next(process.stdout).startswith("The recogniser is not installed. `make verify`")
        assert process.poll() is None
        process.terminate()
        assert process.wait(timeout=5) == 0
    assert workshop.store.publications() == {}


@pytest.mark.voices
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_real_recogniser_lets_the_voice_pass_and_holds_back_a_wrong_recording(
    workshop: Workshop, language: str
) -> None:
    try:
        Whisper()
    except NoRecogniser as fault:
        pytest.skip(fault.message)
    workshop.settings = replace(workshop.settings, voices_dir=ROOT / "voices")
    code, output = run(workshop, "--lang", language)
    assert code == 0, output
    lamp = workshop.store.publication("lamp", language)
    if lamp is None or "espeak" in lamp.voice.id:
        pytest.skip("no fit voice is installed")
    only = ("--stop", "gate", "--lang", language)
    code, output = run(workshop, "--verify", "--accept", *only)
    assert code == 0, output
    key, published = ("gate", language), workshop.store.publication("gate", language)
    assert read_heard(workshop.audio_dir).standing(key, published) == "heard"
    recording = workshop.audio_dir / "recordings" / language / "gate.mp3"
    recording.parent.mkdir(parents=True)
    recording.write_bytes((workshop.audio_dir / f"{lamp.audio[1].digest}.mp3").read_bytes())
    code, output = run(workshop, "--verified", *only)
    assert code == 1, output
    assert "HELD BACK gate" in output
    kinds = {"unlikely"} if language == "kk" else {"lost", "word", "worse"}
    (held,) = read_heard(workshop.audio_dir).held.values()
    assert {one.kind for one in read_heard(workshop.audio_dir).reasons_of(held)} & kinds
    assert workshop.store.publication("gate", language) == published
