"""The screen's machine stays awake, where the browser allows it: on the server's own laptop."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.browser.hall import Server

REMEMBER_LOCKS = """
window.locks = [];
if (navigator.wakeLock) {
  const request = navigator.wakeLock.request.bind(navigator.wakeLock);
  navigator.wakeLock.request = async (kind) => {
    const lock = await request(kind);
    window.locks.push(lock);
    return lock;
  };
}
"""


def test_the_screen_asks_to_stay_awake_and_is_heard_on_the_servers_own_machine(
    browser: Browser, own_machine: Server
) -> None:
    day = own_machine.day()
    context = browser.new_context()
    context.add_init_script(REMEMBER_LOCKS)
    page = context.new_page()
    page.goto(day.url("screen"))
    page.wait_for_function("() => window.locks.length === 1 && !window.locks[0].released")
    context.close()
