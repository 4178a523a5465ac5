"""Prints every class statement below a folder whose name holds all of some words, in any order and case.

usage: lookAlikeClasses.py FOLDER WORD...
"""
import ast
import json
import os
import sys
import warnings

warnings.simplefilter("ignore")
folder, words = sys.argv[1], [word.lower() for word in sys.argv[2:]]
classes, unparsed = [], []
for around, folders, files in os.walk(folder):
    folders[:] = sorted(each for each in folders if each not in (".git", "node_modules", "__pycache__", ".venv"))
    for name in sorted(files):
        if not name.endswith(".py"):
            continue
        path = os.path.join(around, name)
        file = os.path.relpath(path, folder).replace(os.sep, "/")
        try:
            with open(path, "rb") as stream:
                source = stream.read()
            lower = source.lower()
            if not all(word.encode() in lower for word in words):
                continue
            tree = ast.parse(source)
        except (SyntaxError, ValueError):
            unparsed.append(file)
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and all(word in node.name.lower() for word in words):
                # Decorators stand above the line of the statement.
                classes.append({"file": file, "line": node.lineno, "name": node.name})
print(json.dumps({"classes": classes, "unparsed": unparsed}))
