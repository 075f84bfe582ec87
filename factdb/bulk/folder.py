"""The folder that shards are written to, so that it is in order whatever happens while one is written.

factdb-bulk.json    what tells that it is such a folder
articles/           a Parquet file for each shard
claims/             another one, under the same name
manifests/          what each shard was made of; a shard is there if its manifest is
failed/             shards that could not be made, and why
partial/            what is being written
"""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import msgspec

from factdb.bulk.faults import FolderBusyError, NewerFormatError, NoShardsError, OtherFolderError, writing
from factdb.bulk.manifests import FORMAT, Failed, Input, Manifest

_MARK, _LOCK = "factdb-bulk.json", "lock"
_FOLDERS = ("articles", "claims", "manifests", "failed", "partial")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of shards."""

    root: Path

    @classmethod
    def make(cls, root: Path) -> "Folder":
        """The folder, made if it is not there yet.

        Raises:
            OtherFolderError: It holds other files.
            NewerFormatError: It is of a newer factdb.
            NotWrittenError: It cannot be written to.
        """
        with writing(root):
            root.mkdir(parents=True, exist_ok=True)
            if not (root / _MARK).exists():
                if any(path.name not in _FOLDERS for path in root.iterdir()):
                    raise OtherFolderError(root)
                for name in _FOLDERS:
                    (root / name).mkdir(exist_ok=True)
                cls(root).replace(root / _MARK, json.dumps({"format": FORMAT}).encode())
        return cls.find(root)

    @classmethod
    def find(cls, root: Path) -> "Folder":
        """The folder, which is there.

        Raises:
            NoShardsError: It is not, or is another one.
            NewerFormatError: It is of a newer factdb.
        """
        try:
            made = json.loads((root / _MARK).read_bytes())["format"]
        except (OSError, ValueError, KeyError, TypeError):
            raise NoShardsError(root) from None
        if made != FORMAT:
            raise NewerFormatError(root)
        return cls(root)

    def articles(self, shard: str) -> Path:
        """The file with the articles of a shard."""
        return self.root / "articles" / f"{shard}.parquet"

    def claims(self, shard: str) -> Path:
        """The file with the claims of a shard."""
        return self.root / "claims" / f"{shard}.parquet"

    def _manifest(self, shard: str) -> Path:
        return self.root / "manifests" / f"{shard}.json"

    def partial(self) -> Path:
        """A file of its own to write to."""
        return self.root / "partial" / uuid4().hex

    def manifest(self, shard: str) -> Manifest | None:
        """What a shard was made of; None if it is not there, whole."""
        try:
            manifest = msgspec.json.decode(self._manifest(shard).read_bytes(), type=Manifest)
            for path, output in ((self.articles(shard), manifest.articles), (self.claims(shard), manifest.claims)):
                if path.stat().st_size != output.bytes:
                    return None
        except (OSError, msgspec.DecodeError):
            return None
        return manifest

    def manifests(self) -> Iterator[Manifest]:
        """Those of all shards that are there."""
        for path in (self.root / "manifests").glob("*.json"):
            if (manifest := self.manifest(path.stem)) is not None:
                yield manifest

    def keep(self, manifest: Manifest, articles: Path, claims: Path) -> None:
        """Put a shard in its place: from now on it is there.

        Args:
            manifest: What it was made of.
            articles: The file with its articles, which was written elsewhere in the folder.
            claims: The file with its claims, likewise.
        """
        shard = manifest.shard
        # What is there of an older one is nothing as long as files of two are mixed.
        self._manifest(shard).unlink(missing_ok=True)
        for partial, path in ((articles, self.articles(shard)), (claims, self.claims(shard))):
            _sync(partial)
            partial.replace(path)
            _sync(path.parent)
        self.replace(self._manifest(shard), msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        (self.root / "failed" / f"{shard}.json").unlink(missing_ok=True)

    def set_aside(self, failed: Failed) -> None:
        """Note that a shard could not be made, and why."""
        self.remove(failed.shard)
        path = self.root / "failed" / f"{failed.shard}.json"
        self.replace(path, msgspec.json.format(msgspec.json.encode(failed), indent=1))

    def remove(self, shard: str) -> None:
        """Have a shard no more."""
        failed = self.root / "failed" / f"{shard}.json"
        for path in (self._manifest(shard), self.claims(shard), self.articles(shard), failed):
            path.unlink(missing_ok=True)

    def replace(self, path: Path, data: bytes) -> None:
        """Write a file, whole or not at all."""
        partial = self.partial()
        partial.write_bytes(data)
        _sync(partial)
        partial.replace(path)
        _sync(path.parent)

    def sweep(self) -> None:
        """Take away what a process left that was ended in the middle of its work; nobody else may be at work."""
        for path in (self.root / "partial").iterdir():
            path.unlink(missing_ok=True)
        for folder in ("articles", "claims"):
            for path in (self.root / folder).glob("*.parquet"):
                if not self._manifest(path.stem).exists():
                    path.unlink(missing_ok=True)

    def replaced(self, sources: set[str], made: set[str]) -> Iterator[str]:
        """The shards that hold some of these sources and are none of those that were made of them now."""
        for path in (self.root / "manifests").glob("*.json"):
            if path.stem in made:
                continue
            try:
                manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
            except (OSError, msgspec.DecodeError):
                continue
            if not sources.isdisjoint(manifest.input.sources):
                yield path.stem

    def holds(self, shard: str, wanted: Input, extractor_version: str, lexicon: str) -> Manifest | None:
        """The manifest of a shard, if it was made of just this input, by this extractor and these words."""
        manifest = self.manifest(shard)
        if manifest is None:
            return None
        made = manifest.input, manifest.extractor_version, manifest.lexicon
        return manifest if made == (wanted, extractor_version, lexicon) else None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only one that writes to the folder; the lock ends with the process, however that ends.

        Raises:
            FolderBusyError: Somebody else does.
        """
        # SQLite locks files in each system's own way.
        with writing(self.root), closing(sqlite3.connect(self.root / _LOCK, timeout=0, isolation_level=None)) as lock:
            try:
                lock.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError:
                raise FolderBusyError(self.root) from None
            yield


def _sync(path: Path) -> None:
    """Have a file, or the names in a folder, be on the disk and not only on their way there."""
    if path.is_dir() and os.name == "nt":
        return
    opened = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
