"""What came out of the rooms: one line, key points and quotes of every topic and session, read back by those who were there, and
the drawings of the graphic facilitator.

Everybody in a room may write, several at once: each line is a note of its own, so nobody overwrites anybody.
"""

from __future__ import annotations

from live.conference.harvest.notes import (
    NOTE_KINDS,
    Graphic,
    GraphicAct,
    GraphicHung,
    GraphicRemoved,
    Harvest,
    HarvestAct,
    LineChosen,
    Note,
    NoteKind,
    NoteRemoved,
    NoteReworded,
    NoteWritten,
    ReadBack,
    Said,
    erased_by,
    fold,
    subject_of,
)

__all__ = [
    "NOTE_KINDS",
    "Graphic",
    "GraphicAct",
    "GraphicHung",
    "GraphicRemoved",
    "Harvest",
    "HarvestAct",
    "LineChosen",
    "Note",
    "NoteKind",
    "NoteRemoved",
    "NoteReworded",
    "NoteWritten",
    "ReadBack",
    "Said",
    "erased_by",
    "fold",
    "subject_of",
]
