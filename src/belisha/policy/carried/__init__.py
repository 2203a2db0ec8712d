"""Policies that come as data and not as documents: Belisha's own files and OSCAL catalogs. No database.

>>> carried = read(path, "policy.yaml", limit)   # None where the name is not that of such a file; raises Unreadable
>>> carried.title, carried.source, carried.clauses
"""

from belisha.policy.carried.reader import read
from belisha.policy.carried.shapes import Carried

__all__ = ["Carried", "read"]
