"""The hub on real sockets: delivery, order, slow and vanished phones, planned ends."""

import itertools
import select
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

import pytest
from live_help import WAIT_S, MemoryLog, Phone, loopback_pair

from tour.groups.broker import Broker, InProcessBroker, NullBroker
from tour.groups.hub import Holder, Hub, Limits, Opening

WALK = 7
STILL = Limits(heartbeat_s=100_000, poll_s=100_000)  # nothing helps along what was forgotten
QUICK = Limits(heartbeat_s=0.05, poll_s=0.05, retry_s=0.01)


@dataclass
class Live:
    """A hub with its log and its phones."""

    limits: Limits = STILL
    broker: Broker = field(default_factory=InProcessBroker)
    log: MemoryLog = field(default_factory=MemoryLog)
    asked: list[frozenset[Holder]] = field(default_factory=list)
    gone: set[Holder] = field(default_factory=set)
    unknown: bool = False

    def __post_init__(self) -> None:
        shares = itertools.cycle((0.0, 0.25, 0.5, 0.75))
        self.hub = Hub(
            self.log.read,
            self.broker,
            self.still_admitted,
            limits=self.limits,
            random_share=lambda: next(shares),
        )
        self.phones: list[Phone] = []

    def open(
        self, group_id: int = WALK, *, after: int | None = None, holder: Holder | None = None
    ) -> Phone:
        """Open a stream as the view does: read what was missed, then hand the socket over."""
        server, client = loopback_pair()
        seq = len(self.log._events.get(group_id, ())) if after is None else after
        missed = self.log.read(group_id, seq)
        first = b"".join(event.data for event in missed)
        last = missed[-1].seq if missed else seq
        self.hub.adopt(server, Opening(group_id, last, b"hello\n" + first, holder))
        self.phones.append(Phone(client))
        self.phones[-1].read_until("hello\n")
        return self.phones[-1]

    def still_admitted(self, holders: Collection[Holder]) -> set[Holder]:
        self.asked.append(frozenset(holders))
        if self.unknown:
            raise OSError("the disk is gone")
        return set(holders) - self.gone

    def press(self, group_id: int = WALK, text: str = "x", *, bring: bool = False) -> int:
        """Keep an event and tell of it; with ``bring`` it comes along, as a desk's does."""
        seq = self.log.append(group_id, text)
        self.broker.publish(group_id, seq, self.log.kept[group_id][seq - 1 : seq] if bring else ())
        return seq

    def wait_for_count(self, wanted: int) -> None:
        """Until the hub counts so many; the kernel's news are on their way."""
        for _ in range(int(WAIT_S * 1000)):
            if self.hub.count() == wanted:
                return
            select.select([], [], [], 0.001)
        assert self.hub.count() == wanted


Making = Callable[..., Live]


@pytest.fixture
def making() -> Iterator[Making]:
    made: list[Live] = []

    def make(limits: Limits | None = None, broker: Broker | None = None) -> Live:
        made.append(Live(limits or STILL, broker or InProcessBroker()))
        return made[-1]

    yield make
    for live in made:
        live.hub.close()
        assert live.hub.join(WAIT_S)
        for phone in live.phones:
            phone.hang_up()


def test_a_press_reaches_every_phone_of_its_group_alone(making: Making) -> None:
    live = making()
    phones = [live.open() for _ in range(20)]
    other = live.open(group_id=8)
    for _ in range(5):
        live.press()
    live.press(group_id=8)
    for phone in phones:
        phone.read_event(5)
        assert phone.ids == [1, 2, 3, 4, 5]
    other.read_event(1)
    assert other.ids == [1]
    assert live.hub.count(WALK) == 20
    assert live.hub.count() == 21


def test_what_was_missed_comes_first_and_nothing_twice(making: Making) -> None:
    live = making()
    for _ in range(6):
        live.press()
    resumed = live.open(after=2)
    fresh = live.open()
    live.press()
    resumed.read_event(7)
    fresh.read_event(7)
    assert resumed.ids == [3, 4, 5, 6, 7]
    assert fresh.ids == [7]


def test_what_happens_between_reading_and_handing_over_is_not_lost(making: Making) -> None:
    live = making()
    live.open()
    for _ in range(30):
        live.press()
    late = []
    for seq in (0, 3, 29):  # as if the view had read the log before these presses
        server, client = loopback_pair()
        live.hub.adopt(server, Opening(WALK, seq, b""))
        live.phones.append(Phone(client))
        late.append((seq, live.phones[-1]))
    for seq, phone in late:
        phone.read_event(30)
        assert phone.ids == list(range(seq + 1, 31))


def test_phones_that_come_and_go_during_a_storm_miss_and_repeat_nothing(making: Making) -> None:
    live = making()
    stay = [live.open() for _ in range(10)]
    done = threading.Event()

    def press_often() -> None:
        for number in range(300):
            live.press(bring=number % 3 > 0)
        done.set()

    pressing = threading.Thread(target=press_often)
    pressing.start()
    visits = 0
    while not done.is_set() or visits < 20:
        seen = visits
        phone = live.open(after=seen)
        if live.log._events[WALK][seen:]:
            phone.read_event(seen + 1)
            assert phone.ids == list(range(seen + 1, seen + 1 + len(phone.ids)))
        phone.hang_up()
        visits += 1
    pressing.join()
    for phone in stay:
        phone.read_event(300)
        assert phone.ids == list(range(1, 301))


def test_no_wake_is_left_lying_in_a_crowd(making: Making) -> None:
    live = making()
    phones = [live.open(group_id) for group_id in range(1, 9)]
    for _ in range(15):
        begin = threading.Barrier(8)

        def press_often(group_id: int, begin: threading.Barrier) -> None:
            begin.wait()
            for number in range(40):
                live.press(group_id, bring=number % 2 > 0)

        threads = [
            threading.Thread(target=press_often, args=(group_id, begin)) for group_id in range(1, 9)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for group_id, phone in enumerate(phones, 1):
            phone.read_event(len(live.log._events[group_id]))


def test_a_lost_message_loses_no_event(making: Making) -> None:
    live = making(QUICK, NullBroker())
    phone = live.open()
    live.press()
    phone.read_event(1)
    live.press()
    phone.read_event(2)
    assert phone.ids == [1, 2]


def test_a_log_that_fails_is_read_again(making: Making, caplog: pytest.LogCaptureFixture) -> None:
    live = making(QUICK)
    phone = live.open()
    live.log.broken = True
    live.press()
    while len(live.log.readings) < 4:
        phone.text = ""
        phone.read_until(":\n\n")
    live.log.broken = False
    phone.read_event(1)
    assert "could not be read" in caplog.text


def thirty(live: Live) -> list[Phone]:
    """Phones that have heard the first event; what was read of the log for it is forgotten."""
    phones = [live.open() for _ in range(30)]
    live.press()
    for phone in phones:
        phone.read_event(1)
    live.log.readings.clear()
    return phones


def test_the_log_is_read_once_for_all_phones(making: Making) -> None:
    live = making()
    phones = thirty(live)
    live.press()
    for phone in phones:
        phone.read_event(2)
    assert live.log.readings == [(WALK, 1)]


def test_an_event_that_comes_along_waits_for_no_reading(making: Making) -> None:
    live = making()
    phones = thirty(live)
    live.log.broken = True
    for _ in range(5):
        live.press(bring=True)
    for phone in phones:
        phone.read_event(6)
        assert phone.ids == [1, 2, 3, 4, 5, 6]
    assert live.log.readings == []


def test_an_event_that_comes_along_too_early_or_twice_keeps_its_place(making: Making) -> None:
    live = making()
    phone, late = live.open(), live.open()
    live.press()
    phone.read_event(1)
    first, second = live.log.append(WALK), live.log.append(WALK)
    for seq in (second, first, second, first):
        live.broker.publish(WALK, seq, live.log.kept[WALK][seq - 1 : seq])
    last = live.press(bring=True)
    for each in (phone, late):
        each.read_event(last)
        assert each.ids == list(range(1, last + 1))


def test_a_slow_reader_is_cut_and_the_others_are_not(making: Making) -> None:
    live = making(Limits(kernel_buffer_bytes=4096, waiting_bytes=20_000))
    good, slow = live.open(), live.open()
    slow.connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    text = "y" * 8_000
    last = 0
    while live.hub.count() == 2:
        last = live.press(text=text)
        good.read_event(last)
        assert last < 2000, "the slow one was never cut"
    live.wait_for_count(1)
    got = slow.read_to_end()
    assert slow.ids == list(range(1, len(slow.ids) + 1))
    assert len(slow.ids) < last
    assert len(got) < last * len(text)
    live.press()
    good.read_event(last + 1)
    assert good.ids == list(range(1, last + 2))


def test_a_reader_that_was_busy_for_a_moment_gets_everything(making: Making) -> None:
    live = making(Limits(kernel_buffer_bytes=4096, waiting_bytes=4_000_000))
    phone = live.open()
    for _ in range(100):
        live.press(text="z" * 10_000)
    phone.read_event(100)
    assert phone.ids == list(range(1, 101))
    assert live.hub.count() == 1


@pytest.mark.parametrize("how", ["closes", "half-closes", "resets"])
def test_phones_that_hang_up_are_counted_out_at_once(making: Making, how: str) -> None:
    live = making()
    phones = [live.open() for _ in range(50)]
    for phone in phones[5:]:
        if how == "half-closes":
            phone.connection.shutdown(socket.SHUT_WR)
            continue
        if how == "resets":
            linger = struct.pack("ii", 1, 0)
            phone.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        phone.hang_up()
    live.wait_for_count(5)
    assert live.hub.count(WALK) == 5
    live.press()
    for phone in phones[:5]:
        phone.read_event(1)


def test_the_kernel_gives_up_on_who_acknowledges_nothing(making: Making) -> None:
    live = making(Limits(unacknowledged_s=12.5))
    server, client = loopback_pair()
    kept = server.dup()
    live.hub.adopt(server, Opening(WALK, 0, b""))
    live.phones.append(Phone(client))
    with kept:
        assert kept.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 12_500
        assert kept.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1


def test_heartbeats_come_by_themselves(making: Making) -> None:
    phone = making(QUICK).open()
    phone.read_until(":\n\n:\n\n:\n\n")


def test_every_stream_ends_on_purpose_at_its_own_time(making: Making) -> None:
    limits = Limits(heartbeat_s=0.05, life_s=0.2, jitter=0.5, back_after_ms=(300, 3000))
    live = making(limits)
    phones = [live.open() for _ in range(8)]
    goodbyes = [phone.read_to_end() for phone in phones]
    live.wait_for_count(0)
    waits = set()
    for text in goodbyes:
        farewell = text[text.index("event: bye") :]
        event, retry, data, *_ = farewell.split("\n")
        assert event == "event: bye"
        wait_ms = int(retry.removeprefix("retry: "))
        assert data == f'data: {{"retry_ms":{wait_ms}}}'
        assert 300 <= wait_ms <= 3000
        assert farewell.endswith("\n\n")
        waits.add(wait_ms)
    assert len(waits) > 1


def test_closing_says_farewell_and_takes_nobody_more(making: Making) -> None:
    live = making()
    phones = [live.open() for _ in range(40)]
    live.press()
    live.hub.close()
    live.hub.close()
    assert live.hub.join(WAIT_S)
    for phone in phones:
        assert "event: bye" in phone.read_to_end()
    assert live.hub.count() == 0
    assert not live.hub.has_room()
    server, client = loopback_pair()
    live.hub.adopt(server, Opening(WALK, 0, b"hello"))
    assert Phone(client).read_to_end() == ""
    client.close()


def test_a_phone_that_takes_no_farewell_does_not_hold_up_the_end(making: Making) -> None:
    live = making(Limits(kernel_buffer_bytes=4096, waiting_bytes=10**8, farewell_s=0.05))
    slow, good = live.open(), live.open()
    slow.connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    for _ in range(100):
        live.press(text="y" * 8_000)
    good.read_event(100)
    live.hub.close()
    assert live.hub.join(WAIT_S)
    assert "bye" not in slow.read_to_end()


def test_a_closed_hub_that_never_ran_ends_at_once() -> None:
    hub = Hub(MemoryLog().read, InProcessBroker())
    hub.close()
    assert hub.join(0)
    assert hub.count() == 0


def test_there_is_room_for_so_many_and_no_more(making: Making) -> None:
    live = making(Limits(streams=3))
    for _ in range(3):
        assert live.hub.has_room()
        live.open()
    assert not live.hub.has_room()
    live.phones[0].hang_up()
    live.wait_for_count(2)
    assert live.hub.has_room()


def phone_of(number: int) -> Holder:
    return Holder("phone", number, WALK)


def test_of_one_phones_streams_the_oldest_is_cut(making: Making) -> None:
    live = making()
    first, *others = (live.open(holder=phone_of(1)) for _ in range(4))
    assert "bye" not in first.read_to_end()
    live.wait_for_count(3)
    another = live.open(holder=phone_of(2))
    others[0].hang_up()
    live.wait_for_count(3)
    again = live.open(holder=phone_of(1))  # one of three had gone: nobody has to
    live.press()
    for phone in (*others[1:], another, again):
        phone.read_event(1)
    assert live.hub.count() == 4


def test_who_is_admitted_no_longer_is_cut_at_the_next_heartbeat(making: Making) -> None:
    live = making(QUICK)
    left = [live.open(holder=phone_of(1)) for _ in range(2)]
    stays, nobodys = live.open(holder=phone_of(2)), live.open()
    live.gone.add(phone_of(1))
    for phone in left:
        assert "bye" not in phone.read_to_end()
    live.press()
    for phone in (stays, nobodys):
        phone.read_event(1)
    assert live.hub.count() == 2


def test_it_is_asked_once_for_all_streams_of_a_tick(making: Making) -> None:
    live = making(QUICK)
    for number in range(40):  # in two ticks of sixteen
        live.open(holder=phone_of(number))
    live.asked.clear()
    live.phones[0].text = ""
    live.phones[0].read_until(":\n\n" * 4)
    asked = list(live.asked)
    ticks = max(Counter(holder for holders in asked for holder in holders).values())
    assert len(asked) <= 2 * (ticks + 1)
    assert max(len(holders) for holders in asked) == 20


def test_nobody_is_cut_when_it_cannot_be_asked(
    making: Making, caplog: pytest.LogCaptureFixture
) -> None:
    live = making(QUICK)
    phone = live.open(holder=phone_of(1))
    live.unknown = True
    live.gone.add(phone_of(1))
    phone.text = ""
    phone.read_until(":\n\n" * 3)
    assert live.hub.count() == 1
    assert "could not be read" in caplog.text
    live.unknown = False
    phone.read_to_end()
