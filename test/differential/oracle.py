"""Says what CPython itself reads in Python files, one JSON line for each path on standard input.

Places are offsets in UTF-16 code units into the decoded text, line ends and a byte order mark included. Runs on any
Python from 3.10 on. Keys:

- ``error``: why ``compile()`` rejects the file; nothing else is there then.
- ``imports``: ``[start, end, module or None, level, [[name, asname, start, end], ...]]``; ``module`` is None for ``import a``.
- ``loads``: ``[offset, name, attributes, number of arguments or -1, awaited]`` for each name that is read. Augmented
  assignments and ``del`` read their names too. ``fields``: names read inside f-strings, without places, on versions
  before 3.12, whose places there are wrong.
- ``scopes``: ``[type, name, line, [names bound]]``.
"""

import ast
import json
import re
import symtable
import sys
import warnings
from multiprocessing import Pool

LINE_END = re.compile(r"\r\n|\r|\n")
BEFORE_DOT = re.compile(r"(?:\s|\\|#[^\r\n]*)*\.")
BEFORE_BRACKET = re.compile(r"(?:\s|\\|#[^\r\n]*)*\(")
COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)")
F_STRING_PLACES = sys.version_info >= (3, 12)
COMPREHENSIONS = {"listcomp", "setcomp", "dictcomp", "genexpr"}
# Bound by the compiler, not by the source, on newer versions.
IMPLICIT = {"__conditional_annotations__", "__static_attributes__", "__firstlineno__"}


def decode(data):
    if data.startswith(b"\xef\xbb\xbf"):
        return "\ufeff" + data[3:].decode("utf-8")
    for line in data.splitlines()[:2]:
        cookie = COOKIE.match(line)
        if cookie:
            return data.decode(cookie.group(1).decode())
        if not re.match(rb"^[ \t\f]*(?:#.*)?$", line):
            break
    return data.decode("utf-8")


class Places:
    """Turns lines and columns (UTF-8 bytes) into places."""

    def __init__(self, text):
        self.text = text
        starts = [0]
        for end in LINE_END.finditer(text):
            starts.append(end.end())
        self.starts = starts
        self.is_ascii = text.isascii()
        # In characters, and in UTF-16 code units.
        self.units = starts
        if not self.is_ascii:
            units, at, before = [], 0, 0
            for start in starts:
                part = text[at:start]
                before += len(part) + sum(character > "\uffff" for character in part)
                units.append(before)
                at = start
            self.units = units

    def character(self, line, column):
        """The index into the text as Python counts it."""
        start = self.starts[line - 1]
        if line == 1 and self.text.startswith("\ufeff"):
            start += 1
        if self.is_ascii:
            return start + column
        end = self.starts[line] if line < len(self.starts) else len(self.text)
        return start + len(self.text[start:end].encode()[:column].decode(errors="ignore"))

    def unit(self, line, character):
        if self.is_ascii:
            return character
        part = self.text[self.starts[line - 1]:character]
        return self.units[line - 1] + len(part) + sum(c > "\uffff" for c in part)

    def start(self, node):
        return self.unit(node.lineno, self.character(node.lineno, node.col_offset))

    def end(self, node):
        return self.unit(node.end_lineno, self.character(node.end_lineno, node.end_col_offset))


class Reader:
    def __init__(self, text):
        self.places = Places(text)
        self.text = text
        self.imports = []
        self.loads = []
        self.fields = []

    def behind(self, node):
        return self.places.character(node.end_lineno, node.end_col_offset)

    def load(self, name, parents):
        """A name that is read, with the attributes that are written directly behind it."""
        node, members, at = name, [], len(parents) - 1
        while (
            at >= 0
            and isinstance(parents[at], ast.Attribute)
            and parents[at].value is node
            and BEFORE_DOT.match(self.text, self.behind(node))
        ):
            # What is assigned to is not read, unless it is augmented.
            augments = at > 0 and isinstance(parents[at - 1], ast.AugAssign) and parents[at - 1].target is parents[at]
            if isinstance(parents[at].ctx, ast.Store) and not augments:
                break
            node = parents[at]
            members.append(node.attr)
            at -= 1
        arguments, awaited = -1, False
        if (
            at >= 0
            and isinstance(parents[at], ast.Call)
            and parents[at].func is node
            and BEFORE_BRACKET.match(self.text, self.behind(node))
        ):
            arguments = len(parents[at].args) + len(parents[at].keywords)
            awaited = at > 0 and isinstance(parents[at - 1], ast.Await)
        self.loads.append([self.places.start(name), name.id, ".".join(members), arguments, awaited])

    def visit(self, root):
        # An explicit stack: the standard library's tests hold trees that are deep.
        stack = [(root, (), False)]
        while stack:
            node, parents, in_field = stack.pop()
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                self.add_import(node)
                continue
            if isinstance(node, ast.Name):
                parent = parents[-1] if parents else None
                augments = isinstance(parent, ast.AugAssign) and parent.target is node
                if isinstance(node.ctx, ast.Store) and not augments:
                    continue
                if in_field:
                    self.fields.append(node.id)
                else:
                    self.load(node, parents)
                continue
            in_field = in_field or (isinstance(node, ast.JoinedStr) and not F_STRING_PLACES)
            # Only as many parents as a chain of attributes needs.
            keeps = isinstance(node, (ast.Attribute, ast.Call, ast.Await, ast.AugAssign))
            inner = (*parents, node) if keeps and len(parents) < 64 else (node,)
            for child in ast.iter_child_nodes(node):
                stack.append((child, inner, in_field))

    def add_import(self, node):
        is_from = isinstance(node, ast.ImportFrom)
        names = [
            [alias.name, alias.asname, self.places.start(alias), self.places.end(alias)] for alias in node.names
        ]
        module = (node.module or "") if is_from else None
        level = node.level if is_from else 0
        self.imports.append([self.places.start(node), self.places.end(node), module, level, names])


def unmangled(name, class_name):
    if class_name is None:
        return name
    prefix = "_" + class_name.lstrip("_")
    return name[len(prefix):] if name.startswith(prefix + "__") and not name.endswith("__") else name


def add_scopes(top):
    scopes, globals_bound = [], set()
    module_names = None
    stack = [(top, None)]
    while stack:
        table, class_name = stack.pop()
        kind = str(table.get_type()).rsplit(".", 1)[-1].lower().replace("_", " ")
        name = table.get_name()
        inner = name if kind == "class" else class_name
        names, is_comprehension = set(), False
        for symbol in table.get_symbols():
            written = symbol.get_name()
            if written.startswith(".") or written in IMPLICIT:
                is_comprehension = is_comprehension or written == ".0"
                continue
            binds = symbol.is_assigned() or symbol.is_imported() or symbol.is_parameter()
            if not binds:
                continue
            written = unmangled(written, inner)
            if symbol.is_declared_global():
                globals_bound.add(written)
            elif not symbol.is_nonlocal():
                names.add(written)
        stack.extend((child, inner) for child in table.get_children())
        if kind == "module":
            module_names = names
            continue
        if kind == "function" and name in COMPREHENSIONS and is_comprehension:
            kind, name = "comprehension", ""
        elif kind == "function" and name == "lambda":
            kind, name = "lambda", ""
        elif kind in ("type parameter", "type parameters"):
            kind, name = "type-parameters", ""
        elif kind not in ("function", "class"):
            continue
        scopes.append([kind, name, table.get_lineno(), sorted(names)])
    scopes.append(["module", "", 1, sorted(module_names | globals_bound)])
    return scopes


def read(path):
    try:
        with open(path, "rb") as file:
            data = file.read()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(data, path, "exec", dont_inherit=True)
            text = decode(data)
            reader = Reader(text)
            reader.visit(ast.parse(data, path))
            top = symtable.symtable(data, path, "exec")
        result = {
            "imports": reader.imports,
            "loads": reader.loads,
            "fields": reader.fields,
            "scopes": add_scopes(top),
        }
    except (SyntaxError, ValueError, RecursionError, MemoryError, LookupError) as error:
        result = {"error": f"{type(error).__name__}: {error}"}
    return json.dumps({"file": path, **result})


def main():
    paths = [line.rstrip("\n") for line in sys.stdin]
    workers = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    with Pool(workers) as pool:
        for line in pool.imap(read, paths, chunksize=8):
            sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
