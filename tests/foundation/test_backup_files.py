"""A file of a backup is believed only whole; what it holds goes nowhere but where it belongs."""

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from iluminacasa.backups import archive
from iluminacasa.backups.archive import BackupDamaged, Manifest


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A backup of a database of 3 MB and two pictures."""
    media = tmp_path / "media"
    (media / "ab").mkdir(parents=True)
    (media / "ab" / "one.webp").write_bytes(b"1" * 5000)
    (media / "two.webp").write_bytes(b"")
    (media / "link.webp").symlink_to("/etc/passwd")
    database = tmp_path / "copy"
    database.write_bytes(b"rows" * 800_000)
    manifest = Manifest(made_at="2026-03-10T12:00:00+00:00", vendor="sqlite", counts={"t": 1}, migrations=["a.0001"])
    archive.write(path=tmp_path / "shop.tar", database=database, media=media, manifest=manifest)
    return tmp_path / "shop.tar"


def read_all(path: Path, target: Path) -> list[str]:
    with archive.opened(path) as backup:
        backup.extract(archive.DATABASE, target / "database")
        for name in backup.media:
            backup.extract(f"media/{name}", target / name)
        return backup.media


def test_what_went_in_comes_out_and_links_do_not(made: Path, tmp_path: Path) -> None:
    assert read_all(made, tmp_path / "back") == ["ab/one.webp", "two.webp"]
    assert (tmp_path / "back" / "database").read_bytes() == b"rows" * 800_000
    assert (tmp_path / "back" / "ab" / "one.webp").read_bytes() == b"1" * 5000
    assert f"{made.stat().st_mode & 0o777:o}" == "600"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["back", "copy", "media", "shop.tar"]


@pytest.mark.parametrize("share", [0, 0.001, 0.3, 0.9, 0.997])
def test_one_that_was_cut_off_is_refused(made: Path, tmp_path: Path, share: float) -> None:
    data = made.read_bytes()
    made.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(BackupDamaged):
        read_all(made, tmp_path / "back")
    assert not (tmp_path / "back" / "database").exists()


@pytest.mark.parametrize("place", [2000, 1_500_000, 3_201_600])
def test_one_that_was_changed_is_refused(made: Path, tmp_path: Path, place: int) -> None:
    data = bytearray(made.read_bytes())
    data[place] ^= 1
    made.write_bytes(bytes(data))
    with pytest.raises(BackupDamaged, match=r"is not what was backed up|cannot be read|no backup"):
        read_all(made, tmp_path / "back")
    assert list((tmp_path / "back").rglob("*.part")) == []


def forged(path: Path, parts: dict[str, bytes], **more: Any) -> Path:
    import hashlib

    terms: dict[str, Any] = {
        "made_at": "2026", "vendor": "sqlite", "counts": {}, "migrations": [], "format": 1,
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in parts.items()},
    }  # fmt: skip
    with tarfile.open(path, "w") as tar:
        for name, data in {**parts, "manifest.json": json.dumps(terms | more).encode()}.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return path


@pytest.mark.parametrize(
    "name", ["media/../../out", "media//etc/cron.d/x", "media/a/../../b", "media/", "media/a\x00b"]
)
def test_no_picture_leaves_its_folder(tmp_path: Path, name: str) -> None:
    path = forged(tmp_path / "bad.tar", {"database": b"x", name.replace("\x00", "~"): b"y"})
    with archive.opened(path) as backup:
        backup.manifest.files = {name: "0", "database": "0"}
        with pytest.raises(BackupDamaged, match="no name of a picture"):
            assert backup.media


@pytest.mark.parametrize(
    ("files", "more", "words"),
    [
        ({"database": b"x"}, {"format": 2}, "its format is 2"),
        ({"database": b"x"}, {"files": {}}, "database is missing"),
        ({"database": b"x"}, {"files": {"database": "0", "media/a": "0"}}, "media/a is missing"),
        ({"database": b"x"}, {"surprise": 1}, "cannot be read"),
    ],
)
def test_a_list_that_says_something_else_is_refused(
    tmp_path: Path, files: dict[str, bytes], more: dict[str, Any], words: str
) -> None:
    path = forged(tmp_path / "bad.tar", files, **more)
    with pytest.raises(BackupDamaged, match=words), archive.opened(path):
        pass


def test_a_backup_that_fails_leaves_the_older_one_alone(made: Path, tmp_path: Path) -> None:
    before = made.read_bytes()
    manifest = Manifest(made_at="", vendor="sqlite", counts={}, migrations=[])
    with pytest.raises(IsADirectoryError):
        archive.write(path=made, database=tmp_path / "media", media=tmp_path / "media", manifest=manifest)
    assert made.read_bytes() == before
    assert not made.with_name("shop.tar.part").exists()
