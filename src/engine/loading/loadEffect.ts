import type { Analysis } from '../analysis.ts';
import type { ClassBinding, FileFacts, Reference } from '../facts.ts';
import { runsAtLoad } from '../fix/importCycle.ts';
import { lineStarts, positionAt } from '../text.ts';
import { loadStatement } from './loadStatement.ts';

/**
 * What a module does when it is loaded, and nobody else would do, as the beginning of a sentence: `line 3 calls register when it is
 * loaded`. Undefined where there is nothing but imports, definitions, constants and what says that the module is old.
 */
export function loadEffect(analysis: Analysis, file: string): string | undefined {
  const { text, facts } = analysis.read(file)!;
  const starts = lineStarts(text);
  const effect = (offset: number, what: string): string => `line ${positionAt(starts, offset).line} ${what}`;
  if (facts.language === 'python') {
    const statement = loadStatement(text, facts);
    if (statement) return effect(statement.offset, statement.what);
  }
  const loaded = facts.imports.find((fact) => isForItsEffect(analysis, file, facts, fact));
  if (loaded) return effect(loaded.statement.start, `loads ${loaded.module} for what that does`);
  const own = new Set(
    facts.bindings.flatMap(({ scope, kind, name }) => (scope === 0 && kind !== 'import' ? [name] : [])),
  );
  const written = facts.memberAssignments.find(
    ({ block, owner }) => runsAtLoad(facts, block) && !own.has(owner.split('.', 1)[0]!),
  );
  if (written) return effect(written.span.start, `sets ${written.owner}.${written.member} when it is loaded`);
  for (const reference of facts.references.all()) {
    const { use, block, span } = reference;
    if ((use !== 'call' && use !== 'decorator') || !runsAtLoad(facts, block)) continue;
    if (!isHarmless(reference)) return effect(span.start, `calls ${dottedOf(reference)} when it is loaded`);
  }
  const registering = facts.bindings.find(
    (binding): binding is ClassBinding =>
      binding.kind === 'class' && runsAtLoad(facts, binding.block) && mayRegister(analysis, file, binding, 0),
  );
  return (
    registering &&
    effect(registering.span.start, `defines ${registering.name}, whose base class may keep a list of such`)
  );
}

/** An import that brings nothing which the file reads, or hands on under a name of its own. */
function isForItsEffect(
  analysis: Analysis,
  file: string,
  facts: FileFacts,
  { form, block, module, names }: FileFacts['imports'][number],
): boolean {
  if (!runsAtLoad(facts, block) || analysis.graph.target(file, { module }).kind !== 'file') return false;
  if (form === 'side-effect') return true;
  const [name] = names;
  if (facts.language !== 'python' || form !== 'module' || name?.local === undefined) return false;
  return facts.references.select({ names: new Set([name.local]) }).length === 0;
}

/** Calls that only make a value, or say what a shim says too; by the last part of their names. */
const harmless = new Set(
  [
    'warn getLogger get_logger TypeVar ParamSpec NewType namedtuple TypedDict NamedTuple compile',
    'set dict list tuple frozenset object str int float bool bytes type len range sorted Path field Field auto',
    'property staticmethod classmethod dataclass abstractmethod wraps lru_cache cache cached_property',
    'contextmanager asynccontextmanager overload final runtime_checkable total_ordering override unique',
    'setter getter deleter Lock RLock Event Condition Semaphore ContextVar defaultdict OrderedDict deque timedelta',
    'Map Set WeakMap WeakSet Symbol freeze createContext memo forwardRef Boolean Number String Array',
  ].flatMap((line) => line.split(' ')),
);

/** Constructors that TypeScript writes with `new` and that only make a value. */
function isHarmless({ name, members }: Reference): boolean {
  return harmless.has(members.at(-1) ?? name);
}

function dottedOf({ name, members }: Reference): string {
  return [name, ...members].join('.');
}

/** Base classes of libraries of which it is known that they register nobody. */
const quiet =
  /(^|\.)(object|Exception|BaseException|\w+(Error|Exception|Warning)|ABC|Protocol|Generic|Enum|IntEnum|StrEnum|Flag|IntFlag|NamedTuple|TypedDict|BaseModel|str|int|float|dict|list|tuple|set|frozenset|Mapping|MutableMapping|Sequence|Thread|Component|PureComponent|EventEmitter|EventTarget)$/;

/** Whether making a class can tell another one of it: in Python a base class may be asked. */
function mayRegister(analysis: Analysis, file: string, { bases }: ClassBinding, depth: number): boolean {
  const { graph } = analysis;
  return bases.some((base) => {
    if (quiet.test(base)) return false;
    const origin = graph.dotted(file, 0, base);
    if (origin.kind !== 'definition' || origin.binding.kind !== 'class' || depth > 8)
      return file.endsWith('.py');
    if (graph.memberNames(origin).includes('__init_subclass__')) return true;
    // Who defines it may go through those that there are.
    if (analysis.read(origin.file)?.text.includes('__subclasses__')) return true;
    return mayRegister(analysis, origin.file, origin.binding, depth + 1);
  });
}
