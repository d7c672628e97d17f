"""Leeward: the operations platform for teams that protect people from exploitation.

Reports in; the right person looks first; every decision explained; every change rehearsed before it ships.
"""

__version__ = "0.1.0"
