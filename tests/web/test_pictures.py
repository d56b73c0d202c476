"""Choosing and uploading pictures: what the chair's pages offer, and what of a file, however hostile, reaches anybody."""

from __future__ import annotations

import re
import struct
import zlib
from base64 import b64encode
from html import unescape
from io import BytesIO
from pathlib import Path

import httpx2
import pytest
from PIL import Image, TiffImagePlugin

from live.conference import Refused
from live.conference.pictures import LARGEST_PICTURE
from live.conference.polls.options import WithOptions
from live.conference.polls.symbols import SYMBOLS
from live.web import uploads
from live.web.templates import folder
from live.web.uploads import BROKEN, DRAWING, LARGEST_UPLOAD, NO_PICTURE, SIDE, TOO_MANY_POINTS, small
from tests.web.site import POLL, POLL_ITEM, Day, do

PAGE = f"chair/plan/{POLL_ITEM}/pictures"


def file_of(image: Image.Image, kind: str, **more: object) -> bytes:
    file = BytesIO()
    image.save(file, kind, **more)
    return file.getvalue()


def photo(size: tuple[int, int] = (640, 400)) -> Image.Image:
    """Red on the left, blue on the right, with some noise."""
    image = Image.effect_noise(size, 40).convert("RGB")
    image.paste((220, 30, 30), (0, 0, size[0] // 2, size[1]))
    return image


PHOTO = file_of(photo(), "JPEG")


def png_of(width: int, height: int, rows: int) -> bytes:
    """A PNG that says it is so large, with as many rows in it as said."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = zlib.compress(bytes(rows * (1 + (width + 7) // 8)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def upload(client: httpx2.Client, data: bytes, name: str = "photo.jpg", *, option: str = "A") -> httpx2.Response:
    page = client.get(f"/{PAGE}/{'ABCD'.index(option) + 1}")
    found = re.search(r'action="[^"]*/chair/picture".*?name="id" value="([^"]+)"', page.text, re.DOTALL)
    assert found is not None
    fields = {"id": found[1], "page": f"{PAGE}/{'ABCD'.index(option) + 1}", "poll": POLL["poll"], "option": option}
    return client.post("/chair/picture", data=fields, files={"file": (name, data, "image/jpeg")})


def question_of(day: Day) -> WithOptions:
    question = day.live.conference.polls.by_id[int(POLL["poll"])].question
    assert isinstance(question, WithOptions)
    return question


def said(page: httpx2.Response) -> str:
    """What a page says went wrong."""
    found = re.search(r'problem-summary__title">.*?</h2>\s*<p>(.*?)</p>', page.text, re.DOTALL)
    assert found is not None, page.text
    return unescape(re.sub("<.*?>", "", found[1]))


# choosing


def test_every_symbol_has_a_drawing_in_ink_and_nothing_else() -> None:
    drawings = {path.stem: path.read_text() for path in (folder("static") / "symbols").glob("*.svg")}
    assert sorted(drawings) == sorted(SYMBOLS)
    for drawing in drawings.values():
        assert set(re.findall("<(\\w+)", drawing)) <= {
            "svg",
            "path",
            "circle",
            "rect",
            "line",
            "polyline",
            "polygon",
            "ellipse",
        }
        assert re.findall('stroke="(.*?)"', drawing) == ["#0c1f1a"]


def test_the_readme_says_how_many_symbols_there_are() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    assert re.findall(r"(\d+) symbols", " ".join(readme.split())) == [str(len(SYMBOLS))]


def test_a_chair_puts_a_symbol_beside_an_answer_and_takes_it_away_without_scripts(day: Day) -> None:
    chair = day.chair()
    page = chair.get(f"/{PAGE}/2")
    assert len(re.findall('<button class="symbol" name="picture"', page.text)) == len(SYMBOLS)
    assert f"{day.path}/{PAGE}" in chair.get(f"/chair/plan/{POLL_ITEM}").text
    done = do(chair, "put_picture", poll=POLL["poll"], option="B", picture="bus", page=f"{PAGE}/2")
    assert (done.status_code, done.headers["location"]) == (303, f"{day.path}/{PAGE}/2")
    assert question_of(day).pictures == ("", "bus")
    assert re.findall('value="([^"]*)" aria-current="true"', chair.get(f"/{PAGE}/2").text) == ["bus"]
    assert re.findall(r'<img class="picture" src="[^"]*/symbols/bus\.svg" alt=""', chair.get(f"/{PAGE}").text) != []
    do(chair, "put_picture", poll=POLL["poll"], option="B", picture="", page=f"{PAGE}/2")
    assert question_of(day).pictures == ()


def test_only_the_chair_sees_the_pages_and_chooses(day: Day) -> None:
    phone = day.phone("Ann")
    assert phone.get(f"/{PAGE}").status_code == 403
    assert do(phone, "put_picture", poll=POLL["poll"], option="B", picture="bus", page="").status_code == 422
    position = day.position
    fields = {"poll": POLL["poll"], "option": "A"}
    assert phone.post("/chair/picture", data=fields, files={"file": ("x", PHOTO)}).status_code == 403
    foreign = day.chair()
    foreign.headers["origin"] = "https://elsewhere.example"
    assert foreign.post("/chair/picture", data=fields, files={"file": ("x", PHOTO)}).status_code == 403
    assert (day.position, question_of(day).pictures) == (position, ())


@pytest.mark.parametrize("path", ["/99", "/0", "/999999999"])
def test_an_answer_that_is_not_there_has_no_page(day: Day, path: str) -> None:
    assert day.chair().get(f"/{PAGE}{path}").status_code == 404
    assert day.chair().get(f"/chair/plan/99/pictures{path}").status_code == 404
    assert day.chair().get("/chair/plan/3/pictures").status_code == 404


def test_once_a_question_was_open_the_pages_offer_nothing(day: Day) -> None:
    chair = day.chair()
    day.open_poll()
    assert "so its pictures stay as they are" in chair.get(f"/{PAGE}").text
    page = chair.get(f"/{PAGE}/1")
    assert "<form" not in page.text.replace("</form>", "")
    refused = chair.post(
        "/chair/picture",
        data={"poll": POLL["poll"], "option": "A", "page": f"{PAGE}/1"},
        files={"file": ("x.jpg", PHOTO)},
    )
    assert refused.status_code == 422
    assert said(refused) == "This question has been open for voting, so its pictures stay as they are."


# uploading


def test_an_uploaded_picture_stands_beside_its_answer_on_phones_and_on_the_screen(day: Day) -> None:
    chair, phone = day.chair(), day.phone("Ann")
    assert upload(chair, PHOTO).status_code == 303
    [name] = question_of(day).pictures
    given = day.visitor().get(f"/picture/{name}")
    assert given.headers["content-type"] == "image/webp"
    assert given.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert given.headers["x-content-type-options"] == "nosniff"
    assert given.content == day.live.conference.pictures[name]
    with Image.open(BytesIO(given.content)) as image:
        assert (image.format, image.size) == ("WEBP", (SIDE, 200))
    day.open_poll()
    shown = f'<img class="picture" src="{day.path}/picture/{name}" alt="" width="48" height="48" loading="lazy">'
    for page in (phone.get(f"/poll/{POLL['poll']}"), day.visitor().get("/screen")):
        assert page.text.count(shown) == 1
        assert "/pictures.css" in page.text


def test_the_same_picture_twice_is_one(day: Day) -> None:
    chair = day.chair()
    assert [upload(chair, PHOTO, option=option).status_code for option in "AB"] == [303, 303]
    assert len(day.live.conference.pictures) == 1
    page = chair.get(f"/{PAGE}/3")
    [name] = day.live.conference.pictures
    assert f'name="picture" value="{name}"' in page.text


def test_a_picture_that_is_taken_away_is_in_no_file_any_more(day: Day) -> None:
    chair = day.chair()
    upload(chair, PHOTO)
    [(name, kept)] = day.live.conference.pictures.items()
    text = b64encode(kept)
    parts = [text[start : start + 40] for start in range(0, len(text) - 40, 40)]

    def share_on_disk() -> float:
        """Of the parts; one that lies across two pages of the file is not found."""
        disk = b"".join(path.read_bytes() for path in day.site.settings.data.glob(f"{day.code}*"))
        return sum(part in disk for part in parts) / len(parts)

    assert share_on_disk() > 0.9
    do(chair, "put_picture", poll=POLL["poll"], option="A", picture="", page=f"{PAGE}/1")
    assert share_on_disk() == 0
    assert day.visitor().get(f"/picture/{name}").status_code == 404


def test_a_picture_that_is_not_there(day: Day) -> None:
    visitor = day.visitor()
    for name in ("own-" + "0" * 32, "bus", "..%2f..%2fsecret"):
        assert visitor.get(f"/picture/{name}").status_code == 404


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "JPEG"])
def test_four_formats_are_taken_whatever_the_file_is_called(kind: str) -> None:
    with Image.open(BytesIO(small(file_of(photo((900, 300)), kind)))) as image:
        assert (image.format, image.size, image.mode) == ("WEBP", (320, 107), "RGB")


def test_holes_stay_holes_and_small_pictures_stay_small() -> None:
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 20, 40))
    with Image.open(BytesIO(small(file_of(image, "PNG")))) as made:
        assert (made.size, made.mode) == ((40, 40), "RGBA")
        points = made.convert("RGBA")
        left, right = points.getpixel((5, 20)), points.getpixel((35, 20))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert (left[3], right[3]) == (255, 0)


def test_a_photo_is_turned_upright_and_forgets_where_it_was_taken(day: Day) -> None:
    """Its place, camera, comment, profile and preview are in no byte of what is kept, which is all that is given out."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned
    exif[0x010F] = "CAMERA-MAKER"
    exif[0x8825] = {1: "N", 2: tuple(map(TiffImagePlugin.IFDRational, (56, 7, 11))), 29: "2026:05:22"}
    exif[0x9286] = b"MY-COMMENT"
    marked = file_of(
        photo(),
        "JPEG",
        exif=exif,
        comment=b"SECRET-COMMENT",
        icc_profile=b"PROFILE-WORDS" * 20,
        xmp=b"<x>XMP-WORDS</x>",
    )
    assert all(word in marked for word in (b"CAMERA-MAKER", b"SECRET-COMMENT", b"PROFILE-WORDS", b"2026:05:22"))
    assert upload(day.chair(), marked + b"AFTER-THE-END").status_code == 303
    [(name, kept)] = day.live.conference.pictures.items()
    with Image.open(BytesIO(kept)) as image:
        assert image.size == (200, SIDE)  # lying on its side before
        assert not image.getexif()
        assert set(image.info) <= {"loop", "background", "timestamp", "duration"}
        top = image.convert("RGB").getpixel((100, 20))
    assert isinstance(top, tuple)
    assert top[0] > 150 > top[2]
    assert day.visitor().get(f"/picture/{name}").content == kept
    for word in (
        b"Exif",
        b"EXIF",
        b"XMP",
        b"ICCP",
        b"GPS",
        b"CAMERA-MAKER",
        b"SECRET",
        b"MY-COMMENT",
        b"AFTER-THE-END",
    ):
        assert word not in kept


@pytest.mark.parametrize(
    ("data", "say"),
    [
        (b"", "Please choose a picture first."),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', DRAWING),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!DOCTYPE svg>\n<SVG onload="alert(1)"/>', DRAWING),
        (b"Just some words, called photo.png", NO_PICTURE),
        (b"<html><script>alert(1)</script>", NO_PICTURE),
        (b"%PDF-1.7 ...", NO_PICTURE),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", NO_PICTURE),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), NO_PICTURE),
        (file_of(photo((20, 20)), "BMP"), NO_PICTURE),
        (file_of(photo((20, 20)), "TIFF"), NO_PICTURE),
        (PHOTO[: len(PHOTO) // 2], BROKEN),
        (PHOTO[:30], BROKEN),
        (file_of(photo(), "PNG")[:3000], BROKEN),
        (file_of(photo(), "WEBP")[:500], BROKEN),
        (b"GIF89a", NO_PICTURE),
        (png_of(5000, 5000, 5000), TOO_MANY_POINTS),
        (png_of(60_000, 60_000, 10), TOO_MANY_POINTS),
        (png_of(2**31 - 1, 2**31 - 1, 0), TOO_MANY_POINTS),
        (png_of(12_000, 12_000, 1), TOO_MANY_POINTS),
        (PHOTO.replace(b"\xff\xd9", b"\xff\xda\x00\x00" * 101 + b"\xff\xd9"), BROKEN),
    ],
)
def test_what_is_no_picture_or_too_much_is_refused_with_a_sentence(data: bytes, say: str) -> None:
    with pytest.raises(Refused) as refused:
        small(data)
    assert (refused.value.say, refused.value.field) == (say, "file")


def test_a_refused_file_changes_nothing_and_the_page_says_why(day: Day) -> None:
    chair, position = day.chair(), day.position
    page = upload(chair, b"<svg onload=alert(1)>", "nice.png")
    assert (page.status_code, said(page)) == (422, DRAWING)
    assert 'aria-invalid="true"' in page.text
    assert 'href="#picture-file"' in page.text
    assert (day.position, dict(day.live.conference.pictures)) == (position, {})


def test_a_file_that_is_too_large_is_not_read_to_its_end(day: Day) -> None:
    chair = day.chair()
    answer = upload(chair, b"x" * (LARGEST_UPLOAD + 1))
    assert answer.status_code == 413
    assert "up to 10 MB" in answer.text
    assert question_of(day).pictures == ()


def test_the_other_addresses_take_no_more_than_before(day: Day) -> None:
    chair = day.chair()
    assert chair.post("/do/put_picture", data={"picture": "x" * 600_000}).status_code == 413


@pytest.mark.parametrize(
    "field", [{"poll": "99"}, {"poll": "x" * 400}, {"option": "Z"}, {"option": ""}, {"page": "https://evil.example"}]
)
def test_an_upload_for_nothing_that_there_is_is_refused(day: Day, field: dict[str, str]) -> None:
    fields = {"poll": POLL["poll"], "option": "A", "page": f"{PAGE}/1", **field}
    answer = day.chair().post("/chair/picture", data=fields, files={"file": ("x.jpg", PHOTO)})
    if "page" in field:
        assert (answer.status_code, answer.headers["location"]) == (303, f"{day.path}/chair/plan")
    else:
        assert answer.status_code == 422
        assert question_of(day).pictures == ()


def test_even_the_busiest_picture_is_kept_small() -> None:
    noise = Image.merge("RGB", [Image.effect_noise((SIDE, SIDE), 200) for _ in "RGB"])
    assert len(small(file_of(noise, "PNG"))) <= LARGEST_PICTURE


def test_only_four_decoders_are_ever_asked() -> None:
    """The others read formats that nobody uploads for this, and have had holes."""
    assert uploads.FORMATS == ("JPEG", "PNG", "WEBP", "GIF")
