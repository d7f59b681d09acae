"""The composition root: the only place where an adapter is chosen."""

from collections.abc import Callable
from dataclasses import dataclass

from tour.catalogue import TourFile
from tour.clock import Clock, system_clock
from tour.groups.broker import Broker, InProcessBroker
from tour.groups.broker_redis import RedisBroker
from tour.groups.codes import random_code
from tour.groups.hub import Hub, event_frames
from tour.groups.store import Groups
from tour.groups.walks import Walks
from tour.ids import MakeToken, random_token
from tour.listening.editions import EditionStore
from tour.narration.store import ClipStore
from tour.programme import TourProgramme
from tour.progress.store import Visits
from tour.settings import Settings
from tour.staff import Accounts
from tour.staff.passwords import Argon2Passwords, Passwords
from tour.storage import Database
from tour.survey import Survey


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
    groups: Groups
    streams: Hub
    staff: Accounts
    survey: Survey


def build_services(
    settings: Settings,
    *,
    clock: Clock = system_clock,
    make_token: MakeToken = random_token,
    make_code: Callable[[], str] = random_code,
    passwords: Passwords | None = None,
) -> Services:
    """The services that these settings describe."""
    database = Database(settings.database_url)
    catalogue = TourFile(settings.stops_file, keep=settings.instance_dir / "last-good-stops.yaml")
    clips = ClipStore(settings.audio_dir)
    broker = _broker(settings)
    walks = Walks(
        database,
        clock,
        TourProgramme(catalogue, clips),
        publish=broker.publish,
        keep_hours=settings.group_hours,
    )
    return Services(
        settings=settings,
        clock=clock,
        make_token=make_token,
        database=database,
        catalogue=catalogue,
        clips=clips,
        editions=EditionStore(settings.audio_dir),
        visits=Visits(database, clock, make_token, keep_days=settings.visit_days),
        groups=Groups.of(walks, make_token, make_code),
        streams=Hub(lambda walk, after: event_frames(walks.logged(walk, after)), broker),
        staff=Accounts(
            database,
            clock,
            make_token,
            passwords or Argon2Passwords(),
            session_hours=settings.staff_hours,
        ),
        survey=Survey(database, clock),
    )


def _broker(settings: Settings) -> Broker:
    return RedisBroker(settings.redis_url) if settings.redis_url else InProcessBroker()
