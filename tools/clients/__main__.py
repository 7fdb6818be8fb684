"""Write the example clients from the API's document.

.venv/bin/python -m tools.clients           # into examples/
.venv/bin/python -m tools.clients --check   # exit code 1 when they are not what would be written
"""

import argparse
import os
import sys
from pathlib import Path
from unittest.mock import patch

import django

from tools.clients import python, typescript
from tools.clients.document import Document

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def files(document: Document) -> dict[Path, str]:
    return {
        EXAMPLES / "python/shop_api/shapes.py": python.shapes_file(document),
        EXAMPLES / "python/shop_api/client.py": python.client_file(document),
        EXAMPLES / "typescript/shop_api/shapes.ts": typescript.shapes_file(document),
        EXAMPLES / "typescript/shop_api/client.ts": typescript.client_file(document),
    }


def read_document() -> Document:
    """Without the filters by features of the goods, which differ from shop to shop."""
    from drf_spectacular.settings import spectacular_settings

    from catalog import filter_terms

    with patch.object(filter_terms, "parameters", return_value=[]):
        document: Document = spectacular_settings.DEFAULT_GENERATOR_CLASS().get_schema(request=None, public=True)
    return document


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing")
    is_check = parser.parse_args().check
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iluminacasa.settings")
    django.setup()
    wanted = files(read_document())
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text() != text]
    for path in stale:
        print(f"{'differs' if is_check else 'written'}: {path.relative_to(EXAMPLES.parent)}")
        if not is_check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path])
    return int(is_check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
