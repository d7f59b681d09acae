"""The composition root: the only place where an adapter is chosen."""

from dataclasses import dataclass

from tour.catalogue import TourFile
from tour.clock import Clock, system_clock
from tour.ids import MakeToken, random_token
from tour.listening.editions import EditionStore
from tour.narration.store import ClipStore
from tour.progress.store import Visits
from tour.settings import Settings
from tour.staff import Accounts
from tour.staff.passwords import Argon2Passwords, Passwords
from tour.storage import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What the web and the command line work with. Building it reads no file, connects nowhere."""

    settings: Settings
    clock: Clock
    make_token: MakeToken
    database: Database
    catalogue: TourFile
    clips: ClipStore
    editions: EditionStore
    visits: Visits
    staff: Accounts


def build_services(
    settings: Settings,
    *,
    clock: Clock = system_clock,
    make_token: MakeToken = random_token,
    passwords: Passwords | None = None,
) -> Services:
    """The services that these settings describe."""
    database = Database(settings.database_url)
    return Services(
        settings=settings,
        clock=clock,
        make_token=make_token,
        database=database,
        catalogue=TourFile(
            settings.stops_file, keep=settings.instance_dir / "last-good-stops.yaml"
        ),
        clips=ClipStore(settings.audio_dir),
        editions=EditionStore(settings.audio_dir),
        visits=Visits(database, clock, make_token, keep_days=settings.visit_days),
        staff=Accounts(
            database,
            clock,
            make_token,
            passwords or Argon2Passwords(),
            session_hours=settings.staff_hours,
        ),
    )
