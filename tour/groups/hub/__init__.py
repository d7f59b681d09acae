"""Live streams of group events: one thread per process writes to every phone."""

from tour.groups.hub.frames import HEARTBEAT, Frame, event_frames
from tour.groups.hub.hub import Hub
from tour.groups.hub.limits import Holder, Limits, Opening, StillAdmitted
from tour.groups.hub.reader import ReadEvents

__all__ = [
    "HEARTBEAT",
    "Frame",
    "Holder",
    "Hub",
    "Limits",
    "Opening",
    "ReadEvents",
    "StillAdmitted",
    "event_frames",
]
