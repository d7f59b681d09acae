"""One behaviour for every broker: each test holds within a process and over a real Redis."""

import threading
from collections.abc import Callable, Iterator

import pytest
from live_help import Event, RedisServer, Wakes
from redis import Redis

from tour.groups.broker import EVERY_GROUP, Broker, InProcessBroker, NullBroker
from tour.groups.broker_redis import RedisBroker

Listen = Callable[[Broker], Wakes]


@pytest.fixture(scope="module")
def redis_server() -> Iterator[RedisServer]:
    server = RedisServer()
    yield server
    server.stop()


@pytest.fixture
def over_redis(redis_server: RedisServer) -> Iterator[Callable[[], RedisBroker]]:
    made: list[RedisBroker] = []

    def make() -> RedisBroker:
        made.append(RedisBroker(redis_server.url, random_share=lambda: 0.0))
        return made[-1]

    yield make
    for broker in made:
        broker.close()


@pytest.fixture(params=["in process", "Redis, one process", "Redis, two processes"])
def brokers(
    request: pytest.FixtureRequest, over_redis: Callable[[], RedisBroker]
) -> tuple[Broker, Broker]:
    """(one that publishes, one that is listened to)"""
    if request.param == "in process":
        broker = InProcessBroker()
        return broker, broker
    publishing = over_redis()
    return publishing, publishing if "one" in request.param else over_redis()


@pytest.fixture
def listen() -> Listen:
    def listen(broker: Broker) -> Wakes:
        wakes = Wakes()
        broker.listen(wakes)
        if isinstance(broker, RedisBroker):
            wakes.wait_for(EVERY_GROUP, 0)  # so much is told when listening has begun
        return wakes

    return listen


def test_what_is_published_wakes(brokers: tuple[Broker, Broker], listen: Listen) -> None:
    publishing, listening = brokers
    wakes = listen(listening)
    publishing.publish(7, 1)
    publishing.publish(8, 1)
    wakes.wait_for(7, 1)
    wakes.wait_for(8, 1)


def test_the_newest_number_of_a_group_always_arrives(
    brokers: tuple[Broker, Broker], listen: Listen
) -> None:
    publishing, listening = brokers
    wakes = listen(listening)

    def publish(group_id: int) -> None:
        for seq in range(1, 101):
            publishing.publish(group_id, seq)

    threads = [threading.Thread(target=publish, args=(group,)) for group in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    missing = set(range(1, 9))
    while missing:
        group_id, seq = wakes._told.get(timeout=20)
        if seq == 100:
            missing.discard(group_id)


def test_every_listener_is_woken(brokers: tuple[Broker, Broker], listen: Listen) -> None:
    publishing, listening = brokers
    several = [listen(listening), Wakes(), Wakes()]
    for wakes in several[1:]:
        listening.listen(wakes)
    publishing.publish(7, 1)
    for wakes in several:
        wakes.wait_for(7, 1)


def test_a_closed_listener_is_left_alone(brokers: tuple[Broker, Broker], listen: Listen) -> None:
    publishing, listening = brokers
    others, closed = listen(listening), Wakes()
    ending = listening.listen(closed)
    publishing.publish(7, 1)
    closed.wait_for(7, 1)
    others.wait_for(7, 1)
    ending.close()
    ending.close()
    closed.all()
    publishing.publish(7, 2)
    others.wait_for(7, 2)
    assert (7, 2) not in closed.all()


def test_what_was_kept_comes_along_within_a_process(
    brokers: tuple[Broker, Broker], listen: Listen
) -> None:
    publishing, listening = brokers
    wakes = listen(listening)
    event = Event(1, "playing", "{}")
    publishing.publish(7, 1, [event])
    wakes.wait_for(7, 1)
    assert wakes.kept == ([event] if publishing is listening else [])


def test_publishing_to_nobody_does_no_harm(brokers: tuple[Broker, Broker]) -> None:
    brokers[0].publish(7, 1)


def test_the_null_broker_wakes_nobody() -> None:
    broker = NullBroker()
    wakes = Wakes()
    listening = broker.listen(wakes)
    broker.publish(7, 1)
    listening.close()
    assert wakes.all() == []


def test_redis_goes_down_and_comes_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    server = RedisServer()
    here, there = (RedisBroker(server.url, random_share=lambda: 0.0) for _ in range(2))
    wakes, others = Wakes(), Wakes()
    try:
        here.listen(wakes)
        there.listen(others)
        others.wait_for(EVERY_GROUP, 0)
        server.stop()
        here.publish(7, 1)  # raises nothing, waits for nothing
        wakes.wait_for(7, 1)  # and wakes this process
        here.publish(7, 2)
        others.all()
        server.start()
        others.wait_for(EVERY_GROUP, 0)  # told to look everywhere: something may have been missed
        here.publish(7, 3)
        others.wait_for(7, 3)
    finally:
        here.close()
        there.close()
        server.stop()
    assert "Redis cannot be reached" in caplog.text


def test_a_server_that_was_never_there_is_waited_for() -> None:
    server = RedisServer()
    server.stop()
    broker = RedisBroker(server.url, random_share=lambda: 0.0)
    wakes = Wakes()
    try:
        broker.listen(wakes)
        broker.publish(7, 1)
        wakes.wait_for(7, 1)
        server.start()
        wakes.wait_for(EVERY_GROUP, 0)
    finally:
        broker.close()
        server.stop()


def test_a_strangers_message_is_passed_over(
    redis_server: RedisServer,
    over_redis: Callable[[], RedisBroker],
    listen: Listen,
    caplog: pytest.LogCaptureFixture,
) -> None:
    broker = over_redis()
    wakes = listen(broker)

    with Redis.from_url(redis_server.url) as client:
        client.publish("tour:groups", b"\xff nonsense")
        client.publish("tour:groups", b"9 4")
    wakes.wait_for(9, 4)
    assert "Somebody else writes" in caplog.text


def test_building_one_connects_to_nothing() -> None:
    RedisBroker("redis://127.0.0.1:1/0").close()
