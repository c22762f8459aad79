"""``python -m bench [part …]``: measure, and print each figure with whether it was held.

Ends with status 1 when a part could not be measured; a figure not held is news, not a failure.
"""

import importlib.util
import sys
import time
import traceback
from collections.abc import Iterable, Iterator

from bench import Figure

PARTS = ("renditions", "postcards", "search", "pages", "phone")
WIDTH = 72


def main(chosen: Iterable[str]) -> int:
    """Run the parts there are, or those chosen; the exit status."""
    held = missed = failed = 0
    for part in chosen or PARTS:
        if importlib.util.find_spec(f"bench.{part}") is None:
            continue
        print(f"\n{part}", flush=True)
        began = time.monotonic()
        try:
            for figure in measured(part):
                print(line(figure), flush=True)
                if figure.hold is not None:
                    held += is_held(figure)
                    missed += not is_held(figure)
        except Exception:
            traceback.print_exc()
            print(f"  {part} could not be measured", flush=True)
            failed += 1
        print(f"  {'':{WIDTH}}  took {time.monotonic() - began:.0f} s", flush=True)
    print(f"\n{held} held, {missed} not held" + (f", {failed} parts failed" if failed else ""))
    return 1 if failed else 0


def measured(part: str) -> Iterator[Figure]:
    """The figures of one part, as they are found."""
    yield from importlib.import_module(f"bench.{part}").figures()


def is_held(figure: Figure) -> bool:
    """Whether a figure is at most what it may be."""
    return figure.hold is None or figure.value <= figure.hold


def line(figure: Figure) -> str:
    """One row: name, value, and what it may be."""
    value = f"{figure.value:9.2f}" if figure.value < 100 else f"{figure.value:9.0f}"
    row = f"  {figure.name:{WIDTH}}{value} {figure.unit:<11}"
    if figure.hold is None:
        return row.rstrip()
    return f"{row} at most {figure.hold:<6g} {'held' if is_held(figure) else 'NOT HELD'}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
