"""Imports a module of the switchboard and prints what its own runtime check tracked: `[[module.name, class], ...]`.

The classes are numbered in the order in which they turn up, so that equal numbers are the same object.
"""
import importlib
import json
import sys
import warnings

warnings.simplefilter("ignore")
sys.path.insert(0, sys.argv[1])
tracked = importlib.import_module(sys.argv[2]).TRACKED
numbers = {}
print(json.dumps([[name, numbers.setdefault(key, len(numbers))] for name, key in tracked]))
