"""Every page's template is compiled before somebody asks for it."""

from __future__ import annotations

import asyncio

from jinja2 import DictLoader, Environment

from live.web.templates import compile_all, environment


def test_every_template_is_compiled_before_it_is_asked_for() -> None:
    made = Environment(loader=DictLoader({"a.html": "{{ 1 }}", "b/c.html": "{{ 2 }}", "d.txt": "{{"}), autoescape=True)
    asyncio.run(compile_all(made, 0, 0))
    assert made.cache is not None
    assert {name for _, name in made.cache} == {"a.html", "b/c.html"}


def test_there_is_no_page_that_cannot_be_compiled() -> None:
    names = environment().list_templates(extensions=["html"])
    assert len(names) > 300
    for name in names:
        environment().get_template(name)
