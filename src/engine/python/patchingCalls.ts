/**
 * Which calls take the dotted path of a module or of something in one as a string: `unittest.mock`'s `patch` family,
 * pytest's `monkeypatch` and `importorskip`, `importlib`, `pkgutil`, and lookups in `sys.modules`.
 */
const BY_LAST_COMPONENT = new Set([
  'patch',
  'import_module',
  '__import__',
  'importorskip',
  'reload',
  'find_spec',
  'find_loader',
  'resolve_name',
  'run_module',
]);

/** Methods of `patch` itself. */
const OF_PATCH = new Set(['object', 'dict', 'multiple']);

/** Methods of a `monkeypatch` fixture, whatever it is called; the builtins of the same names are no methods. */
const OF_MONKEYPATCH = new Set(['setattr', 'delattr', 'setitem', 'delitem']);

/** Methods of the module table. */
const OF_MODULE_TABLE = new Set(['get', 'pop', 'setdefault', '__contains__', '__getitem__', '__setitem__']);

/** True for a callee, as written, that takes dotted strings. */
export function takesDottedStrings(callee: string): boolean {
  const dot = callee.lastIndexOf('.');
  const last = callee.slice(dot + 1);
  if (BY_LAST_COMPONENT.has(last)) return true;
  if (dot < 0) return false;
  const owner = callee.slice(0, dot);
  if (OF_PATCH.has(last)) return owner === 'patch' || owner.endsWith('.patch');
  if (OF_MODULE_TABLE.has(last)) return owner === 'sys.modules';
  return OF_MONKEYPATCH.has(last);
}
