"""Every page of a conference, in one list."""

from __future__ import annotations

from starlette.convertors import Convertor, register_url_convertor

from live.conference.people import Role
from live.web import (
    actions,
    chair,
    delegate,
    doors,
    drawings,
    facilitator,
    feed,
    harvest,
    keeping,
    labels,
    my_day,
    pictures,
    places,
    printing,
    programme,
    publishing,
    questions,
    report,
    same,
    sorting,
    timetable,
    topics,
    walls,
    writing,
)
from live.web.forms import PageFunction


class NumberConvertor(Convertor[int]):
    """The number of a question, topic or item in an address. Starlette's own takes as many digits as somebody likes to send."""

    regex = "[0-9]{1,9}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


class NameConvertor(Convertor[str]):
    """The name of a kind of item or question in an address."""

    regex = "[a-z_]{1,40}"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("number", NumberConvertor())
register_url_convertor("name", NameConvertor())

PAGES: tuple[tuple[str, PageFunction, Role], ...] = (
    ("", delegate.now, "delegate"),
    ("now", delegate.now, "delegate"),
    ("join", delegate.welcome, "screen"),
    ("badge", doors.badge, "delegate"),
    ("table", doors.table, "delegate"),
    ("poll/{poll:number}", delegate.poll, "delegate"),
    ("poll/{poll:number}/counted", delegate.counted, "screen"),
    ("survey", delegate.survey, "delegate"),
    ("wall", walls.wall, "delegate"),
    ("wall/{prompt:number}", walls.wall, "delegate"),
    ("wall/write", writing.write, "delegate"),
    ("wall/list", writing.write_list, "delegate"),
    ("wall/{prompt:number}/write", writing.write, "delegate"),
    ("wall/{prompt:number}/list", writing.write_list, "delegate"),
    ("wall/label/{label:number}", writing.change, "delegate"),
    ("questions", questions.questions, "delegate"),
    ("meet", delegate.meet, "delegate"),
    ("board", delegate.board, "delegate"),
    ("board/propose", topics.propose, "delegate"),
    ("board/{topic:number}", delegate.topic, "delegate"),
    ("board/{topic:number}/change", topics.change, "delegate"),
    ("board/{topic:number}/host", topics.host, "delegate"),
    ("board/{topic:number}/merge", topics.merge, "delegate"),
    ("harvest/topic/{topic:number}", harvest.of_topic, "delegate"),
    ("harvest/session/{session:number}", harvest.of_session, "delegate"),
    ("harvest/note/{note:number}", harvest.note, "delegate"),
    ("feed", feed.everybody, "delegate"),
    ("programme", programme.programme, "delegate"),
    ("session/{session:number}", programme.session, "delegate"),
    ("my-day", my_day.my_day, "delegate"),
    ("my-day.ics", my_day.calendar, "delegate"),
    ("visits", my_day.visits, "delegate"),
    ("visits/offer", my_day.offer, "delegate"),
    ("visits/{visit:number}", my_day.change, "delegate"),
    ("mine", keeping.mine, "delegate"),
    ("screen", chair.screen, "screen"),
    ("chair", chair.chair, "chair"),
    ("chair/plan", chair.plan, "chair"),
    ("chair/plan/add/{what:name}", chair.plan_add, "chair"),
    ("chair/plan/{item:number}", chair.plan_item, "chair"),
    ("chair/plan/{item:number}/pictures", pictures.pictures, "chair"),
    ("chair/plan/{item:number}/pictures/{option:number}", pictures.picture, "chair"),
    ("chair/doors", doors.doors, "chair"),
    ("chair/badges", doors.badges, "chair"),
    ("chair/questions", questions.chair_questions, "chair"),
    ("chair/questions/{label:number}", questions.chair_question, "chair"),
    ("chair/keeping", keeping.chair_keeping, "chair"),
    ("facilitator", facilitator.board, "facilitator"),
    ("facilitator/market", topics.market, "facilitator"),
    ("facilitator/timetable", timetable.timetable, "facilitator"),
    ("facilitator/places", places.places, "facilitator"),
    ("facilitator/print/doors", printing.doors, "facilitator"),
    ("facilitator/print/timetable", printing.timetable, "facilitator"),
    ("facilitator/feed", feed.desk, "facilitator"),
    ("facilitator/drawings", drawings.drawings, "facilitator"),
    ("facilitator/harvest", harvest.desk, "facilitator"),
    ("facilitator/harvest/topic/{topic:number}", harvest.desk_topic, "facilitator"),
    ("facilitator/harvest/session/{session:number}", harvest.desk_session, "facilitator"),
    ("facilitator/programme", programme.desk, "facilitator"),
    ("facilitator/programme/add", programme.desk_line, "facilitator"),
    ("facilitator/programme/{block:number}", programme.desk_line, "facilitator"),
    ("facilitator/programme/{block:number}/add", programme.desk_session, "facilitator"),
    ("facilitator/programme/session/{session:number}", programme.desk_session, "facilitator"),
    ("facilitator/themes", sorting.themes, "facilitator"),
    ("facilitator/themes/{prompt:number}", sorting.themes, "facilitator"),
    ("facilitator/themes/label/{label:number}", sorting.label, "facilitator"),
    ("facilitator/tables", sorting.tables, "facilitator"),
    ("facilitator/tables/{table:number}", sorting.table, "facilitator"),
    ("facilitator/tables/{table:number}/{label:number}", sorting.answer, "facilitator"),
    ("facilitator/actions", actions.desk, "facilitator"),
    ("facilitator/comments", publishing.comments, "facilitator"),
    ("chair/report", publishing.arrange, "chair"),
    ("chair/owners", actions.owners, "chair"),
    ("report/comments", publishing.comment, "delegate"),
    ("actions", actions.everybody, "screen"),
    ("action/{action:number}", actions.own, "screen"),
    ("facilitator/labels", labels.labels, "facilitator"),
    ("facilitator/labels/{prompt:number}", labels.labels, "facilitator"),
    ("facilitator/labels/words", labels.words, "facilitator"),
    ("facilitator/labels/paper", labels.paper, "facilitator"),
    ("facilitator/labels/paper/{kind:name}", labels.paper, "facilitator"),
    ("facilitator/labels/paper/{prompt:number}", labels.paper, "facilitator"),
    ("facilitator/labels/sheets", labels.sheets, "facilitator"),
    ("facilitator/same", same.same, "facilitator"),
    ("facilitator/questions", questions.desk_questions, "facilitator"),
    ("facilitator/questions/{label:number}", questions.desk_question, "facilitator"),
    ("facilitator/visits", my_day.desk_visits, "facilitator"),
    ("facilitator/paper", facilitator.paper, "facilitator"),
    ("facilitator/paper/{poll:number}", facilitator.paper_of, "facilitator"),
    ("facilitator/paper/{poll:number}/ballots", facilitator.ballots, "facilitator"),
    ("report", report.report, "screen"),
    ("report.json", report.report_json, "screen"),
    ("report.csv", report.report_csv, "screen"),
    ("report.md", report.report_markdown, "screen"),
    ("report.xlsx", report.report_xlsx, "screen"),
    ("report.schema.json", report.report_schema, "screen"),
    ("report/tables.zip", report.report_tables, "screen"),
    ("report/site.zip", report.report_site, "screen"),
    ("report/{table:name}.csv", report.report_table, "screen"),
    ("report/recount.zip", report.recount, "screen"),
)
"""Every page of a conference: its path below the code, the function that makes it, and the role it is for (screen: everybody)."""
