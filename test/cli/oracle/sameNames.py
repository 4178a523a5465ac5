"""Compares what every from-import of a tree means before and after it was fixed.

usage: sameNames.py BEFORE AFTER ROOT

An independent reading: bindings of the module level by CPython's `ast`, followed through re-exports and aliases to a
class, a function or another definition. ROOT is where module names start, below both trees. Prints one JSON document:
{"compared": names that resolved before, "moved": those that are imported from elsewhere after, "changed": [...]}.
"""

import ast
import json
import os
import re
import sys
import warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(10_000)


class Tree:
    def __init__(self, folder, root):
        self.folder = folder
        self.root = os.path.normpath(os.path.join(folder, root))
        self.bound = {}
        self.meant = {}

    def parse(self, path):
        # Nothing is kept: the trees of a whole codebase are too large for that.
        try:
            with open(path, "rb") as file:
                return ast.parse(file.read(), path)
        except (SyntaxError, ValueError, OSError):
            return None

    def module_file(self, module):
        base = os.path.join(self.root, *module.split("."))
        for path in (os.path.join(base, "__init__.py"), base + ".py"):
            if os.path.isfile(path):
                return path
        return None

    def absolute(self, path, node):
        if not node.level:
            return node.module
        parts = os.path.relpath(path, self.root)[: -len(".py")].split(os.sep)
        parts = parts[: len(parts) - node.level]
        return ".".join(parts + ([node.module] if node.module else [])) or None

    def bindings(self, path):
        """What binds each name of the module level, in order, and the modules that it imports everything from."""
        if path not in self.bound:
            names, stars = {}, []
            tree = self.parse(path)
            for node, always in statements(tree.body if tree else [], True):
                for name, binding in bound_by(node):
                    if name == "*":
                        stars.append(binding)
                    else:
                        names.setdefault(name, []).append((binding, always))
            self.bound[path] = (names, stars)
        return self.bound[path]

    def meaning(self, module, name):
        """The definition that a module's name leads to, as text; None where it is not there or cannot be told."""
        key = (module, name)
        if key not in self.meant:
            self.meant[key] = None
            self.meant[key] = self.find(module, name)
        return self.meant[key]

    def find(self, module, name):
        path = self.module_file(module)
        if path is None:
            return None
        names, stars = self.bindings(path)
        candidates = names.get(name, [])
        last = max((at for at, (_, always) in enumerate(candidates) if always), default=0)
        found = {self.follow(path, module, name, binding) for binding, _ in candidates[last:]}
        if len(found) == 1:
            return found.pop()
        if found:
            return None
        inside = self.module_file(f"{module}.{name}")
        if inside is not None:
            return f"module {module}.{name}"
        for node in reversed(stars):
            source = self.absolute(path, node)
            meant = self.meaning(source, name) if source else None
            if meant:
                return meant
        return None

    def follow(self, path, module, name, binding):
        kind, node = binding
        if kind == "import":
            source = self.absolute(path, node[0])
            return self.meaning(source, node[1]) if source else None
        if kind == "alias" and node in self.bindings(path)[0] and node != name:
            return self.meaning(module, node)
        return f"{kind} {module}.{name}"


def statements(body, always):
    """Statements that run when the module is loaded, with whether they do on no condition."""
    for node in body:
        yield node, always
        if isinstance(node, (ast.If, ast.Try, ast.For, ast.While)):
            for field in ("body", "orelse", "finalbody"):
                yield from statements(getattr(node, field, []), False)
            for handler in getattr(node, "handlers", []):
                yield from statements(handler.body, False)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            yield from statements(node.body, always)


def bound_by(node):
    if isinstance(node, ast.ClassDef):
        yield node.name, ("class", None)
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        yield node.name, ("function", None)
    elif isinstance(node, ast.ImportFrom):
        for alias in node.names:
            if alias.name == "*":
                yield "*", node
            else:
                yield alias.asname or alias.name, ("import", (node, alias.name))
    elif isinstance(node, ast.Import):
        for alias in node.names:
            yield alias.asname or alias.name.split(".")[0], ("module", None)
    elif isinstance(node, (ast.Assign, ast.AnnAssign)):
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Name):
                value = node.value
                yield target.id, ("alias", value.id) if isinstance(value, ast.Name) else ("value", None)


def imported(tree, path):
    """What each name means that a file imports, by scope and local name; the last import of a scope counts."""
    found = {}

    def visit(node, scope):
        if isinstance(node, ast.ImportFrom):
            module = tree.absolute(path, node)
            for alias in node.names:
                if alias.name != "*" and module:
                    meant = tree.meaning(module, alias.name)
                    found[(scope, alias.asname or alias.name)] = (meant, f"{module}.{alias.name}")
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            scope = f"{scope}.{node.name}"
        for child in ast.iter_child_nodes(node):
            visit(child, scope)

    parsed = tree.parse(path)
    if parsed:
        visit(parsed, "")
    return found


def is_read(tree, path, scope, name):
    """Whether a name is read in a scope or in one inside it."""

    def visit(node, inside):
        if isinstance(node, ast.Name) and node.id == name and (inside + ".").startswith(scope + "."):
            return True
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            inside = f"{inside}.{node.name}"
        return any(visit(child, inside) for child in ast.iter_child_nodes(node))

    return visit(tree.parse(path), "")


def python_files(folder):
    for current, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in (".git", "node_modules"))
        for file in sorted(files):
            if file.endswith(".py"):
                yield os.path.relpath(os.path.join(current, file), folder)


def read(*path):
    with open(os.path.join(*path), "rb") as file:
        return file.read()


def last_part(path):
    parts = path[: -len(".py")].split(os.sep)
    return parts[-2] if parts[-1] == "__init__" and len(parts) > 1 else parts[-1]


def main(before_folder, after_folder, root):
    before, after = Tree(before_folder, root), Tree(after_folder, root)
    result = {"compared": 0, "moved": 0, "changed": []}
    files = list(python_files(before_folder))
    fixed = {shown for shown in files if read(before_folder, shown) != read(after_folder, shown)}
    # What a fixed file passes on may have changed for those that name its module, too; for all others nothing has.
    names = re.compile(rb"\b(" + b"|".join(re.escape(last_part(shown).encode()) for shown in sorted(fixed)) + rb")\b")
    for shown in files:
        if shown not in fixed and not names.search(read(before_folder, shown)):
            continue
        path, now_path = os.path.join(before_folder, shown), os.path.join(after_folder, shown)
        was, now = imported(before, path), imported(after, now_path)
        for (scope, name), (meant, source) in was.items():
            if meant is None:
                continue
            result["compared"] += 1
            here = now.get((scope, name))
            if here is None and shown in fixed and not is_read(after, now_path, scope, name):
                continue
            if here is None or here[0] != meant:
                result["changed"].append([shown, scope, name, source, meant, here])
            elif here[1] != source:
                result["moved"] += 1
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
