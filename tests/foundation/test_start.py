"""What a process loads before anybody asks for anything."""

import os
import subprocess
import sys

from tests.house.source import ROOT

LATER = {"openpyxl", "stripe", "playwright", "pytest", "schemathesis"}  # by the first who needs it, or never
START = """
import sys
import iluminacasa.wsgi, iluminacasa.urls
print(sorted(%r & sys.modules.keys()))
"""


def test_a_worker_starts_without_what_few_requests_need() -> None:
    environment = {"PATH": os.environ["PATH"], "DEBUG": "1", "DATABASE_URL": "sqlite://:memory:"}
    command = [sys.executable, "-c", START % LATER]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr
