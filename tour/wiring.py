"""The composition root: the only place where an adapter is chosen."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from tour.catalogue import TourFile
from tour.clock import Clock, system_clock
from tour.groups.broker import Broker, InProcessBroker
from tour.groups.broker_redis import RedisBroker
from tour.groups.codes import random_code
from tour.groups.hub import Holder, Hub, event_frames
from tour.groups.store import Groups
from tour.groups.walks import Walks
from tour.ids import MakeToken, random_token
from tour.listening.editions import EditionStore
from tour.narration.store import ClipStore
from tour.programme import TourProgramme
from tour.progress.store import Visits
from tour.settings import Settings
from tour.staff import Accounts, Role
from tour.staff.passwords import Argon2Passwords, Passwords
from tour.storage import Database
from tour.survey import Survey

PHONE: Final = "phone"
SESSION: Final = "session"
"""The kinds of those who hold streams."""


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
    groups = Groups.of(walks, make_token, make_code)
    staff = Accounts(
        database,
        clock,
        make_token,
        passwords or Argon2Passwords(),
        session_hours=settings.staff_hours,
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
        groups=groups,
        streams=_streams(groups, staff, broker),
        staff=staff,
        survey=Survey(database, clock),
    )


def _streams(groups: Groups, staff: Accounts, broker: Broker) -> Hub:
    return Hub(
        lambda walk, after: event_frames(groups.walks.logged(walk, after)),
        broker,
        lambda holders: _still_admitted(groups, staff, holders),
    )


def _still_admitted(
    groups: Groups, staff: Accounts, holders: Collection[Holder]
) -> Collection[Holder]:
    """Phones that are still there; guides signed in who lead the walk, or are admins."""
    phones = {each.id for each in holders if each.kind == PHONE and isinstance(each.id, int)}
    guides = [each for each in holders if each.kind == SESSION]
    here = groups.phones.still_there(phones) if phones else set()
    accounts = staff.open_sessions({str(each.id) for each in guides}) if guides else {}
    leaders = groups.desks.leaders({each.group_id for each in guides}) if guides else {}

    def may_listen(holder: Holder) -> bool:
        if holder.kind == PHONE:
            return holder.id in here
        account = accounts.get(str(holder.id))
        if account is None or holder.group_id not in leaders:
            return False
        leads = leaders[holder.group_id] == account.id and account.may(Role.GUIDE)
        return leads or account.role is Role.ADMIN

    return [each for each in holders if may_listen(each)]


def _broker(settings: Settings) -> Broker:
    return RedisBroker(settings.redis_url) if settings.redis_url else InProcessBroker()
