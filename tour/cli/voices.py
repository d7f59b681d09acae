"""``flask voices``: which voices are here, which are chosen, how to get better ones."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tour.errors import BadCatalogue, BadSettings, Unavailable
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
        for line in _advice(settings, language, chosen.get(language)):
            console.print(f"  {line}", highlight=False, markup=False, soft_wrap=True)
        console.print()


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
        lines.append(
            "Let a Kazakh speaker listen before visitors do. Another of these voices: "
            '`voices: {kk: "rhvoice:nazgul"}` in stops.yaml.'
        )
    return lines


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
