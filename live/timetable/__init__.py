"""Suggested timetables: where each topic could go, so that few people miss what they want. Numbers in, numbers out.

Nothing is placed here: what comes out is looked at by people, who decide. The work is done in a process of its own
(`python -m live.timetable`, started by `worker.py`), so that the server never waits for it.
"""
