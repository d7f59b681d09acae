"""Guided walks: one guide's commands, many phones that follow them in step.

``machine`` decides what a command does (pure), ``timing`` lays the languages of a stop upon one
timeline (pure), the event log in the database is the truth, a broker only wakes the streams.
"""
