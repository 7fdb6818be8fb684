"""The upstream: bytes in, validated dataclasses out. Knows nothing of the database.

transport  HTTP with every limit        document  strict JSON
pages      the envelope and the paging  feeds     where rows come from: a server, a file, the demo catalogue
rows       one product                  extension the `ilumina` part of the demo catalogue
"""

from .faults import Fault, Issue, Kind, UpstreamFault
from .feeds import DemoFeed, Feed, FileFeed, HttpFeed, Scope
from .rows import MAPPER_VERSION, Parsed, RemoteProduct, Rules, category_of, mark_of, parse_row
from .transport import Clock, Limits, SystemClock, Transport

__all__ = [
    "MAPPER_VERSION",
    "Clock",
    "DemoFeed",
    "Fault",
    "Feed",
    "FileFeed",
    "HttpFeed",
    "Issue",
    "Kind",
    "Limits",
    "Parsed",
    "RemoteProduct",
    "Rules",
    "Scope",
    "SystemClock",
    "Transport",
    "UpstreamFault",
    "category_of",
    "mark_of",
    "parse_row",
]
