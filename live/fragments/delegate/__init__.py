"""What delegates see on their phones: what is on now, a question, the label wall, the board, a topic, the programme.

Views are functions of the conference as it is: a blank or frozen screen is for the room, the phones go on.
"""

from live.fragments.delegate.day import programme
from live.fragments.delegate.harvest import talk_harvest
from live.fragments.delegate.labels import people_behind, wall, wall_of
from live.fragments.delegate.meetings import MyMeetings, meet, my_meetings
from live.fragments.delegate.on_now import now, poll
from live.fragments.delegate.own_labels import MyLabel, MyLabels, labels_of, my_label, my_labels, own_labels
from live.fragments.delegate.seats import session
from live.fragments.delegate.survey import survey
from live.fragments.delegate.topics import board, topic

__all__ = [
    "MyLabel",
    "MyLabels",
    "MyMeetings",
    "board",
    "labels_of",
    "meet",
    "my_label",
    "my_labels",
    "my_meetings",
    "now",
    "own_labels",
    "people_behind",
    "poll",
    "programme",
    "session",
    "survey",
    "talk_harvest",
    "topic",
    "wall",
    "wall_of",
]
