"""What is wrong with this installation, and in one line each what to do about it. Nothing here repairs."""

from datetime import datetime

from iluminacasa.doctor import contents, surroundings
from iluminacasa.doctor.finding import Finding

__all__ = ["Finding", "examine"]


def examine(*, at: datetime) -> list[Finding]:
    """Every part, in the order in which one would look; what stands in the database is left out without it."""
    found = [*surroundings.findings(), *contents.database()]
    if any(each.part == "database" and each.level == "error" for each in found):
        return found
    found += contents.replica()
    found += contents.migrations()
    if any(each.part == "migrations" and each.level == "error" for each in found):
        return found
    return [*found, *contents.work(at), *contents.clock(at)]
