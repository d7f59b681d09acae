"""The tour's own app with what a measurement of streams needs beside it."""

import http.client
import os
import threading

from flask import Flask, request

from tour.app import create_app
from tour.groups.commands import Play
from tour.settings import Settings
from tour.web.services import services

GUIDE = 1


def make() -> Flask:
    """The app, with /hello, /count and a desk's button that needs no sign-in.

    With NCHAN_PORT the event is also given to nginx' nchan there, which has streams of its own.
    """
    app = create_app(Settings.from_env())
    nchan = _Nchan(int(os.environ.get("NCHAN_PORT", "0")))

    def press() -> str:
        asked = request.args
        groups = services().groups
        command = Play(asked["stop"])
        state = groups.desks.command(asked["code"], GUIDE, asked["desk"], asked["id"], command)
        if nchan.port:
            newest = groups.walks.newest(groups.desks.admit(asked["code"], GUIDE))
            nchan.publish(asked["code"], newest.data.encode())
        return str(state.seq)

    app.add_url_rule("/hello", "hello", lambda: "hello")
    app.add_url_rule("/count", "count", lambda: str(services().streams.count()))
    app.add_url_rule("/press", "press", press, methods=["POST"])
    return app


class _Nchan:
    """nchan's publishing side; each thread keeps its connection."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._kept = threading.local()

    def publish(self, channel: str, event: bytes) -> None:
        connection = getattr(self._kept, "connection", None)
        if connection is None:
            connection = http.client.HTTPConnection("127.0.0.1", self.port)
            self._kept.connection = connection
        connection.request("POST", f"/publish?id={channel}", event)
        answer = connection.getresponse()
        answer.read()
        assert answer.status in {200, 201, 202}, answer.status
