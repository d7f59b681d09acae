"""``flask narrate``: from stops.yaml to published sound."""

import gc
import signal
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import with_appcontext

from tour.cli.editions import bind_editions
from tour.cli.gates import GateOf, awaited_gates, gates, held_line, unheard_line
from tour.cli.plain import told_plainly
from tour.errors import BadCatalogue

if TYPE_CHECKING:
    from rich.console import Console

    from tour.catalogue.model import Tour
    from tour.narration.build import Report
    from tour.narration.plan import Choice, Plan
    from tour.settings import Settings


@click.command("narrate")
@click.option("--check", "mode", flag_value="check", help="Only say whether all sound is right.")
@click.option("--plan", "mode", flag_value="plan", help="Only say what would be made.")
@click.option("--prune", "mode", flag_value="prune", help="Remove sound unused for a week.")
@click.option("--watch", "mode", flag_value="watch", help="Stay, and narrate what changes.")
@click.option("--verify", "mode", flag_value="verify", help="Hear every published file again.")
@click.option(
    "--verified",
    is_flag=True,
    envvar="TOUR_NARRATE_VERIFIED",
    help="Hear each new clip first; hold back what --verify would not accept.",
)
@click.option(
    "--accept",
    is_flag=True,
    help="With --verify or --verified: keep what was heard as accepted.",
)
@click.option("--stop", "stops", multiple=True, metavar="ID", help="Only this stop (repeatable).")
@click.option("--lang", "languages", multiple=True, metavar="TAG", help="Only this language.")
@with_appcontext
def command(
    mode: str | None,
    stops: tuple[str, ...],
    languages: tuple[str, ...],
    *,
    verified: bool,
    accept: bool,
) -> None:
    """Narrate what is missing, in walking order, on all cores.

    Where every stop of a language has its sound, the whole tour is then put together as one sound
    file with chapters and as a book that is read aloud.

    With --verified (or TOUR_NARRATE_VERIFIED=1) each new clip is heard before it is published. One
    that lost a name or a number is held back: what was published before stays, and the sentence
    to listen to is told. After listening, --verified --accept with --stop and --lang publishes it.

    Ends with 1 when a clip could not be made or is held back, when --check finds a fault, or when
    --verify finds something worse than what was accepted.
    """
    if accept and mode != "verify" and not (verified and mode is None):
        raise click.UsageError("--accept keeps what --verify or --verified has heard: give both.")
    if accept and mode is None and not (stops and languages):
        raise click.UsageError("--verified --accept is for what was listened to: --stop, --lang.")
    settings = _settings()
    with told_plainly():
        if mode == "watch":
            _watch(settings, verified=verified)
            return
        if mode is None:
            gate_of = gates(settings, accepts=accept) if verified else None
            faults = _narrate(settings, stops, languages, gate_of)
        else:
            faults = _look(mode, settings, (stops, languages), accepts=accept)
    gc.freeze()  # it ends now: searching its memory for what to free would take up to 0.4 s
    if faults:
        sys.exit(1)


def _look(
    mode: str,
    settings: "Settings",
    asked: tuple[tuple[str, ...], tuple[str, ...]],
    *,
    accepts: bool,
) -> int:
    """The modes that make no sound; gives how many faults they found."""
    console, tour = _console(), _tour(settings)
    choice = _choice(tour, *asked)
    if mode == "check":
        return _check(settings, tour, choice, console)
    if mode == "plan":
        return _show_plan(settings, tour, choice, console)
    if mode == "verify":
        return _verify(settings, tour, choice, console, accepts=accepts)
    return _prune(settings, tour, console)


def _console() -> "Console":
    from rich.console import Console

    return Console()


def _settings() -> "Settings":
    settings: Settings = current_app.extensions["tour"].settings
    return settings


def _tour(settings: "Settings") -> "Tour":
    from tour.catalogue import read_tour

    try:
        return read_tour(settings.stops_file)
    except BadCatalogue as fault:
        msg = f"{fault.message}\n`flask stops check` lists every fault."
        raise click.ClickException(msg) from fault


def _choice(tour: "Tour", stops: tuple[str, ...], languages: tuple[str, ...]) -> "Choice":
    from tour.narration.plan import Choice

    known = {"stop": [stop.id for stop in tour.stops], "language": list(tour.languages)}
    for kind, asked in (("stop", stops), ("language", languages)):
        for name in asked:
            if name not in known[kind]:
                msg = f"There is no {kind} “{name}”. There are: {', '.join(known[kind])}"
                raise click.ClickException(msg)
    return Choice(stops or None, languages or None)


def _narrate(
    settings: "Settings",
    stops: tuple[str, ...],
    languages: tuple[str, ...],
    gate_of: "GateOf | None",
) -> int:
    from tour.narration.engines import all_engines
    from tour.narration.workers import Crew, step_back

    step_back()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    crew = Crew(settings, settings.narrate_jobs, all_engines)
    try:
        crew.prepare(languages or None)  # its voices are loaded while the tour is read
        from tour.narration.build import build
        from tour.narration.progress_bar import shown

        console, tour = _console(), _tour(settings)
        choice = _choice(tour, stops, languages)
        with shown(console) as listener:
            gate = gate_of(tour) if gate_of else None
            report = build(settings, tour, listener, all_engines, choice, crew=crew, gate=gate)
    except KeyboardInterrupt:
        print("\nStopped. What is made is kept; `flask narrate` goes on from here.")
        sys.exit(130)
    finally:
        crew.close()
    _sum_up(report, console)
    if gate_of is None and report.published:
        print(unheard_line(settings))
    if line := bind_editions(settings, tour):
        print(line)
    return len(report.failures) + len(report.held)


def _sum_up(report: "Report", console: "Console") -> None:
    from tour.narration.progress_bar import summary

    if report.published:
        console.print(summary(report))
    elif not report.failures and not report.held:
        print(f"All {len(report.plan.scripts)} clips are there.")
    _say_voiceless(report.plan)
    for held in report.held:
        print(held_line(_settings(), held), file=sys.stderr)
    if report.failures:
        print(f"{len(report.failures)} failed:", *report.failures, sep="\n  ", file=sys.stderr)


def _say_voiceless(plan: "Plan") -> None:
    from tour.narration.notes import is_note

    for fault in plan.take_faults:
        print(fault)
    for voice in plan.unheard:
        print(f"{voice}, wanted for testimony, is not installed here: one voice reads everything.")
    for language in plan.voiceless:
        without = sum(
            other == language and not is_note(stop_id) for stop_id, other in plan.unspoken
        )
        if without:
            print(
                f"{language}: no fit voice is installed here ({without} of the stops). "
                "`flask voices` says how to get one."
            )


def _watch(settings: "Settings", *, verified: bool) -> None:
    from tour.narration.engines import all_engines
    from tour.narration.progress_bar import PlainLines
    from tour.narration.watch import Watch
    from tour.narration.workers import step_back

    console = _console()
    step_back()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))

    def tell(line: str) -> None:
        print(line, flush=True)

    watch = Watch(
        settings,
        all_engines,
        lambda: PlainLines(console),
        tell,
        then=lambda tour, should_stop: bind_editions(settings, tour, should_stop),
    )
    try:
        if verified:
            watch.gate_of = awaited_gates(lambda: gates(settings), tell)
        watch.run()
    except KeyboardInterrupt:
        return


def _check(settings: "Settings", tour: "Tour", choice: "Choice", console: "Console") -> int:
    from tour.narration.build import plan_build
    from tour.narration.check import faults_of
    from tour.narration.engines import all_engines
    from tour.narration.store import ClipStore
    from tour.narration.tempo import tempo_line

    plan = plan_build(settings, tour, all_engines, choice)
    faults = faults_of(settings, tour, plan)
    for fault in faults:
        console.print(str(fault), markup=False, highlight=False, soft_wrap=True)
    _say_voiceless(replace(plan, take_faults=()))
    if faults:
        print(f"{len(faults)} faults. `flask narrate` mends what is not a person's take.")
    else:
        print(f"All {len(plan.scripts)} clips fit stops.yaml and are whole.")
    published = ClipStore(settings.audio_dir).publications().values()
    spoken = [one for one in published if choice.has(one.stop_id, one.language)]
    print(tempo_line(spoken))
    return len(faults)


def _show_plan(settings: "Settings", tour: "Tour", choice: "Choice", console: "Console") -> int:
    from tour.narration.build import plan_build
    from tour.narration.engines import all_engines
    from tour.narration.pace import Pace
    from tour.narration.progress_bar import clock

    plan = plan_build(settings, tour, all_engines, choice)
    from rich.table import Table

    table = Table("stop", "language", "voice", "new sentences", "why", header_style="bold")
    for task in plan.tasks:
        script = task.script
        new = f"{task.new_sentences} of {len(script.lines)}"
        table.add_row(script.stop_id, script.language, script.voice.id, new, task.reason)
    if plan.tasks:
        console.print(table)
    ready = Pace().ready_in(plan.tasks, {}, settings.narrate_jobs)
    print(
        f"{len(plan.tasks)} of {len(plan.scripts)} clips would be made, "
        f"{sum(task.new_sentences for task in plan.tasks)} new sentences, "
        f"about {clock(max(ready.values(), default=0.0))} min "
        f"on {settings.narrate_jobs} processes."
    )
    _say_voiceless(plan)
    return 0


def _verify(
    settings: "Settings", tour: "Tour", choice: "Choice", console: "Console", *, accepts: bool
) -> int:
    from tour.cli.verify import verify
    from tour.narration.workers import step_back

    step_back()
    return verify(settings, tour, choice, console, accepts=accepts)


def _prune(settings: "Settings", tour: "Tour", console: "Console") -> int:
    from tour.narration.build import plan_build
    from tour.narration.engines import all_engines
    from tour.narration.plan import walking_order
    from tour.narration.publisher import Publisher
    from tour.narration.state import only_one

    with only_one(settings.audio_dir):
        plan = plan_build(settings, tour, all_engines)
        wanted = {(stop.id, language) for stop, language in walking_order(tour)}
        needed = {line.key for script in plan.scripts for line in script.lines}
        pruned = Publisher(settings.audio_dir).prune(wanted, needed)
    console.print(f"Removed {pruned.files} files, {pruned.bytes / 1e6:.1f} MB.", highlight=False)
    return 0
