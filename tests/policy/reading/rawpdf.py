"""PDFs written by hand, for what no printer program will make on purpose: each page is its list of drawing orders."""

import zlib

# Which letter of the font F3 is which character: the ones that Word's PDFs have for bullets.
PRIVATE = "\n".join(f"<{code:02x}> <{0xF000 + code:04x}>" for code in (0x6E, 0x76, 0xA7, 0xB7, 0xD8, 0xFC, 0xFB))
CMAP = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /P def /CMapType 2 def "
    f"1 begincodespacerange <00> <ff> endcodespacerange 7 beginbfchar\n{PRIVATE}\nendbfchar endcmap end end"
)
FONTS = {
    "F1": "/Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding",
    "F2": "/Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding",
    "F3": "/Type /Font /Subtype /Type1 /BaseFont /Symbol /ToUnicode 4 0 R",
    "F5": "/Type /Font /Subtype /Type1 /BaseFont /Courier-Bold /Encoding /WinAnsiEncoding",
    "F4": "/Type /Font /Subtype /TrueType /BaseFont /Wingdings-Regular /Encoding /WinAnsiEncoding",
}
HIGH = 842


def at(x: float, y: float, words: str, font: str = "F1", size: float = 11) -> str:
    """Words at a place, in points from the top left."""
    said = words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)").decode("latin-1")
    return f"BT /{font} {size} Tf {x} {HIGH - y} Td ({said}) Tj ET"


def upwards(x: float, y: float, words: str, backwards: bool = False) -> str:
    """Words that read from the bottom up, letter by letter; `backwards` draws the last letter first."""
    drawn = [
        f"BT /F5 10 Tf 0 1 -1 0 {x} {HIGH - y + index * 6} Tm ({letter}) Tj ET" for index, letter in enumerate(words)
    ]
    return "\n".join(reversed(drawn) if backwards else drawn)


def downwards(x: float, y: float, words: str) -> str:
    """Words that read from the top down."""
    return f"BT /F5 10 Tf 0 -1 1 0 {x} {HIGH - y} Tm ({words}) Tj ET"


def ruled(xs: list[float], ys: list[float]) -> str:
    """The rules of a table."""
    level = [f"{xs[0]} {HIGH - y} m {xs[-1]} {HIGH - y} l S" for y in ys]
    return "\n".join(level + [f"{x} {HIGH - ys[0]} m {x} {HIGH - ys[-1]} l S" for x in xs])


PICTURE = "q 500 0 0 700 40 60 cm /Im1 Do Q"


def raw_pdf(path, pages: list[str], *, page: str = "", trailer: str = "", stream: tuple[bytes, str] | None = None):
    """A PDF of these pages. `page` and `trailer` are more entries; `stream` is data and filter for every page."""
    fonts = " ".join(f"/{name} << {font} >>" for name, font in FONTS.items())
    kids = " ".join(f"{6 + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        f"<< /Font << {fonts} >> /XObject << /Im1 5 0 R >> >>",
        _stream(CMAP.encode()),
        _stream(
            bytes(4), "/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8"
        ),
    ]
    for index, orders in enumerate(pages):
        box = f"/MediaBox [0 0 595 {HIGH}] /Resources 3 0 R /Contents {7 + 2 * index} 0 R {page}"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} >>")
        data, filters = stream or (zlib.compress(orders.encode("latin-1")), "/Filter /FlateDecode")
        objects.append(_stream(data, filters))
    return _kept(path, [each if isinstance(each, bytes) else each.encode("latin-1") for each in objects], trailer)


def _stream(data: bytes, more: str = "") -> bytes:
    return f"<< /Length {len(data)} {more} >>\nstream\n".encode() + data + b"\nendstream"


def _kept(path, objects: list[bytes], trailer: str):
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + each + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n"
    ).encode()
    path.write_bytes(out)
    return path
