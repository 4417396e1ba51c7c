"""`python -m encoder build` makes models/encoder; `adapt` learns the adapter anew (needs PyTorch and an hour)."""

import sys

from encoder import FOLDER


def main(words: list[str]) -> int:
    if words == ["build"]:
        from encoder.build import build

        build(FOLDER)
    elif words == ["adapt"]:
        from encoder.adapt import adapt

        adapt()
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
