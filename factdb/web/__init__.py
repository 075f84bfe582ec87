"""The web page: an analyst reads an article with its claims marked, checks them, and sees series.

`make_app` gives an ASGI application for a database, and `run` serves it. Needs the extra ``web``.
"""

from factdb.web.app import make_app
from factdb.web.security import Access
from factdb.web.server import run

__all__ = ["Access", "make_app", "run"]
