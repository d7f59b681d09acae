"""What ``flask narrate --verify`` does and prints."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from tour.catalogue.model import Tour
    from tour.narration.hearing.verify import Clip
    from tour.narration.plan import Choice
    from tour.settings import Settings


def verify(
    settings: "Settings", tour: "Tour", choice: "Choice", console: Console, *, accepts: bool
) -> int:
    """Hear every published file that is chosen; gives how many things forbid publishing it."""
    from tour.narration.heard import accepted_path
    from tour.narration.hearing.gate import accept, failures, read_accepted
    from tour.narration.hearing.keeper import keep_marks
    from tour.narration.hearing.verify import HEARD, Verification
    from tour.narration.hearing.whisper import Whisper

    def tell(clip: "Clip") -> None:
        _print_clip(clip, console)

    workers = settings.narrate_jobs
    verification = Verification(
        tour, settings.audio_dir, settings.instance_dir / HEARD, Whisper(workers)
    )
    clips = verification.run(choice, workers, tell)
    _print_names(clips, console)
    _print_rates(clips, console)
    _print_sound(settings, clips, console)
    path = accepted_path(settings.stops_file)
    if accepts:
        accept(path, clips, read_accepted(path))
        print(f"Accepted; kept in {path.name}.")
    whole = choice.stops is None
    found = tuple(failures(clips, read_accepted(path), whole=whole))
    keep_marks(settings.audio_dir, clips, found)
    for failure in found:
        _say(console, f"NOT ACCEPTED {failure}")
    if not found:
        print(f"All {len(clips)} clips may be published: none is worse than what was accepted.")
    return len(found)


def _print_clip(clip: "Clip", console: Console) -> None:
    from tour.narration.hearing.gate import figure_of
    from tour.narration.progress_bar import clock

    figure = figure_of(clip)
    if figure is None:
        said = "nothing heard"
    elif clip.ranked:
        said = f"log-probability {figure:.2f}"
    else:
        said = f"{figure:.1%} of words sound different"
    _say(console, f"{clip.stop_id} {clip.language}: {said}" + ("" if clip.new else " (known)"))
    for one in clip.heard:
        if one.differences:
            trouble = f"{one.trouble.upper()} " if one.trouble else ""
            what = "; ".join(map(str, one.differences))
            _say(console, f"  {clip.file} {clock(one.start_s)} {trouble}{what}")


def _print_names(clips: Sequence["Clip"], console: Console) -> None:
    """Each name once, with the spellings that were taken for it."""
    spellings: dict[tuple[str, str], Counter[str]] = {}
    for clip in clips:
        for one in clip.heard:
            for name in one.names:
                spellings.setdefault((clip.language, name.said), Counter())[name.heard] += 1
    if spellings:
        _say(console, "Names that the recogniser wrote otherwise, taken as heard:")
    for (language, said), found in sorted(spellings.items()):
        _say(console, f"  {language} {said}: {', '.join(sorted(found))}")


def _print_rates(clips: Sequence["Clip"], console: Console) -> None:
    from tour.narration.hearing.gate import target_of
    from tour.narration.hearing.verify import rates

    table = Table(
        "", "stop", "words", "wrong", "letters", "after names", "raw", header_style="bold"
    )
    for heading in ("right text", "wrong text", "least apart"):
        table.add_column(heading)
    for language in dict.fromkeys(clip.language for clip in clips):
        some = [clip for clip in clips if clip.language == language]
        for name, part in (*((clip.stop_id, [clip]) for clip in some), ("all", some)):
            table.add_row(language, name, *_figures(part))
    console.print(table)
    for language in dict.fromkeys(clip.language for clip in clips if clip.heard):
        heard = [one for clip in clips if clip.language == language for one in clip.heard]
        share, target = rates(heard).text, target_of(language)
        verdict = "missed" if share > target else "reached"
        line = f"{language}: {share:.1%} of words heard otherwise, wanted at most {target:.0%}"
        _say(console, f"{line}: {verdict}")
    _say(
        console,
        "wrong, letters: what sounds different. after names: what is written in another way, "
        "though names may be written as listed (`heard`), numbers in figures or words, words "
        "together or apart, and signs and capitals do not count. raw: nothing excused.",
    )


def _print_sound(settings: "Settings", clips: Sequence["Clip"], console: Console) -> None:
    """The worst figures of all files as decoded, and how fast it is spoken."""
    from tour.narration.hearing.decoded import worst_of
    from tour.narration.store import ClipStore
    from tour.narration.tempo import spread_of, tempo_line

    sounds = [one for clip in clips for one in clip.sounds]
    _say(console, f"Measured as decoded, {len(sounds)} files:")
    for line in worst_of(sounds):
        _say(console, f"  {line}")
    published = ClipStore(settings.audio_dir).publications()
    heard = [published[clip.key] for clip in clips if clip.key in published]
    _say(console, tempo_line(heard))
    stops = ", ".join(f"{name} {low}-{high}" for name, (low, high) in spread_of(heard).items())
    _say(console, f"  by stop, the slowest and the fastest: {stops}" if stops else "")


def _figures(clips: Sequence["Clip"]) -> Iterator[str]:
    """Words and the shares of those heard otherwise; or mean log-probabilities."""
    from tour.narration.hearing.verify import rates

    heard = [one for clip in clips for one in clip.heard]
    ranked = [one for clip in clips for one in clip.ranked]
    if heard:
        rate = rates(heard)
        yield str(rate.words)
        shares = (rate.wer, rate.cer, rate.text, rate.spelling)
        yield from (f"{share:.1%}" for share in shares)
    elif ranked:
        yield from ("",) * 5
        yield f"{sum(one.right for one in ranked) / len(ranked):.2f}"
        yield f"{sum(one.wrong for one in ranked) / len(ranked):.2f}"
        yield f"{min(one.margin for one in ranked):.2f}"


def _say(console: Console, line: str) -> None:
    console.print(line, markup=False, highlight=False, soft_wrap=True)
