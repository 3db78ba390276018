"""Memory and disk cost of one upload, small and large, over a real gunicorn.

    python benchmarks/intake_memory.py [--large MIB] [--out out/bench.json]

Shows that an accepted upload costs the same memory whatever its size, and that each byte is
written once. Peak memory is ``VmHWM`` of the worker, reset before each upload; bytes written are
``wchar`` of ``/proc/PID/io``, which counts every write(2) to a file, the ledger's and the log's
included. Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

from reference_app import create_app
from reference_app.policy import Policy
from reference_app.services import EXTENSION

MIB = 1024 * 1024
SECRET = "a benchmark, whose secret is worth nothing"
ROOT = Path(__file__).parents[1]
BOUNDARY = "benchmark"
OPENING = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="large.txt"\r\n\r\n'
).encode()
CLOSING = f"\r\n--{BOUNDARY}--\r\n".encode()
TICKS = os.sysconf("SC_CLK_TCK")
ALLOWED_GROWTH = 8 * MIB
ALLOWED_WRITES = 1.01
ACCEPTED = 303
Row = dict[str, Any]


class Run(NamedTuple):
    """What one upload cost."""

    seconds: float
    cpu: float
    peak: int
    written: float
    """Bytes written per byte received."""


class Served(NamedTuple):
    """Where the app listens, which process serves it, and what it knows us by."""

    port: int
    pid: int
    token: str


@contextmanager
def server(folder: Path, limit: int) -> Iterator[Served]:
    """Run the app with its limits raised, for one account with a token."""
    policy = folder / "policy.toml"
    policy.write_text(
        f'upload_folder = "{folder}/files"\n'
        f"max_file_bytes = {limit}\nmax_body_bytes = {limit + MIB}\nquota_bytes = {10 * limit}\n"
    )
    services = create_app(Policy.from_toml(policy), secret_key=SECRET).extensions[EXTENSION]
    services.people.enrol("bench", SECRET)
    token = services.people.new_token("bench")
    services.close()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "--no-control-socket", "--bind=127.0.0.1:0"),
            *("--worker-class=gthread", "--threads=4"),
            "reference_app:create_app_from_environment()",
        ],
        env=os.environ | {"UPLOAD_GAUNTLET_SECRET": SECRET, "UPLOAD_GAUNTLET_POLICY": str(policy)},
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Served(*port_and_worker(process.stderr or ()), token)
    finally:
        process.terminate()
        process.communicate(timeout=30)


def port_and_worker(log: Iterable[str]) -> tuple[int, int]:
    """Read the start-up lines up to the one that names the worker."""
    port = 0
    for line in log:
        if found := re.search(r"Listening at: http://127\.0\.0\.1:(\d+)", line):
            port = int(found[1])
        if found := re.search(r"Booting worker with pid: (\d+)", line):
            return port, int(found[1])
    sys.exit("gunicorn did not start")


def upload(served: Served, size: int) -> tuple[int, int]:
    """Send *size* bytes and return the status and the bytes sent as body."""
    length = len(OPENING) + size + len(CLOSING)
    head = (
        "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        f"Authorization: Bearer {served.token}\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n"
        f"Content-Length: {length}\r\n\r\n"
    )
    piece = os.urandom(MIB // 2).hex().encode()
    with socket.create_connection(("127.0.0.1", served.port), timeout=300) as client:
        client.sendall(head.encode() + OPENING)
        for _ in range(size // MIB):
            client.sendall(piece)
        client.sendall(CLOSING)
        return int(client.recv(65536).split()[1]), length


def counters(pid: int) -> tuple[float, int]:
    """Return CPU seconds and bytes written by *pid* so far."""
    times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, times)) / TICKS, number("wchar", f"/proc/{pid}/io")


def peak(pid: int) -> int:
    """Return the highest resident size of *pid* since it was last reset, in bytes."""
    return number("VmHWM", f"/proc/{pid}/status") * 1024


def number(name: str, path: str) -> int:
    """Return what a file of the kernel gives as *name*."""
    lines = Path(path).read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def measure(served: Served, size: int) -> Run:
    """Upload once and return what it cost."""
    pid = served.pid
    Path(f"/proc/{pid}/clear_refs").write_text("5")
    cpu, written = counters(pid)
    start = time.perf_counter()
    status, length = upload(served, size)
    seconds = time.perf_counter() - start
    if status != ACCEPTED:
        sys.exit(f"the upload of {size} bytes was answered with {status}")
    after = counters(pid)
    return Run(seconds, after[0] - cpu, peak(pid), (after[1] - written) / length)


def row(bench: str, size: int, runs: list[Run], ratio_to: str, ratio: float) -> Row:
    """Return one row of ``bench.json``."""
    return {
        "bench": bench,
        "subject": "reference_app",
        "size": size,
        "median_seconds": round(statistics.median(run.seconds for run in runs), 3),
        "cpu_seconds": round(statistics.median(run.cpu for run in runs), 3),
        "ratio_to": ratio_to,
        "ratio": round(ratio, 4),
    }


def save(rows: list[Row], path: Path) -> None:
    """Add *rows* to the file, in place of earlier ones of the same benches."""
    ours = {each["bench"] for each in rows}
    before = json.loads(path.read_text()) if path.exists() else []
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = [each for each in before if each["bench"] not in ours]
    path.write_text(json.dumps([*kept, *rows], indent=1) + "\n")


def main() -> None:
    """Measure, print a table, and fail if a promise is broken."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--large", type=int, default=1024, help="the large upload, in MiB")
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--out", type=Path, default=ROOT / "out" / "bench.json")
    asked = options.parse_args()
    large = asked.large * MIB
    with tempfile.TemporaryDirectory() as folder, server(Path(folder), large) as served:
        measure(served, MIB)  # the first upload imports and allocates what all share
        small_runs = [measure(served, MIB) for _ in range(asked.runs)]
        large_runs = [measure(served, large) for _ in range(asked.runs)]
    report({MIB: small_runs, large: large_runs}, asked.out)


def report(runs: dict[int, list[Run]], path: Path) -> None:
    """Print and save the figures, and exit by them."""
    peaks = [max(run.peak for run in each) for each in runs.values()]
    written = [max(run.written for run in each) for each in runs.values()]
    rows = [
        row("intake-peak-memory", size, each, "peak of the small upload", peak / peaks[0])
        for (size, each), peak in zip(runs.items(), peaks, strict=True)
    ] + [
        row("intake-bytes-written", size, each, "bytes received", ratio)
        for (size, each), ratio in zip(runs.items(), written, strict=True)
    ]
    save(rows, path)
    show(rows)
    growth = peaks[-1] - peaks[0]
    print(f"peak memory grows by {growth / MIB:.2f} MiB, from {peaks[0] / MIB:.1f} MiB")
    if growth > ALLOWED_GROWTH or written[-1] > ALLOWED_WRITES:
        sys.exit("a promise is broken: 8 MiB of growth, 1.01 bytes written per byte received")


def show(rows: list[Row]) -> None:
    """Print a table."""
    print(f"{'bench':22}{'MiB':>6}{'seconds':>9}{'cpu':>8}{'ratio':>9}  to")
    for each in rows:
        print(
            f"{each['bench']:22}{int(each['size']) // MIB:6}{each['median_seconds']:9.3f}"
            f"{each['cpu_seconds']:8.3f}{each['ratio']:9.4f}  {each['ratio_to']}"
        )


if __name__ == "__main__":
    main()
