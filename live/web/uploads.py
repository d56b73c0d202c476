"""Making an uploaded picture small and clean, whatever was sent.

What a file is, is told by its content, never by its name, and only four plain formats are opened. How large the picture would
be is looked at before it is unpacked. What is kept is drawn anew from its points alone, so nothing else that was in the file
(where a photo was taken, programs, a second picture) is in what everybody gets.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from live.conference import Refused
from live.conference.harvest import LARGEST_GRAPHIC
from live.conference.pictures import LARGEST_PICTURE

LARGEST_UPLOAD = 10 * 1024 * 1024  # bytes, with the form around it: what a good phone's camera makes
SIDE = 320  # points: three times as fine as the largest that is shown on phones
DRAWING_SIDE = 2400  # points: a drawing is read on the screen, and zoomed into on phones
MOST_POINTS = 50_000_000  # of a photo, which is unpacked at an eighth of its size
MOST_POINTS_AT_ONCE = 16_000_000  # of the other formats, which are unpacked whole: 64 MB
MOST_SCANS = 100  # of a photo that gets finer as it loads; tools make about ten, and each is as much work as the whole
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
QUALITIES = (82, 60, 40)
DRAWING_SIDES = (DRAWING_SIDE, 1600)  # the smaller one for what is too busy even when it is coarse

NO_PICTURE = "This is not a picture that can be taken. Please choose a JPEG, PNG, WebP or GIF."
DRAWING = "An SVG drawing can hold programs, so it is not taken. Please save it as PNG and choose that."
TOO_MANY_POINTS = "This picture has too many points. Please make it smaller first."
BROKEN = "This picture is damaged, or not all of it came. Please choose another one."

_one_at_a_time = ThreadPoolExecutor(1, "pictures")  # so that several large ones never fill the memory together


async def made_small(data: bytes) -> bytes:
    """The picture as a WebP of at most 320 by 320 points, made in a thread of its own. Raises `Refused`."""
    return await asyncio.get_running_loop().run_in_executor(_one_at_a_time, small, data)


async def made_to_hang(data: bytes) -> bytes:
    """A drawing as a WebP of at most 2,400 points each way and 1.5 MB, made in the same thread. Raises `Refused`."""
    return await asyncio.get_running_loop().run_in_executor(_one_at_a_time, large, data)


def small(data: bytes) -> bytes:
    """The picture as a WebP of at most 320 by 320 points. Raises `Refused`."""
    return _clean(data, (SIDE,), LARGEST_PICTURE)


def large(data: bytes) -> bytes:
    """The drawing as a WebP of at most 2,400 points each way and 1.5 MB. Raises `Refused`."""
    return _clean(data, DRAWING_SIDES, LARGEST_GRAPHIC)


def _clean(data: bytes, sides: tuple[int, ...], most: int) -> bytes:
    """The picture as a WebP of at most `most` bytes, no wider or higher than the first of `sides` with which it is. Where it is
    with none, what comes is larger, and the rules refuse it. Raises `Refused`."""
    if not data:
        raise Refused("Please choose a picture first.", "file")
    if b"<svg" in data[:4096].lower():
        raise Refused(DRAWING, "file")
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            _check_work(image, data)
            drawn, encoded = _drawn_anew(image, sides[0]), b""
            for side in sides:
                drawn.thumbnail((side, side))
                encoded = _encoded(drawn, most)
                if len(encoded) <= most:
                    break
            return encoded
    except Refused:
        raise
    except UnidentifiedImageError:
        raise Refused(NO_PICTURE, "file") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(TOO_MANY_POINTS, "file") from None
    except Exception:  # noqa: BLE001  # a damaged file makes decoders say almost anything, and all of it means this
        raise Refused(BROKEN, "file") from None


def _check_work(image: Image.Image, data: bytes) -> None:
    """Refuse what would take too much memory or time. Nothing has been unpacked yet."""
    is_photo = image.format in ("JPEG", "MPO")
    if image.width * image.height > (MOST_POINTS if is_photo else MOST_POINTS_AT_ONCE):
        raise Refused(TOO_MANY_POINTS, "file")
    if is_photo and data.count(b"\xff\xda") > MOST_SCANS:
        raise Refused(BROKEN, "file")


def _drawn_anew(image: Image.Image, side: int) -> Image.Image:
    """The first picture in a file, the right way up, small, with nothing but its points."""
    finer = (
        2 * side if side <= SIDE else side
    )  # a large one is fine enough as it is, and twice as fine fills the memory
    image.draft("RGB", (finer, finer))
    upright = ImageOps.exif_transpose(image)
    has_holes = upright.has_transparency_data
    points = upright.convert("RGBA" if has_holes else "RGB")
    points.thumbnail((side, side))
    drawn = Image.new(points.mode, points.size)
    drawn.paste(points)
    return drawn


def _encoded(image: Image.Image, most: int) -> bytes:
    """As a WebP that may be kept; of a busy picture a coarser one."""
    encoded = b""
    for quality in QUALITIES:
        file = BytesIO()
        image.save(file, "WEBP", quality=quality)
        encoded = file.getvalue()
        if len(encoded) <= most:
            break
    return encoded
