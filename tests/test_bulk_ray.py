"""A Ray cluster of two nodes makes the shards that one process makes, also where a node or the driver is lost."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from many_articles import text_of

from factdb.bulk.folder import Folder
from factdb.bulk.run import bulk

pytestmark = [pytest.mark.ray, pytest.mark.xdist_group("ray"), pytest.mark.filterwarnings("default")]
SIZE = 10_000
ENVIRONMENT = {
    **os.environ, "RAY_USAGE_STATS_ENABLED": "0", "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",
    # A node that is gone is noticed soon.
    "RAY_health_check_initial_delay_ms": "0", "RAY_health_check_period_ms": "500",
    "RAY_health_check_failure_threshold": "3",
}  # fmt: skip
# The head has no processors; each of the two other nodes has one.
CLUSTER = """
import sys
from ray.cluster_utils import Cluster
cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
nodes = [cluster.add_node(num_cpus=1), cluster.add_node(num_cpus=1)]
print(cluster.address, flush=True)
for line in sys.stdin:
    cluster.remove_node(nodes.pop(), allow_graceful=False)
    cluster.add_node(num_cpus=1)
    print("removed", flush=True)
cluster.shutdown()
"""


class Cluster:
    """Two nodes, each with a processor, and a head."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", CLUSTER], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, env=ENVIRONMENT,
        )  # fmt: skip
        self.address = self._line()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def lose_a_node(self) -> None:
        """Kill one of the two, with all that runs on it; another one joins."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        assert self._line() == "removed"

    def close(self) -> None:
        """Take everything down."""
        below = psutil.Process(self._process.pid).children(recursive=True)
        self._process.communicate(timeout=60)
        for process in psutil.wait_procs(below, timeout=10)[1]:
            process.kill()


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """See `Cluster`."""
    made = Cluster()
    yield made
    made.close()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file."""
    path = tmp_path_factory.mktemp("corpus") / "news.jsonl"
    path.write_text("".join(f'{{"text": "{text_of(number)}"}}\n' for number in range(0, 20_000, 5)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def expected(corpus: Path) -> dict[str, str]:
    """What one process makes of it."""
    root = corpus.with_name("alone")
    bulk([str(corpus)], root, jobs=1, shard_size=SIZE)
    return _checksums(root)


def _checksums(root: Path) -> dict[str, str]:
    """Number and checksum of the articles and claims of each shard."""
    return {
        manifest.shard: f"{manifest.claims.rows} {manifest.articles.sha256} {manifest.claims.sha256}"
        for manifest in Folder.find(root).manifests()
    }


def _start(corpus: Path, root: Path, address: str | None) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "factdb", "bulk", str(corpus), "-o", str(root), "--engine", "ray", "--jobs", "2"]
    command += ["--shard-size", str(SIZE / 1_000_000), *(["--address", address] if address else [])]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)


def _wait_for_shards(root: Path, count: int, process: "subprocess.Popen[str]") -> None:
    end = time.monotonic() + 300
    while len(list(root.glob("manifests/*.json"))) < count:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_cluster_of_its_own(tmp_path: Path, corpus: Path, expected: dict[str, str]) -> None:
    """It is started, makes what one process makes, byte for byte, and is gone; nothing is said but the summary."""
    process = _start(corpus, tmp_path / "shards", None)
    said, talk = process.communicate(timeout=300)
    assert (process.returncode, talk) == (0, "")
    assert said.startswith(f"Made {len(expected)} shards in ")
    assert _checksums(tmp_path / "shards") == expected


def test_a_node_is_lost(tmp_path: Path, corpus: Path, expected: dict[str, str], cluster: Cluster) -> None:
    """In mid-run, without a word: what it was at is made by others, each claim exactly once."""
    root = tmp_path / "shards"
    process = _start(corpus, root, cluster.address)
    _wait_for_shards(root, len(expected) // 4, process)
    cluster.lose_a_node()
    made = len(_checksums(root))
    said, talk = process.communicate(timeout=300)
    assert process.returncode == 0, talk
    assert made < len(expected)
    assert said.startswith(f"Made {len(expected)} shards in ")
    assert _checksums(root) == expected


def test_the_driver_is_lost(tmp_path: Path, corpus: Path, expected: dict[str, str], cluster: Cluster) -> None:
    """Killed in mid-run and started again: it goes on where it was."""
    root = tmp_path / "shards"
    process = _start(corpus, root, cluster.address)
    _wait_for_shards(root, len(expected) // 4, process)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    made = len(_checksums(root))
    assert made < len(expected)
    again = _start(corpus, root, cluster.address)
    said, talk = again.communicate(timeout=300)
    assert again.returncode == 0, talk
    kept = int(said.rpartition("; ")[2].split()[0])
    assert made <= kept < len(expected)
    assert _checksums(root) == expected


def test_nobody_answers(tmp_path: Path, corpus: Path) -> None:
    """An address where no cluster is, is told at once and by name, and leaves no shards behind."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        command = [sys.executable, "-m", "factdb", "bulk", str(corpus), "-o", str(tmp_path / "shards")]
        done = subprocess.run(
            [*command, "--engine", "ray", "--address", address],
            capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert f"The Ray cluster at {address} cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list((tmp_path / "shards").glob("claims/*.parquet"))
