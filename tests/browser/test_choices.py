"""What all kinds of question share on a phone: an order of its own, and "I don't know" instead of an answer."""

from __future__ import annotations

import json
from random import Random

import pytest
from playwright.sync_api import Page, Route, expect

from live.conference.polls import Terms
from live.conference.polls.kinds import KINDS, AnyQuestion
from live.conference.polls.one_choice import OneChoice
from live.conference.polls.open_text import OpenText
from live.conference.polls.question import LETTERS
from live.conference.polls.several_choices import SeveralChoices
from live.fragments.delegate.shuffle import shuffled
from tests.browser.hall import Server
from tests.browser.people import PHONE, People, is_connected, reload
from tests.browser.voting import Voting

MODULE = "document.querySelector('[data-script$=\"/choices.js\"]').dataset.script"
OPTIONS = OneChoice(tuple(f"Answer number {number}" for number in range(8)))
BOTH = Terms(passes=("none", "unsure"))


def order_on(page: Page) -> str:
    letters: list[str] = page.locator(".options [data-key]").evaluate_all("all => all.map((each) => each.dataset.key)")
    return "".join(letters)


def expected_on(page: Page) -> str:
    voice = json.loads(page.locator("#mine").inner_text())["voice"]
    return "".join(shuffled(LETTERS[:8], str, voice, "1.1"))


def test_the_phone_reckons_the_same_order_as_the_server(server: Server, people: People) -> None:
    page = Voting(server, people, OPTIONS, terms=Terms(order="shuffled")).by_touch()
    dice = Random(3)
    asked = [
        (list(LETTERS[: dice.randrange(2, 31)]), dice.randbytes(4).hex(), f"{dice.randrange(999)}.{dice.randrange(9)}")
        for _ in range(300)
    ]
    asked += [(["Ä", "a", "🙂", "", "10", "9"], "Zoë-1234", "1.1")]
    told = page.evaluate(
        f"""async (asked) => {{
          const {{ shuffled }} = await import({MODULE});
          return asked.map(([values, voice, vote]) => shuffled(values, voice, vote));
        }}""",
        asked,
    )
    assert told == [shuffled(values, str, voice, vote) for values, voice, vote in asked]


def test_a_phone_keeps_its_order_with_and_without_scripts_and_when_pictures_come(
    server: Server, people: People
) -> None:
    voting = Voting(server, people, OPTIONS, terms=Terms(order="shuffled"))
    phones = [voting.by_touch() for _ in range(3)]
    seen = [order_on(phone) for phone in phones]
    assert seen == [expected_on(phone) for phone in phones]
    assert len(set(seen)) > 1

    phone = phones[0]
    phone.get_by_label("Answer number 3").check()
    voting.send(phone)
    reload(phone)
    assert order_on(phone) == seen[0]

    voting.day.chair.do("close_poll", poll=1, round=1)
    expect(phones[1].get_by_text("Voting has closed. The result")).to_be_visible()
    voting.day.chair.do("open_poll", poll=1, round=1)  # a new picture, the same for all phones
    for page, order in zip(phones, seen, strict=True):
        expect(page.locator(".options .letter")).to_have_text(list(order))
    expect(phone.get_by_text("Answer number 3", exact=True).last).to_be_visible()

    plain = people.somebody(PHONE, java_script_enabled=False, storage_state=phones[1].context.storage_state())
    plain.goto(voting.day.url())
    letters = plain.locator(".options .letter").all_inner_texts()
    assert "".join(letters) == seen[1]


def test_nothing_moves_that_somebody_is_about_to_choose(server: Server, people: People) -> None:
    """The script comes late, and a key has been pressed already."""
    voting = Voting(server, people, OPTIONS, terms=Terms(order="shuffled"))
    phone = voting.by_touch()
    options = phone.locator(".options")
    first = options.locator("input").first
    first.focus()
    options.evaluate(
        "part => part.append(part.firstElementChild.nextElementSibling)"
    )  # as if it stood in another order
    moved = order_on(phone)
    mark = "form => form.dispatchEvent(new Event('marked'))"
    phone.locator("form[data-vote]").evaluate(mark)
    assert order_on(phone) == moved
    first.blur()
    phone.locator("form[data-vote]").evaluate(mark)
    assert order_on(phone) == expected_on(phone)


@pytest.mark.parametrize("question", [OPTIONS, SeveralChoices(OPTIONS.options)])
def test_i_dont_know_is_chosen_instead_of_an_answer(server: Server, people: People, question: AnyQuestion) -> None:
    voting = Voting(server, people, question, terms=BOTH)
    phone = voting.by_touch()
    answer = phone.get_by_label("Answer number 2")
    none, unsure = phone.get_by_label("None of these"), phone.get_by_label("I don’t know")
    answer.check()
    unsure.check()
    expect(answer).not_to_be_checked()
    none.check()
    expect(unsure).not_to_be_checked()
    none.uncheck()
    expect(answer).to_be_checked()
    none.check()
    answer.check()
    expect(none).not_to_be_checked()
    unsure.check()
    voting.send(phone)
    assert voting.said(phone) == "I don’t know"
    reload(phone)
    assert voting.said(phone) == "I don’t know"
    phone.get_by_role("button", name="Change my vote").tap()
    expect(unsure).to_be_checked()
    answer.check()
    voting.send(phone)
    assert voting.said(phone) == "Answer number 2"


def test_what_was_written_comes_back_when_i_dont_know_is_unticked(server: Server, people: People) -> None:
    voting = Voting(server, people, OpenText(), terms=BOTH)
    phone = voting.by_touch()
    words, unsure = phone.get_by_role("textbox"), phone.get_by_label("I don’t know")
    words.fill("Half a thought")
    unsure.check()
    expect(words).to_have_value("")
    unsure.uncheck()
    expect(words).to_have_value("Half a thought")
    unsure.check()
    voting.send(phone)
    assert voting.said(phone) == "I don’t know"


def test_a_script_that_comes_late_puts_right_what_was_filled_in_before(server: Server, people: People) -> None:
    """On a slow network: an answer that is being written unticks "I don't know"; ticked after an answer, that sets it aside."""
    voting = Voting(server, people, OpenText(), terms=BOTH)
    phone = voting.by_touch()
    late: list[Route] = []
    phone.route("**/choices.js", lambda route: late.append(route))
    words, unsure = phone.get_by_role("textbox"), phone.get_by_label("I don’t know")
    phone.reload()
    is_connected(phone)
    unsure.check()
    words.fill("Half a thought")
    late.pop().continue_()
    expect(unsure).not_to_be_checked()
    expect(words).to_have_value("Half a thought")

    phone.reload()
    is_connected(phone)
    unsure.check()
    expect(words).to_have_value("Half a thought")
    late.pop().continue_()
    expect(words).to_have_value("")
    unsure.uncheck()
    expect(words).to_have_value("Half a thought")


@pytest.mark.parametrize("kind", KINDS)
def test_without_scripts_both_are_refused_and_stay_as_they_were_filled_in(
    server: Server, people: People, kind: str
) -> None:
    people.expect_complaints("status of 422")
    question = KINDS[kind].example()
    voting = Voting(server, people, question, terms=BOTH)
    phone = voting.without_scripts()
    phone.get_by_label("I don’t know").check()
    for name, values in question.imagine(Random(5).randrange).items():
        for value in values:
            field = phone.locator(f"[name='{name}']").first
            if not field.is_enabled():
                continue  # for scripts only
            if field.evaluate("field => field.matches('[type=radio],[type=checkbox]')"):
                phone.locator(f"[name='{name}'][value='{value}']").check()
            elif field.evaluate("field => field.matches('select')"):
                field.select_option(value)
            else:
                field.fill(value)
    before = phone.evaluate(
        "[...new FormData(document.querySelector('form'))].filter(([name]) => /^vote/.test(name)).join('; ')"
    )
    phone.get_by_role("button", name="Send my vote").click()
    expect(phone.get_by_text("Please choose either an answer or “I don’t know”, not both.").first).to_be_visible()
    after = phone.evaluate(
        "[...new FormData(document.querySelector('form'))].filter(([name]) => /^vote/.test(name)).join('; ')"
    )
    assert after == before
    assert voting.day.turnout(1) == "0 of 1"
