"""Every benchmark, one after the other, each in a process of its own: `python -m benchmarks [NAME ...] [--data DIR]`.

Some read labelled data that is not part of the project; where it is not there, they are left out, and it is said.
"""

import argparse
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """A module and its arguments; `data` names what it reads below the data folder, empty if it needs none."""

    module: str
    data: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The word to ask for it by."""
        return self.module.rpartition(".")[2]


ALL = (
    Benchmark(module="benchmarks.start"),
    Benchmark(module="benchmarks.pair_methods", data=("stories",), arguments=("--check",)),
    Benchmark(module="benchmarks.stories"),
    Benchmark(module="benchmarks.archive"),
    Benchmark(module="benchmarks.extract", data=("pages/articles", "pages/publishers")),
    Benchmark(module="benchmarks.topics"),
    Benchmark(module="benchmarks.rubrics", data=("rubrics",)),
    Benchmark(module="benchmarks.due"),
    Benchmark(module="benchmarks.compose"),
    Benchmark(module="benchmarks.sending"),
    Benchmark(module="benchmarks.bad_minute"),
    Benchmark(module="benchmarks.crash"),
    Benchmark(module="benchmarks.soak"),
    Benchmark(module="benchmarks.outbox"),
    Benchmark(module="benchmarks.crawl"),
    Benchmark(module="benchmarks.handlers"),
    Benchmark(module="benchmarks.inline"),
    Benchmark(module="benchmarks.hostile"),
)


def main() -> int:
    """Run them; the exit code is 1 if one of them failed or fell below its floor."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(benchmark.name for benchmark in ALL))
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="the labelled data")
    asked = parser.parse_args()
    chosen = [benchmark for benchmark in ALL if not asked.names or benchmark.name in asked.names]
    return max([_run(benchmark, asked.data) for benchmark in chosen], default=0)


def _run(benchmark: Benchmark, data: Path) -> int:
    console = Console(highlight=False)
    console.rule(f"[bold]{benchmark.name}")
    paths = [data / part for part in benchmark.data]
    if missing := [str(path) for path in paths if not path.exists()]:
        console.print(f"[yellow]left out: {', '.join(missing)} is not there[/] (name another place with --data)")
        return 0
    command = [sys.executable, "-m", benchmark.module, *map(str, paths), *benchmark.arguments]
    return min(1, subprocess.run(command, cwd=ROOT, check=False).returncode)  # noqa: S603 - our own modules


if __name__ == "__main__":
    sys.exit(main())
