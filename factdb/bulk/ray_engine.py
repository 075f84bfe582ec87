"""Shards made in the processes of a Ray cluster: one on this machine, or one that exists.

Ray makes a shard again that was lost with its node. What a shard's files and manifest are, does not depend on where it
is made; the folder must be one that all nodes see under the same path, and so must the sources.
"""

import logging
import os
import re
import socket
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from typing import Any

from factdb.bulk.engines import Outcome
from factdb.bulk.faults import NoClusterError
from factdb.bulk.manifests import Manifest
from factdb.bulk.shards import Shard
from factdb.bulk.work import Fault, Job, do

# Ray reports to its makers, and would take the environment of `uv run` apart to build it anew on each node.
os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
os.environ.setdefault("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")
# A task that asks for no graphics card must not hide them all; Ray warns where this is not said.
os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")

import ray
from ray.exceptions import RayError

# How often Ray makes a shard again that was lost with a process or a node.
_LOST = 3
_HOST_AND_PORT = re.compile(r"(?:ray://)?(?P<host>\[[\da-fA-F:.]{2,45}\]|[^\[\]:/]{1,253}):(?P<port>\d{1,5})")
# Seconds that a cluster has to answer.
_PATIENCE = 5
_jobs: dict[str, Job] = {}


class RayCluster:
    """A Ray cluster, which makes as many shards at a time as it has processors."""

    def __init__(self, job: Job, jobs: int, address: str | None) -> None:
        # Ray prints what it has to say of nodes to standard output, where the result goes.
        self._talk = redirect_stdout(sys.stderr)
        self._talk.__enter__()
        try:
            _call(address)
            ray.init(
                address=address or "local",
                num_cpus=None if address else jobs,
                include_dashboard=False if not address else None,
                log_to_driver=False,
                logging_level=logging.ERROR,
            )
        except (OSError, OverflowError, RuntimeError, ValueError) as error:
            self._talk.__exit__(None, None, None)
            raise NoClusterError(address, error) from error
        self._make: Any = ray.remote(num_cpus=1, max_retries=_LOST)(_make)
        # In a list, for else every task would be given the words anew.
        self._job = [ray.put(job)]
        self._at_work: dict[Any, Shard] = {}

    @property
    def wanted(self) -> int:
        """How many more shards it would take now: one ready for each processor."""
        there: dict[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call]
        return 2 * int(there.get("CPU", 1)) - self.busy

    @property
    def busy(self) -> int:
        """How many shards it has."""
        return len(self._at_work)

    def submit(self, shard: Shard) -> None:
        """Have a shard made."""
        self._at_work[self._make.remote(self._job, shard)] = shard

    def collect(self, timeout: float | None) -> Sequence[Outcome]:
        """What became of shards, as soon as any of them is through; nothing if time ran out."""
        done, _ = ray.wait(list(self._at_work), timeout=timeout) if self._at_work else ([], [])
        return [(self._at_work.pop(task), _answer(task)) for task in done]

    def close(self) -> None:
        """Let go of everything, whatever is under way."""
        ray.shutdown()
        self._talk.__exit__(None, None, None)


def _call(address: str | None) -> None:
    """Make sure that somebody answers there; Ray itself would wait for minutes.

    Raises:
        OSError: Nobody does.
    """
    if address and (where := _HOST_AND_PORT.fullmatch(address)):
        socket.create_connection((where["host"].strip("[]"), int(where["port"])), _PATIENCE).close()


def _answer(task: Any) -> Manifest | Fault:  # noqa: ANN401 (Ray's own)
    try:
        answer: Manifest | Fault = ray.get(task)
    except RayError as error:
        return Fault(f"Ray lost it: {str(error).strip().partition(chr(10))[0]}")
    return answer


def _make(job: list[Any], shard: Shard) -> Manifest | Fault:
    """What a task does. A process keeps what it was given for the tasks after."""
    key = job[0].hex()
    if key not in _jobs:
        _jobs.clear()
        _jobs[key] = ray.get(job[0])
    return do(shard, _jobs[key])
