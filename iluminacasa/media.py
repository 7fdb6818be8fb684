"""Pictures of MEDIA_ROOT, and nothing else that may lie there.

A proxy or CDN in front may serve the same files; without one this is enough, because every address carries the
hash of the content and is asked once per browser.
"""

import re
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils._os import safe_join
from django.utils.http import http_date
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

TYPES = {
    ".avif": "image/avif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
SAFE_PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")
HASHED = re.compile(r"/[0-9a-f]{32,64}(-\d{2,4})?\.[a-z]{3,4}$")
FOREVER = "public, max-age=31536000, immutable"
A_WHILE = "public, max-age=3600"


# No policy on a picture: it runs nothing, and the page a browser makes around a lone one has inline styles.
@csp_override({})
@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    kind = TYPES.get(Path(path).suffix)
    if kind is None or not SAFE_PATH.fullmatch(path):
        raise Http404
    try:
        file = Path(safe_join(settings.MEDIA_ROOT, path))
    except SuspiciousFileOperation as error:
        raise Http404 from error
    if not file.is_file():
        raise Http404
    response = FileResponse(file.open("rb"), content_type=kind)
    response.headers["Last-Modified"] = http_date(file.stat().st_mtime)
    response.headers["Cache-Control"] = FOREVER if HASHED.search(path) else A_WHILE
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # apps and link previews show them too
    return response
