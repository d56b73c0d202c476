"""Hyphened words in headings stay whole, and a heading is still only text."""

import pytest

from live.web.templates import keep


@pytest.mark.parametrize(
    ("heading", "html"),
    [
        ("What is co-production?", 'What is <span class="keep">co-production?</span>'),
        ("Before - and after", "Before - and after"),
        ("Nothing to keep", "Nothing to keep"),
        ("a-word-that-is-too-long-for-a-narrow-phone", "a-word-that-is-too-long-for-a-narrow-phone"),
        ("<b>-<i> & co", '<span class="keep">&lt;b&gt;-&lt;i&gt;</span> &amp; co'),
    ],
)
def test_hyphened_words_stay_whole(heading: str, html: str) -> None:
    assert keep(heading) == html
