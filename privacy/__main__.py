"""`python -m privacy prepare`: build the look-up lists once, in WEGWIJS_VAR."""

import sys
import time

from privacy.deduced import cache_folder, is_prepared, prepare


def main(arguments: list[str]) -> int:
    if arguments != ["prepare"]:
        print("usage: python -m privacy prepare", file=sys.stderr)
        return 2
    folder = cache_folder()
    if is_prepared(folder):
        print(f"privacy: lists are ready in {folder}")
        return 0
    begin = time.monotonic()
    prepare(folder, lambda step: print(f"privacy: {step} ...", flush=True))
    print(f"privacy: ready in {folder} after {time.monotonic() - begin:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
