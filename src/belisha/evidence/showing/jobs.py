"""Reading words and checking for viruses, behind the page. The rows say what is due; nothing is queued.

(A queue would keep the minute at which a report without a name arrived.)
"""

import shutil

from belisha import config
from belisha.core.access import WORKER
from belisha.evidence.models import Item
from belisha.evidence.opening import pieces
from belisha.evidence.showing import actions, apart, queries, rules, scanning
from belisha.evidence.showing.apart import CannotShow
from belisha.sealed.box import SealError

AT_ONCE = 5  # pictures read in one run, so that other work gets its turn
SCANNED_AT_ONCE = 20
PAGES = 20  # of a PDF whose words are read
WIDE = 2400  # pixels: small print of a screenshot is read better enlarged than reduced
TESSERACT = "tesseract"


def recognise_due() -> None:
    """Read the words in pictures that came in, where the installation switched that on and has Tesseract."""
    if not config.load().ocr or shutil.which(TESSERACT) is None:
        return
    for item in queries.to_read(AT_ONCE):
        if queries.obstacle(item):
            continue
        words, outcome = _read(item)
        actions.recognise(item, by=WORKER, outcome=outcome, words=words)


def scan_due() -> None:
    """Check files that came in for viruses, where the installation says where ClamAV listens."""
    address = config.load().clamav
    if not address:
        return
    for item in queries.to_scan(SCANNED_AT_ONCE):
        try:
            outcome, said = scanning.ask(address, pieces(item))
        except scanning.Away:
            return  # everything waits, and is not shown until then
        except SealError:
            outcome, said = rules.UNABLE, "The file is damaged."
        actions.scan(item, by=WORKER, outcome=outcome, said=said)


def _read(item: Item) -> tuple[str, str]:
    """The words of a picture, or of the pages of a PDF; and what came of it."""
    languages, found, page, pages = config.load().ocr_languages, [], 1, 1
    try:
        while page <= min(pages, PAGES):
            drawn = apart.show(pieces(item), page=page, width=WIDE, form="PNG")
            found.append(apart.words(drawn.body, TESSERACT, languages))
            page, pages = page + 1, drawn.pages
    except (CannotShow, SealError):
        return "", rules.FAILED
    words = "\n".join(each.strip() for each in found).strip()
    return words, rules.READ if words else rules.NOTHING
