"""Drawings: taken in clean and bounded, with words for those who do not see them, and gone for good when they are removed."""

from __future__ import annotations

import secrets
from io import BytesIO
from random import Random

import httpx2
import pytest
from PIL import Image

from live.conference.harvest import LARGEST_GRAPHIC
from live.conference.words import Refused
from live.web.uploads import large
from tests.web.site import Day, do

ALT = "A ladder <b> with people on it"


def picture(size: tuple[int, int] = (3000, 1500), kind: str = "JPEG", mode: str = "RGB") -> bytes:
    file = BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(file, kind)
    return file.getvalue()


def noise(size: tuple[int, int]) -> bytes:
    """What no encoder can make small."""
    image = Image.frombytes("RGB", size, Random(7).randbytes(3 * size[0] * size[1]))
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def hang(client: httpx2.Client, data: bytes, **fields: str) -> httpx2.Response:
    sent = {"id": secrets.token_urlsafe(18), "alt": ALT, **fields}
    return client.post("/facilitator/drawing", data=sent, files={"file": ("x.svg", data, "text/html")})


def test_a_drawing_is_hung_and_given_out_to_everybody(day: Day) -> None:
    phone, desk = day.phone("Ann"), day.role("facilitator")
    assert do(phone, "propose_topic", title="Ladders").status_code == 303
    done = hang(desk, picture(), by="Moira", about="topic/1")
    assert (done.status_code, done.headers["location"]) == (303, f"{day.path}/facilitator/drawings?hung=yes")
    page = desk.get("/facilitator/drawings?hung=yes").text
    assert "The drawing hangs." in page
    assert 'alt="A ladder &lt;b&gt; with people on it"' in page
    assert "Moira, Ladders" in page
    given = day.visitor().get("/graphic/1")
    assert given.headers["content-type"] == "image/webp"
    assert given.headers["x-content-type-options"] == "nosniff"
    assert given.headers["cache-control"] == "private, max-age=604800, immutable"
    with Image.open(BytesIO(given.content)) as image:
        assert (image.format, image.size) == ("WEBP", (2400, 1200))


def test_without_words_it_is_refused_and_what_was_typed_stays(day: Day) -> None:
    desk = day.role("facilitator")
    refused = hang(desk, picture(), alt=" ", by="Moira & co")
    assert refused.status_code == 422
    assert "What the drawing shows needs some words." in refused.text
    assert 'value="Moira &amp; co"' in refused.text
    for bad in (b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", picture()[:900], b"\x00" * 5000):
        wrong = hang(desk, bad)
        assert (wrong.status_code, 'id="file-problem"' in wrong.text, "A ladder &lt;b&gt;" in wrong.text) == (
            422,
            True,
            True,
        )
    assert hang(desk, picture(), about="topic/9").status_code == 422
    assert not day.live.conference.harvest.graphics


def test_only_facilitators_and_the_chair_hang_and_remove(day: Day) -> None:
    for client in (day.phone(), day.visitor()):
        assert hang(client, picture()).status_code == 403
        assert client.get("/facilitator/drawings").status_code == 403
    assert hang(day.chair(), picture()).status_code == 303
    assert do(day.phone(), "remove_graphic", graphic="1").status_code == 422
    assert len(day.live.conference.harvest.graphics) == 1


def test_the_same_form_sent_twice_hangs_one_drawing(day: Day) -> None:
    desk = day.role("facilitator")
    id = secrets.token_urlsafe(18)
    assert [hang(desk, picture(), id=id).status_code for _ in range(2)] == [303, 303]
    assert len(day.live.conference.harvest.graphics) == 1


def test_a_drawing_that_is_removed_is_gone_from_the_file(day: Day) -> None:
    desk = day.role("facilitator")
    hang(desk, picture(), alt="Xylophones everywhere")
    hang(desk, picture((900, 900)), alt="A second one")

    def on_the_disk(word: bytes) -> bool:
        return any(word in path.read_bytes() for path in day.site.settings.data.rglob("*") if path.is_file())

    assert on_the_disk(b"Xylophones")
    assert do(desk, "remove_graphic", graphic="1", page="facilitator/drawings").status_code == 303
    assert not on_the_disk(b"Xylophones")
    assert on_the_disk(b"A second one")
    assert desk.get("/graphic/1").status_code == 404
    assert desk.get("/graphic/99999999").status_code == 404


def test_whatever_comes_in_what_is_kept_is_bounded_and_has_nothing_of_the_camera() -> None:
    file = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Where it was taken"
    exif[0x0112] = 6  # on its side
    Image.linear_gradient("L").resize((4000, 2000)).convert("RGB").save(file, "JPEG", exif=exif)
    made = large(file.getvalue())
    assert b"Where it was taken" not in made
    with Image.open(BytesIO(made)) as image:
        assert image.size == (1200, 2400)
    busy = large(noise((3000, 2600)))
    assert len(busy) <= LARGEST_GRAPHIC
    with Image.open(BytesIO(large(picture((200, 100), "PNG", "RGBA")))) as image:
        assert image.size == (200, 100)
    with pytest.raises(Refused, match="too many points"):
        large(picture((5000, 5000), "PNG", "L"))


def test_a_file_that_is_too_large_is_told_so(day: Day) -> None:
    answer = hang(day.role("facilitator"), b"\xff" * (11 * 1024 * 1024))
    assert (answer.status_code, "up to 10 MB" in answer.text) == (413, True)
