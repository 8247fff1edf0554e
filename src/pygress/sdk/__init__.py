"""What plugin authors import: everything public is here, flat."""

from pygress.sdk import http
from pygress.sdk.filter import HttpFilter
from pygress.sdk.headers import Headers
from pygress.sdk.limits import Length, Range
from pygress.sdk.message import Request, Response
from pygress.sdk.metadata import plugin
from pygress.sdk.reply import Reply
from pygress.sdk.tasks import gather, spawn

__all__ = [
    "Headers",
    "HttpFilter",
    "Length",
    "Range",
    "Reply",
    "Request",
    "Response",
    "gather",
    "http",
    "plugin",
    "spawn",
]
