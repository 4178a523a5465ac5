"""Lists the from-imports of a source's owned names from its legacy modules, as CPython's own `ast` reads them.

usage: legacyImports.py TREE CONFIG.json

An independent reading of "owned by name" (classes, legacy factories, and the classes and functions that the canonical
module binds, without those that are defined in a module of "others": the canonical modules of the other sources), to
hold the scan against. Prints one JSON document: {"statements": [{file, line, module, names}], "names": [...],
"unparsed": [...]}.
"""

import ast
import fnmatch
import json
import os
import sys
import warnings

warnings.simplefilter("ignore")


def module_file(root, module):
    base = os.path.join(root, *module.split("."))
    for path in (os.path.join(base, "__init__.py"), base + ".py"):
        if os.path.isfile(path):
            return path
    return None


def parse(path):
    try:
        with open(path, "rb") as file:
            return ast.parse(file.read(), path)
    except (SyntaxError, ValueError, OSError):
        return None


def absolute(root, path, node):
    """The absolute module of an ImportFrom; None where it leads out of the root."""
    if not node.level:
        return node.module
    parts = os.path.relpath(path, root)[: -len(".py")].split(os.sep)
    if parts[0] == "..":
        return None
    parts = parts[: len(parts) - node.level]
    if not parts:
        return None
    return ".".join(parts + ([node.module] if node.module else []))


def is_for_type_checkers(node):
    test = getattr(node, "test", None)
    return "TYPE_CHECKING" in (getattr(test, "id", None), getattr(test, "attr", None))


def module_level(body):
    """Statements that run when the module is loaded, those in `try`, `if` and `with` included."""
    for node in body:
        yield node
        for field in ("body", "orelse", "finalbody"):
            if field == "body" and is_for_type_checkers(node):
                continue
            if isinstance(node, (ast.If, ast.Try, ast.With)):
                yield from module_level(getattr(node, field, []))
        for handler in getattr(node, "handlers", []):
            yield from module_level(handler.body)


def home_of(root, module, name, seen=()):
    """The module that defines a class or function which `module` binds as `name`; None where it is no such thing."""
    path = module_file(root, module)
    if path is None or (module, name) in seen:
        return None
    tree = parse(path)
    found = None
    for node in module_level(tree.body if tree else []):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == name:
            found = module
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    source = absolute(root, path, node)
                    found = source and home_of(root, source, alias.name, (*seen, (module, name)))
        elif isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
            value = node.value
            is_name = isinstance(value, ast.Name)
            found = home_of(root, module, value.id, (*seen, (module, name))) if is_name else None
    return found


def owned_names(root, source):
    names = set(source["classes"]) | set(source["legacyFactories"])
    path = module_file(root, source["module"])
    bound = set()
    for node in module_level(parse(path).body):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            bound.add(node.name)
        elif isinstance(node, ast.ImportFrom):
            bound.update(alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.Assign):
            bound.update(target.id for target in node.targets if isinstance(target, ast.Name))
    homes = {name: home_of(root, source["module"], name) for name in bound}
    others = source.get("others", [])
    return names | {name for name, home in homes.items() if home is not None and home not in others}


def main(tree_folder, config_path):
    with open(config_path, encoding="utf8") as file:
        source = json.load(file)
    # Where module names start; paths and globs are relative to the tree all the same.
    root = os.path.join(tree_folder, source.get("root", "."))
    names = owned_names(root, source)
    legacy = set(source["legacyModules"])
    owners = [owner.replace("**", "*") for owner in source["owners"]]
    statements, unparsed = [], []
    for folder, folders, files in os.walk(tree_folder):
        folders[:] = sorted(name for name in folders if name not in (".git", "node_modules"))
        for name in sorted(files):
            path = os.path.join(folder, name)
            shown = os.path.relpath(path, tree_folder).replace(os.sep, "/")
            if not name.endswith(".py") or any(fnmatch.fnmatch(shown, owner) for owner in owners):
                continue
            tree = parse(path)
            if tree is None:
                unparsed.append(shown)
                continue
            for node in ast.walk(tree):
                if not isinstance(node, ast.ImportFrom):
                    continue
                module = absolute(root, path, node)
                taken = [alias.name for alias in node.names if alias.name in names]
                if module in legacy and taken:
                    statements.append({"file": shown, "line": node.lineno, "module": module, "names": taken})
    json.dump({"statements": statements, "names": sorted(names), "unparsed": unparsed}, sys.stdout)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
