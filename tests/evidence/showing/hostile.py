"""Files for tests, all made here: harmless ones of every kind, and what an enemy would send."""

import io
import struct
import zipfile
import zlib

from PIL import Image, ImageDraw


def picture(form="PNG", size=(600, 400), words="", colour="white", **how) -> bytes:
    """A picture with words in large letters."""
    image = Image.new("RGB", size, colour)
    if words:
        ImageDraw.Draw(image).text((20, size[1] // 3), words, fill="black", font_size=48)
    kept = io.BytesIO()
    image.save(kept, form, **how)
    return kept.getvalue()


def turned_with_place(size=(600, 400)) -> bytes:
    """A photo whose left half is red, that says in its EXIF: turn me, and where it was taken."""
    image = Image.new("RGB", size, "white")
    image.paste((255, 0, 0), (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown turned to the right
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    kept = io.BytesIO()
    image.save(kept, "JPEG", exif=exif, comment=b"taken at home")
    return kept.getvalue()


def heic(size=(320, 200), colour="red") -> bytes:
    """A HEIC, as a telephone makes them."""
    import pillow_heif

    kept = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", size, colour)).save(kept, quality=80)
    return kept.getvalue()


def pdf(*pages: str, extra: str = "") -> bytes:
    """A PDF with a line of words on each page."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{extra}>>", f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    for at, words in enumerate(pages):
        drawn = f"BT /F 36 Tf 60 700 Td ({words}) Tj ET"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
            f"/Contents {5 + 2 * at} 0 R>>"
        )
        objects.append(f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream")
    made, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{each}\nendobj\n".encode()
    start = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    made += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return made + f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_that_claims(width: int, height: int, rows: int | None = None) -> bytes:
    """A PNG of one colour that claims to be so large; small as a file."""
    packer, packed = zlib.compressobj(9), b""
    row = b"\0" * (1 + width // 8 + 1)
    for _ in range(height if rows is None else rows):
        packed += packer.compress(row)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = _chunk(b"IHDR", head) + _chunk(b"IDAT", packed + packer.flush()) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def png_with_endless_words() -> bytes:
    """A PNG with a text of a gigabyte, packed into a megabyte."""
    packer, packed = zlib.compressobj(9), b""
    for _ in range(512):
        packed += packer.compress(b"a" * (2 << 20))
    plain = picture()
    return plain[:33] + _chunk(b"zTXt", b"Comment\0\0" + packed + packer.flush()) + plain[33:]


def zip_bomb() -> bytes:
    """A zip with a file of half a gigabyte of nothing."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made, made.open("quiet.txt", "w") as file:
        for _ in range(256):
            file.write(b"\0" * (2 << 20))
    return kept.getvalue()


def zip_of(*names: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return kept.getvalue()


def calling(address: str) -> str:
    """A web page that would call home in every way it knows."""
    return (
        f'<!doctype html><html><head><link rel=stylesheet href="{address}/css"><script src="{address}/js"></script>'
        f'<meta http-equiv=refresh content="0;url={address}/go"></head><body onload="fetch(\'{address}/f\')">'
        f'<img src="{address}/img"><iframe src="{address}/frame"></iframe>Words that were said.</body></html>'
    )


SVG = (
    '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"'
    ' onload="alert(1)"><script>alert(document.domain)</script><text>&x;</text></svg>'
)
MAIL = (
    "From: Somebody <somebody@mail.example>\r\nTo: staff@school.example\r\nSubject: What you wrote\r\n"
    "Date: Mon, 2 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nI know where you live.\r\n"
    "--b\r\nContent-Type: application/x-msdownload; name=open-me.exe\r\n"
    "Content-Disposition: attachment; filename=open-me.exe\r\nContent-Transfer-Encoding: base64\r\n\r\nTVqQAAMA\r\n"
    "--b--\r\n"
)
