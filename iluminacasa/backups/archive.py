"""One file that holds a whole shop: a tar of the database, the pictures, and last a list of both with their hashes.

The list is written when everything else is, so a backup that was cut off has none and is refused. The file appears
under its name only when it is complete and on the disk, readable by its owner alone.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = 1
MANIFEST, DATABASE, MEDIA = "manifest.json", "database", "media/"
MAX_MANIFEST = 256 * 1024 * 1024
CHUNK = 1024 * 1024


class BackupDamaged(Exception):
    """What is wrong with the file, in one line."""


@dataclass
class Manifest:
    made_at: str
    vendor: str  # sqlite or postgresql
    counts: dict[str, int]  # rows of every table at the moment of the backup
    migrations: list[str]
    files: dict[str, str] = field(default_factory=dict)  # name in the archive: SHA-256
    format: int = FORMAT


class Measured:
    """A file being read, and the hash of what was read."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.hash = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.hash.update(data)
        return data


def write(*, path: Path, database: Path, media: Path, manifest: Manifest) -> Manifest:
    unfinished = path.with_name(f"{path.name}.part")
    handle = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as target:
            with tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT) as tar:
                put(tar, DATABASE, database, manifest)
                for file in pictures(media):
                    put(tar, f"{MEDIA}{file.relative_to(media).as_posix()}", file, manifest)
                text = json.dumps(asdict(manifest)).encode()
                entry = tarfile.TarInfo(MANIFEST)
                entry.size = len(text)
                tar.addfile(entry, io.BytesIO(text))
            target.flush()
            os.fsync(target.fileno())
        unfinished.replace(path)
    except BaseException:  # half a file may not stay, whatever ended it; what happened goes on up
        unfinished.unlink(missing_ok=True)
        raise
    return manifest


def pictures(media: Path) -> Iterator[Path]:
    """Plain files below the folder; links lead elsewhere and are no part of the shop."""
    for folder, _, names in sorted(os.walk(media)):
        for name in sorted(names):
            file = Path(folder, name)
            if file.is_file() and not file.is_symlink():
                yield file


def put(tar: tarfile.TarFile, name: str, file: Path, manifest: Manifest) -> None:
    try:
        source = file.open("rb")
    except FileNotFoundError:
        return  # a picture that was thrown away meanwhile
    with source:
        entry = tarfile.TarInfo(name)
        status = os.fstat(source.fileno())
        entry.size, entry.mtime, entry.mode = status.st_size, int(status.st_mtime), 0o644
        measured = Measured(source)
        tar.addfile(entry, measured)
        manifest.files[name] = measured.hash.hexdigest()


# --- Reading -------------------------------------------------------------------------------------
class Backup:
    """An opened archive. Nothing is believed before its hash agrees with the list."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.members = {member.name: member for member in tar if member.isfile()}
        self.manifest = self.read_manifest()
        missing = sorted(self.manifest.files.keys() - self.members.keys())
        if missing or DATABASE not in self.manifest.files:
            raise BackupDamaged(f"{missing[0] if missing else DATABASE} is missing")

    def read_manifest(self) -> Manifest:
        member = self.members.get(MANIFEST)
        source = self.tar.extractfile(member) if member and member.size <= MAX_MANIFEST else None
        if source is None:
            raise BackupDamaged("it has no list of its files: it was cut off, or is no backup")
        try:
            found: dict[str, Any] = json.loads(source.read())
            manifest = Manifest(**found)
        except (ValueError, TypeError) as error:
            raise BackupDamaged("the list of its files cannot be read") from error
        if manifest.format != FORMAT:
            raise BackupDamaged(f"its format is {manifest.format}, this code reads {FORMAT}")
        return manifest

    @property
    def media(self) -> list[str]:
        """Names of the pictures, each of which stays below the folder it is put into."""
        names = sorted(name.removeprefix(MEDIA) for name in self.manifest.files if name.startswith(MEDIA))
        for name in names:
            if not name or PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or "\x00" in name:
                raise BackupDamaged(f"{name!r} is no name of a picture")
        return names

    def extract(self, name: str, target: Path) -> None:
        """Write one file beside its place, compare, then move it there."""
        source = self.tar.extractfile(self.members[name])
        if source is None:
            raise BackupDamaged(f"{name} is no file")
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(f"{target.name}.part")
        measured = Measured(source)
        with unfinished.open("wb") as written:
            while data := measured.read(CHUNK):
                written.write(data)
        if measured.hash.hexdigest() != self.manifest.files[name]:
            unfinished.unlink()
            raise BackupDamaged(f"{name} is not what was backed up")
        unfinished.replace(target)


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    try:
        with tarfile.open(path, mode="r:") as tar:
            yield Backup(tar)
    except tarfile.TarError as error:
        raise BackupDamaged(f"it is no backup: {error}") from error


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
