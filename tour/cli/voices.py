"""``flask voices``: which voices are here, which are chosen, how to get better ones."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import TaskID
from rich.table import Table

from tour.errors import BadCatalogue, BadSettings, NotFound, Unavailable
from tour.narration.model import Engine, Voice
from tour.settings import Settings

_LANGUAGES = ("kk", "ru", "en")
_NAMES = {"kk": "Kazakh", "ru": "Russian", "en": "English"}
_FROM_PACKAGES = frozenset({"kk", "ru"})


@click.group("voices", invoke_without_command=True)
@click.pass_context
def group(context: click.Context) -> None:
    """List the voices of each language, how good they are, and how to get better ones."""
    if context.invoked_subcommand is None:
        _list()


@group.command()
@click.option("--again", is_flag=True, help="Fetch and replace what is installed.")
def install(*, again: bool) -> None:
    """Install RHVoice (Russian, and Kazakh by Kyrgyz voices) for this tour, without root.

    About 170 MB are fetched from this machine's own Debian or Ubuntu mirror and 70 MB are kept, in
    the voices folder alone. Ends at once when that was done before, with 1 when it cannot be done.
    """
    from tour.narration.install.rhvoice import install as install_rhvoice

    try:
        install_rhvoice(_settings().voices_dir, click.echo, again=again)
    except Unavailable as error:
        raise click.ClickException(error.message) from error


@group.command()
@click.argument("name")
@click.option("--from", "address", metavar="ADDRESS", help="Where the voices lie (TOUR_PIPER_URL).")
@click.option("--again", is_flag=True, help="Fetch what is here anew.")
def get(name: str, address: str | None, *, again: bool) -> None:
    """Fetch the Piper voice NAME (as in en_US-joe-medium) into the voices folder.

    Files are held against their checksums; a broken transfer goes on where it stopped. Piper itself
    is added by: pip install piper-tts
    """
    from rich.progress import DownloadColumn, Progress, TransferSpeedColumn

    from tour.narration.install.piper import fetch

    settings = _settings()
    with Progress(
        *Progress.get_default_columns(), DownloadColumn(), TransferSpeedColumn()
    ) as shown:
        tasks: dict[str, TaskID] = {}

        def heard(file: str, here: int, whole: int) -> None:
            if file not in tasks:
                tasks[file] = shown.add_task(file, total=whole)
            shown.update(tasks[file], completed=here)

        try:
            where = (address or settings.piper_url).rstrip("/")
            fetch(name, settings.voices_dir, where, heard, again=again)
        except (NotFound, Unavailable) as error:
            raise click.ClickException(error.message) from error
    click.echo(f"{name} is here. To hear it beside the others: flask voices try TEXT")


@group.command("try")
@click.argument("text")
@click.option("--lang", default="en", show_default=True, help="The passage's language.")
@click.option("--online", is_flag=True, help="Also voices that send the passage over the network.")
def try_all(text: str, lang: str, *, online: bool) -> None:
    """Speak TEXT with every voice of its language, on one page to compare."""
    from tour.catalogue import read_tour
    from tour.narration.engines import all_engines
    from tour.narration.trial import trial_page, try_voices

    settings = _settings()
    try:
        tour = read_tour(settings.stops_file)
    except BadCatalogue as error:
        raise click.ClickException(error.message) from error
    if lang not in tour.languages or not any(letter.isalnum() for letter in text):
        msg = f"Give a passage, and --lang as one of: {', '.join(tour.languages)}."
        raise click.ClickException(msg)
    folder = settings.instance_dir / "voices-try"
    folder.mkdir(parents=True, exist_ok=True)
    trials = try_voices(tour, lang, text, all_engines(settings), folder, online=online)
    for trial in trials:
        spoken = "could not speak" if trial.publication is None else f"{trial.took_s:.1f} s"
        click.echo(f"{trial.voice.id}: {spoken}")
    page = folder / f"{lang}.html"
    page.write_text(trial_page(text, lang, trials), encoding="utf-8")
    click.echo(f"Open in a browser: {page}")


def _list() -> None:
    from tour.narration.engines import all_engines, choose_voices

    settings = _settings()
    languages, wanted = _asked(settings)
    engines = all_engines(settings)
    chosen = choose_voices(engines, languages, wanted)
    console = Console()
    for language in languages:
        _show(console, language, _installed(engines, language), chosen)
        if language in wanted and (
            language not in chosen or chosen[language].id != wanted[language]
        ):
            console.print(
                f"  stops.yaml asks for {escape(wanted[language])}, which is not here or not fit.",
                style="yellow",
            )
        for line in _advice(settings, language, chosen.get(language)) + _others(
            _installed(engines, language), chosen.get(language)
        ):
            console.print(f"  {line}", highlight=False, markup=False, soft_wrap=True)
        console.print()
    for line in _about_piper(settings):
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def _show(
    console: Console, language: str, voices: Iterable[Voice], chosen: Mapping[str, Voice]
) -> None:
    console.print(f"[bold]{_NAMES.get(language, language)}[/bold] ({escape(language)})")
    table = Table(box=None)
    table.add_column("")
    for heading in ("voice", "quality"):
        table.add_column(heading, no_wrap=True)
    for heading in ("online", "licence", "what it is"):
        table.add_column(heading)
    for voice in voices:
        is_chosen = chosen.get(language) == voice
        table.add_row(
            "→" if is_chosen else "",
            escape(voice.id),
            voice.quality if voice.quality != "poor" else "poor, never used",
            "yes, only by name" if voice.needs_network else "",
            escape(voice.licence),
            escape(voice.description),
            style="bold" if is_chosen else "",
        )
    if table.row_count:
        console.print(table)
    if language not in chosen:
        console.print("  No fit voice: this language is served as text.", style="yellow")


def _advice(settings: Settings, language: str, chosen: Voice | None) -> list[str]:
    """How to get a better voice than the chosen one, the best way first."""
    folder = settings.audio_dir / "recordings" / language
    recorded = _count_recordings(folder)
    lines = [
        f"Best: a person's recording, as {folder}/<stop-id>.wav, wins over every voice "
        + (f"({recorded} recorded)." if recorded else "(none is there)."),
    ]
    with_rhvoice = chosen is not None and chosen.engine == "rhvoice"
    if language in _FROM_PACKAGES and not with_rhvoice:
        lines.append("Better: `flask voices install` adds RHVoice (170 MB to fetch, no root).")
    if language == "kk":
        lines.append("Let a Kazakh speaker listen before visitors do.")
    return lines


def _about_piper(settings: Settings) -> list[str]:
    """What is wrong with voices that were added, or lacks."""
    from importlib.util import find_spec

    from tour.narration.engines.kokoro import model_is_here, unfit_kokoro_files
    from tour.narration.engines.piper import FOLDER, unfit_files

    here = any((settings.voices_dir / FOLDER).glob("*.onnx"))
    lines = [*unfit_files(settings.voices_dir), *unfit_kokoro_files(settings.voices_dir)]
    if any((settings.voices_dir / "kokoro").glob("*.bin")) and not model_is_here():
        lines.append(
            "Kokoro voices are here, its model is not. Add it: pip install '.[kokoro]' (90 MB)."
        )
    if here and not find_spec("piper"):
        lines.append("Piper voices are here, Piper is not. Add it: pip install piper-tts")
    return lines


def _others(installed: Iterable[Voice], chosen: Voice | None) -> list[str]:
    """The line that chooses each of the other voices."""
    return [
        f'To choose {voice.name}: `voices: {{{voice.language}: "{voice.id}"}}` in stops.yaml'
        + (", which sends every sentence out." if voice.needs_network else ".")
        for voice in installed
        if voice.quality != "poor" and voice != chosen
    ]


def _count_recordings(folder: Path) -> int:
    from tour.narration.recordings import EXTENSIONS

    return len({path.stem for each in EXTENSIONS for path in folder.glob(f"*.{each}")})


def _installed(engines: Iterable[Engine], language: str) -> list[Voice]:
    return [voice for each in engines for voice in each.voices() if voice.language == language]


def _asked(settings: Settings) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """Languages and voices that stops.yaml asks for; the usual ones while it cannot be read."""
    from tour.catalogue import read_tour

    try:
        tour = read_tour(settings.stops_file)
    except BadCatalogue as error:
        click.echo(f"{error.message} Shown here are the usual languages.\n", err=True)
        return _LANGUAGES, {}
    return tour.languages, tour.voices


def _settings() -> Settings:
    try:
        return Settings.from_env()
    except BadSettings as error:
        raise click.ClickException(error.message) from error
