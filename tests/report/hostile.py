"""Words that people might write to break a page or a file, and a write-up that has words in every place where it can have any."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count

from hypothesis import strategies as st

from live.conference.agenda import Block, Workshop
from live.conference.polls.question import Bar, Strip, Word
from live.conference.writeup import SECTIONS
from live.report import Report
from live.report.actions import ActionAgreed, Told
from live.report.asks import Ask
from live.report.questions import AskedOnce, GroupResult, Passed, Question, Result, Turnout
from live.report.said import LabelText, TallyRow, TallyTable, ThemeOfLabels
from live.report.talks import Drawing, Harvested, SessionHeld, TopicOnBoard, VisitOffered

HOSTILE = (
    "<script>alert(1)</script>",
    "</p></table></script><img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "' onmouseover='alert(1)",
    "<!-- --> <![CDATA[ ]]> <?php ?>",
    "&lt;b&gt; &amp; &#60;b&#62;",
    "{{ 7*7 }} {% include 'x' %} {# x #}",
    '=HYPERLINK("http://bad.example","click")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "%0A=1+1",
    "|pipe| a | b |",
    "a\n| b | c |\n| --- | --- |\n| d | e |",
    "# a heading",
    "###### x",
    "a\n===",
    "a\n---",
    "---",
    "* * *",
    "- a list\n- of two",
    "+ a list",
    "1. first\n2. second",
    "7) seventh",
    "> a quote",
    "    code",
    "```\ncode\n```",
    "~~~",
    "`code` ``more``",
    "**bold** __bold__ *it* _it_ ~~gone~~",
    "[link](http://bad.example)",
    "![picture](http://bad.example/x.png)",
    "[x]: http://bad.example",
    "[x]",
    "<http://bad.example>",
    "<someone@bad.example>",
    "http://bad.example/a?b=c https://bad.example www.bad.example ftp://x.example",
    "javascript:alert(1) data:text/html,x mailto:someone@bad.example",
    "someone@bad.example",
    "$x$ $$y$$",
    "- [ ] task",
    "[^1] [^1]: note",
    "a\\",
    "\\",
    "\\\\| \\` \\<b>",
    "a  \nb",
    "a\\\nb",
    "a\n\n\nb\n\n# c",
    ":smile: #1 @someone",
    "_x0041_ _x000D_",
    "<r><t>bold</t></r>",
    "<r></r></si><si><t>another cell</t></si><si><r></r>",
    "\u202eright to left\u202c \u2066isolated\u2069 \u200f",
    "שלום עולם – مرحبا بالعالم",
    "zero\u200bwidth\u200d\u200c\ufeff\u2060 soft\u00adhyphen",
    "\u2028line\u2029paragraph\u0085next",
    "👩🏽‍🚀👨‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿🇬🇧",
    "co-production a-b -- - c",
    "‘curly’ “quotes” … – —",
    "a;b,c\td'e\"f",
    "0012345 1e5 TRUE 2024-01-01 1/2",
    "'",
    '"',
)
TOWER = "z" + "\u0301\u0300\u0323" * 3334  # more than ten thousand marks on one letter

# What may be in words that were cleaned (live/conference/words.py), and the marks that older journals may still hold.
_letters = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"))
words = st.one_of(
    st.sampled_from(HOSTILE),
    st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(_letters, max_size=8)), min_size=1, max_size=4).map("".join),
    st.text(st.sampled_from("`*_[]()<>|~$&#{}@^\\+-=.:!/'\";\n 1ax"), min_size=1, max_size=24),
).filter(lambda text: bool(text.strip()))


def write_up_of(word: Callable[[], str]) -> Report:
    """A write-up with all its parts, whose every text is another `word`."""
    numbers = count(1)

    def label(put_aside: str = "") -> LabelText:
        said = (word(), word())
        marks = (next(numbers), word(), "ask", word(), word(), 3, 2, 3, said, (word(),))
        return LabelText(*marks, True, put_aside, True)  # type: ignore[arg-type]

    def bar(letter: str) -> Bar:
        return Bar(letter, word(), 3, 1.0, 50, detail=word(), line=word())

    strip = Strip(word(), 3, (bar("A"), bar("B")), word())
    group = GroupResult(word(), 5, (bar("A"), bar("B")), 2.5)
    result = Result(
        *(
            6,
            6,
            (bar("A"), bar("B")),
            2.5,
            (word(), word()),
            word(),
            (strip,),
            (Word(word(), 2),),
            (Passed(word(), 1),),
        ),
        *((group,), 1, {"said": word(), "list": [word(), {"inner": word()}], "number": 3}),
    )
    when = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
    asked = AskedOnce(1, "counted", when, when, False, word(), Turnout(9, 6, 3, 2, 1), result)
    values = Result(6, 6, (Bar("A", word(), 3, 1.0, 50, word(), word()),), figures={"said": word()})
    again = AskedOnce(1, "counted", when, when, True, word(), Turnout(9, 6, 3, 2, 1), values)
    coming = AskedOnce(1, "open", when)

    def harvest() -> Harvested:
        return Harvested(word(), (word(),), (word(), word()), (word(),), 2)

    placed = (word(), word(), word(), word(), word(), word(), word(), 6, 1, 2, 3, word())
    topic = TopicOnBoard(*placed, (word(), word()), True, harvest(), (word(),))
    times = (word(), word(), word(), word(), word(), word())
    session = SessionHeld(*times, 30, 30, 2, (word(),), harvest(), (word(),))
    told = Told(when, word(), "open")
    return Report(
        title=word(),
        date=word(),
        place=word(),
        people=9,
        programme=(Block(word(), word(), word(), word(), word(), (Workshop(word(), word(), word(), word()),)),),
        questions=(
            Question(word(), word(), "one_choice", word(), "advice", word(), (asked,)),
            Question(word(), word(), "points", word(), "advice", word(), (again, coming)),
        ),
        themes=(
            ThemeOfLabels(word(), word(), word(), 3, (label(),), (label(), label())),
            ThemeOfLabels(word(), word(), word(), 1, (label(),), ()),
        ),
        labels=(label(), label()),
        topics=(topic,),
        sessions=(session,),
        drawings=(Drawing(1, word(), word(), word()), Drawing(2, word(), "", "")),
        visits=(VisitOffered(word(), word(), word(), 3, 2, 1),),
        tables=(TallyTable(word(), word(), (TallyRow(word(), 3, 1.0, (1, 2)), TallyRow(word(), 0, 0.0)), 3, 3, 4),),
        asks=(
            Ask(label(), "answered", word(), word()),
            Ask(label(), "taken", "", word()),
            Ask(label(), "later", word(), word(), word()),
            Ask(label(), "open"),
            Ask(label(word()), "put aside"),
        ),
        put_aside=(label(word()),),
        actions=(ActionAgreed(word(), word(), word(), word(), word(), "done", (told, Told(when, word(), "done"))),),
        opening=word(),
        closing=word(),
        sections=SECTIONS,
        state="draft",
    )
