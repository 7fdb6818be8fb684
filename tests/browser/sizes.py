"""The sizes of chosen pictures only: making those of the whole catalogue takes minutes.

A picture nobody chose is shown by its master, as in a shop on its first day.
"""

import json
import re
from collections.abc import Iterable

from tests.servers import Shop

MASTER = re.compile(r"/media/(p/\w\w/\w{64})")
LEAVE = """
from catalog.models import Image
Image.objects.filter(state=Image.State.PENDING).update(state=Image.State.READY)
"""
MAKE = """
import json
from django.utils import timezone
from catalog import renditions
from catalog.models import Image
stems = json.loads({stems!r})
ids = [image.pk for image in Image.objects.exclude(file="") if image.file.rpartition(".")[0] in stems]
renditions.retry(image_ids=ids)
print(renditions.process(image_ids=ids, at=timezone.now()))
"""


def leave_for_later(shop: Shop) -> None:
    """Nothing is left to do for the background work of this shop."""
    shop.manage("shell", "--verbosity", "0", "-c", LEAVE)


def make_sizes(shop: Shop, *, addresses: Iterable[str]) -> int:
    """Make the sizes of the pictures behind these addresses of a running shop; returns how many were ready."""
    stems = sorted({found[1] for found in map(MASTER.search, addresses) if found})
    if not stems:
        return 0
    done = shop.manage("shell", "--verbosity", "0", "-c", MAKE.format(stems=json.dumps(stems)))
    return int(done.stdout.split()[-1])
