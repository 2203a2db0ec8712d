"""The policy reader: a school's document in, clauses out. Pure Python, no Django.

>>> reading = read_document(path, "policy.docx")   # raises Unreadable
>>> [item.text for item in reading.items if item.normative]
"""

from belisha.policy.reading.reader import read_document, read_text
from belisha.policy.reading.shapes import Item, Reading, Unreadable

__all__ = ["Item", "Reading", "Unreadable", "read_document", "read_text"]
