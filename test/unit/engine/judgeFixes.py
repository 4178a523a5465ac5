"""Judges fixes by CPython: the outcome compiles where the text did, and a safe one runs and binds the same objects.

usage: judgeFixes.py PACKAGES < OUTCOMES.json

Reads a list of {limit, before, after}; prints {"compiled": n, "ran": n, "wrong": [{limit, before, after, why}]}.
"""

import contextlib
import io
import json
import sys
import types
import warnings

warnings.simplefilter("ignore")


CANONICAL = ("module", "chat.realtime.hub")


def compiled(text):
    try:
        return compile(text.encode("utf8"), "<fixed>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return None


def run(code):
    """The names that a module binds; None where running it fails."""
    names = {"__name__": "chat.api", "__package__": "chat"}
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(code, names)
    except Exception:
        return None
    return names


def meaning(value):
    if isinstance(value, types.ModuleType):
        return ("module", value.__name__)
    if isinstance(value, (type, types.FunctionType)) and value.__module__ != "chat.api":
        return ("object", id(value))
    if isinstance(value, type):
        return ("class", value.__name__, sorted((name, repr(meaning(each))) for name, each in vars(value).items() if not name.startswith("__")))
    return ("value", type(value).__name__)


def judge(outcome):
    """What is wrong with one outcome, and whether it was run."""
    before = compiled(outcome["before"])
    if before is None:
        return None, 0, 0
    after = compiled(outcome["after"])
    if after is None:
        return "it does not compile", 1, 0
    if outcome["limit"] != "safe":
        return None, 1, 0
    names = run(before)
    if names is None:
        return None, 1, 0
    now = run(after)
    if now is None:
        return "it does not run", 1, 1
    shown = lambda bound, others: {name: meaning(bound[name]) for name in bound if name not in others and not name.startswith("__")}
    gone, new = shown(names, now), shown(now, names)
    # A name that nobody else takes may be called what it is called in the canonical module.
    for name, means in [*gone.items(), *new.items()]:
        if means[0] != "object" or means not in (new if name in gone else gone).values():
            return f"{name} is not bound in both", 1, 1
        if name in names.get("__all__", ()):
            return f"{name} is exported, and not bound in both", 1, 1
    for name in sorted(set(names) & set(now)):
        # What is only read through a legacy module is read through the canonical one, by the same name for both.
        is_module = isinstance(names[name], types.ModuleType) and meaning(now[name]) == CANONICAL
        if not name.startswith("__") and not is_module and meaning(names[name]) != meaning(now[name]):
            return f"{name} is another object", 1, 1
    return None, 1, 1


def main(packages):
    sys.path.insert(0, packages)
    result = {"compiled": 0, "ran": 0, "wrong": []}
    for outcome in json.load(sys.stdin):
        why, was_compiled, was_run = judge(outcome)
        result["compiled"] += was_compiled
        result["ran"] += was_run
        if why:
            result["wrong"].append({**outcome, "why": why})
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
