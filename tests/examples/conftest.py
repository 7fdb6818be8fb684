"""The example clients are programs of their own: imported from their folder, as an app would."""

import sys

from tests.servers import ROOT

sys.path.insert(0, str(ROOT / "examples" / "python"))
