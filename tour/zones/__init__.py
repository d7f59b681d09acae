"""How well stops will start by themselves: simulated visitors walk over the layout of the tour.

``walks/`` makes visitors, phones and the truth about both (JavaScript, beside the arrival engine
that it feeds); the rest judges what the engine started and says what to change before opening.
"""
