"""Lists the Python files below a folder that CPython compiles: one JSON list of paths.

usage: compileAll.py TREE

`compile` and not `ast.parse`: only it sees an `await` or a `return` in the wrong place.
"""

import json
import os
import sys
import warnings

warnings.simplefilter("ignore")


def compiles(path):
    try:
        with open(path, "rb") as file:
            compile(file.read(), path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, OSError):
        return False
    return True


def main(root):
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in (".git", "node_modules"))
        for name in sorted(files):
            path = os.path.join(folder, name)
            if name.endswith(".py") and compiles(path):
                found.append(os.path.relpath(path, root).replace(os.sep, "/"))
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
