"""Pictures and pages of a PDF, made anew from their pixels. Runs in the other process only.

What comes out holds pixels and nothing else: no camera, no place, no profile, no words under a box.
"""

import io
import math
from importlib import import_module

from PIL import Image, ImageDraw, ImageOps

MOST = 100_000_000  # pixels that are unpacked at all: the largest telephones make half of that
SHOWN = 8_000_000  # pixels of a picture that is shown; a long screenshot is 1,000 wide and 8,000 high
KEPT = 40_000_000  # pixels of a redacted copy
WIDEST = 16_000  # pixels that a WebP can have in one direction
PAGES = 100  # of a PDF that is redacted
SHARP = 150 / 72  # pixels for each point of a redacted page
PAGE_WIDEST = 2400
READABLE = ("PNG", "JPEG", "WEBP")
WHITE, BLACK = (255, 255, 255), (0, 0, 0)

Image.MAX_IMAGE_PIXELS = MOST // 2  # Pillow itself refuses what has twice as many


def picture(data: bytes, asked: dict) -> tuple[dict, bytes]:
    """The picture, `width` pixels wide at most, with boxes painted on where there are any."""
    image, frames = _opened(data, asked)
    image = _painted(image, asked["boxes"].get("1", ()))
    return _answer(_fitted(image, asked["width"]), asked, pages=1, frames=frames)


def page(data: bytes, asked: dict) -> tuple[dict, bytes]:
    """Page `page` (from 1) of a PDF, in the same way."""
    document = _document(data)
    count, number = len(document), asked["page"]
    if not 1 <= number <= count:
        return {"cannot": "page", "pages": count}, b""
    image = _rendered(document, number, asked["width"], None)
    return _answer(_painted(image, asked["boxes"].get(str(number), ())), asked, pages=count, frames=1)


def redacted(data: bytes, asked: dict) -> tuple[dict, bytes]:
    """The whole file with its boxes painted on: a PNG, or a PDF whose pages are pictures."""
    if asked["kind"] != "pdf":
        image, _ = _opened(data, {**asked, "width": 0})
        image = _painted(_within(image, KEPT), asked["boxes"].get("1", ()))
        return {"pages": 1, "media": "image/png"}, _saved(image, "PNG")
    document = _document(data)
    if len(document) > PAGES:
        return {"cannot": "pages", "pages": len(document)}, b""
    leaves = []
    for number in range(1, len(document) + 1):
        image = _painted(_rendered(document, number, PAGE_WIDEST, SHARP), asked["boxes"].get(str(number), ()))
        leaves.append((image.size, _saved(image, "JPEG")))
    return {"pages": len(leaves), "media": "application/pdf"}, _bound_together(leaves)


WORK = {"picture": picture, "pdf": page, "redact": redacted}


def load(kind: str) -> None:
    """Load what a kind needs, while files can still be opened."""
    Image.preinit()
    for name in (
        "WebPImagePlugin",
        "TiffImagePlugin",
        "MpoImagePlugin",
        "ImageChops",
        "ImageSequence",
    ):
        import_module(f"PIL.{name}")
    if kind == "pdf":
        import_module("pypdfium2")
    if kind == "heic":
        heif = import_module("pi_heif")
        heif.options.DECODE_THREADS = 1  # no threads can be begun either
        heif.register_heif_opener(thumbnails=False)


def _opened(data: bytes, asked: dict) -> tuple[Image.Image, int]:
    """The first frame upright, in red, green and blue on white, and how many frames there are."""
    image = Image.open(io.BytesIO(data), formats=["HEIF"] if asked["kind"] == "heic" else READABLE)
    if image.width * image.height > MOST:
        raise ValueError("too many pixels")
    if image.format == "JPEG" and asked["width"]:  # unpacked at half or a quarter where that is enough
        image.draft("RGB", _size(image.width, image.height, asked["width"]))
    frames = getattr(image, "n_frames", 1)
    image.load()
    image = ImageOps.exif_transpose(image)
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGB", image.size, WHITE)
        ground.paste(image, mask=image.getchannel("A"))
        image = ground
    image = image.convert("RGB")
    image.info = {}
    return image, frames


def _document(data: bytes):
    return import_module("pypdfium2").PdfDocument(data)


def _rendered(document, number: int, width: int, scale: float | None) -> Image.Image:
    leaf = document[number - 1]
    wide, high = leaf.get_size()
    if not (0 < wide < 1e5 and 0 < high < 1e5):
        raise ValueError("a page without a size")
    most = min(width / wide, math.sqrt(SHOWN / (wide * high)), WIDEST / high)
    image = leaf.render(scale=min(most, scale or most), may_draw_forms=False).to_pil().convert("RGB")
    leaf.close()
    image.info = {}
    return image


def _painted(image: Image.Image, boxes) -> Image.Image:
    """Each box, in hundredths of the picture, filled with black; a pixel that it touches is gone."""
    pen = ImageDraw.Draw(image)
    for left, top, width, height in boxes:
        pen.rectangle(
            (
                math.floor(left * image.width / 100), math.floor(top * image.height / 100),
                math.ceil((left + width) * image.width / 100), math.ceil((top + height) * image.height / 100),
            ),
            fill=BLACK,
        )  # fmt: skip
    return image


def _size(wide: int, high: int, width: int) -> tuple[int, int]:
    scale = min(1.0, width / wide, math.sqrt(SHOWN / (wide * high)), WIDEST / high)
    return max(1, round(wide * scale)), max(1, round(high * scale))


def _fitted(image: Image.Image, width: int) -> Image.Image:
    size = _size(image.width, image.height, width)
    return image if size == image.size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _within(image: Image.Image, pixels: int) -> Image.Image:
    scale = math.sqrt(pixels / (image.width * image.height))
    return image if scale >= 1 else image.resize((int(image.width * scale), int(image.height * scale)))


def _answer(image: Image.Image, asked: dict, *, pages: int, frames: int) -> tuple[dict, bytes]:
    form = asked.get("form", "WEBP")
    said = {"media": f"image/{form.lower()}", "width": image.width, "height": image.height}
    return {**said, "pages": pages, "frames": frames}, _saved(image, form)


def _saved(image: Image.Image, form: str) -> bytes:
    settings = {"WEBP": {"quality": 85, "method": 0}, "PNG": {"compress_level": 4}, "JPEG": {"quality": 88}}
    kept = io.BytesIO()
    image.save(kept, form, **settings[form])
    return kept.getvalue()


def _bound_together(leaves: list[tuple[tuple[int, int], bytes]]) -> bytes:
    """A PDF of pictures and nothing else: no words, no date, no program. Each leaf: its pixels and its JPEG."""
    pages = " ".join(f"{3 + 3 * at} 0 R" for at in range(len(leaves)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {len(leaves)}/Kids[{pages}]>>".encode()]
    for at, ((wide, high), jpeg) in enumerate(leaves):
        box, first = f"{wide / SHARP:.2f} {high / SHARP:.2f}", 3 + 3 * at
        drawn = f"q {wide / SHARP:.2f} 0 0 {high / SHARP:.2f} 0 0 cm /P Do Q".encode()
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {box}]/Resources<</XObject<</P {first + 1} 0 R>>>>"
            f"/Contents {first + 2} 0 R>>".encode(),
            f"<</Type/XObject/Subtype/Image/Width {wide}/Height {high}/ColorSpace/DeviceRGB/BitsPerComponent 8"
            f"/Filter/DCTDecode/Length {len(jpeg)}>>stream\n".encode()
            + jpeg
            + b"\nendstream",
            f"<</Length {len(drawn)}>>stream\n".encode() + drawn + b"\nendstream",
        ]
    made, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + each + b"\nendobj\n"
    start = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    made += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    made += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(made)
