"""Live streams of group events: one thread per process writes to every phone."""

from tour.groups.hub.frames import HEARTBEAT, Frame, event_frames
from tour.groups.hub.hub import Hub
from tour.groups.hub.limits import Limits, Opening
from tour.groups.hub.reader import ReadEvents

__all__ = ["HEARTBEAT", "Frame", "Hub", "Limits", "Opening", "ReadEvents", "event_frames"]
