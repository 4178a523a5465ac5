import { describeOrigin, type Origin } from '../../engine/graph/origin.ts';
import { targetsAt, type TargetAt } from '../../engine/refactor/targetsAt.ts';
import { itemsAt, replacementAt } from '../../engine/replacementAt.ts';
import { linesOf, placeIn, spanAt } from '../../engine/placeIn.ts';
import { contains, type Range, type Span } from '../../engine/text.ts';
import { isOpen, type Violation, type ViolationItem } from '../../engine/violation.ts';
import { absolutePath } from '../fileReport.ts';
import type { Project } from '../project.ts';
import type { Place } from '../workspace.ts';
import type { CanonicalPlace, LegacyNameAnswer } from './surveyProtocol.ts';

/** What of the sources stands at a place: the names as the text has them, and those that violations are about. */
export interface StandsThere {
  readonly targets: readonly TargetAt[];
  readonly items: readonly ViolationItem[];
  readonly violations: readonly Violation[];
  readonly span: Span;
}

/** @param cell the cell of a notebook in which the range is */
export function standsAt({ project, file }: Place, range: Range, cell?: number): StandsThere | undefined {
  const analysis = project.analysis();
  const snapshot = analysis.read(file);
  const span = snapshot && spanAt(snapshot, range, cell);
  if (!span) return undefined;
  const targets = targetsAt(analysis, file, span);
  const violations = project.check(file).violations.filter(isOpen);
  // A string names its module in words, of which the graph knows nothing.
  const quoted = violations.filter((each) => each.subject.kind === 'string' && contains(each.span, span));
  const items = [
    ...targets.flatMap((at) => violations.flatMap((each) => itemsAt(each, at))),
    ...quoted.flatMap((each) => each.items),
  ];
  return { targets, items, violations, span };
}

/** What is said of the legacy name under a cursor, and where the canonical one is. */
export function legacyNameAt(place: Place, range: Range, cell?: number): LegacyNameAnswer | null {
  const found = standsAt(place, range, cell);
  if (!found) return null;
  const { targets, items, violations, span } = found;
  const { project, file } = place;
  if (targets.length === 0 && items.length === 0) return null;
  const analysis = project.analysis();
  const replacement = replacementAt({ analysis, file, violations }, span.start, true);
  const says =
    replacement === undefined ? [] : [replacement.text, ...originsAt(project, file, targets, items)];
  const { canonical, nowhere } = canonicalPlaces(project, targets, items);
  return { says, canonical, nowhere };
}

/** Where the legacy names that an import brings come from in truth, one sentence each. */
function originsAt(
  project: Project,
  file: string,
  targets: readonly TargetAt[],
  items: readonly ViolationItem[],
): string[] {
  const analysis = project.analysis();
  const facts = analysis.read(file)?.facts;
  const sentences = targets.flatMap(({ imports, names }) =>
    [...imports].flatMap((index) =>
      (facts?.imports[index]?.names ?? []).flatMap(({ name }, position) => {
        if (name === '*' || names?.includes(name) === false || !items.some((item) => item.name === name))
          return [];
        const origin = analysis.graph.imported(file, index, position);
        const way = wayTo(origin, file);
        return [`\`${name}\` here is ${originText(origin)}${way}.`];
      }),
    ),
  );
  return [...new Set(sentences)];
}

/** Through how many modules a name came here, beside this one and the one that it is from. */
function wayTo(origin: Origin, file: string): string {
  const own = origin.kind === 'definition' ? origin.file : undefined;
  const modules = new Set(origin.steps.map((step) => step.file).filter((at) => at !== file && at !== own))
    .size;
  return modules > 0 ? `, handed on by ${modules} ${modules === 1 ? 'module' : 'modules'}` : '';
}

function originText(origin: Origin): string {
  const said = describeOrigin(origin);
  // A definition is named as code, whose underscores are no emphasis.
  return origin.kind === 'definition'
    ? `the ${origin.binding.kind} \`${origin.name}\` in \`${origin.file}\``
    : said;
}

/** Where the canonical names are defined; the module alone where it has no counterpart. */
function canonicalPlaces(
  project: Project,
  targets: readonly TargetAt[],
  items: readonly ViolationItem[],
): Pick<LegacyNameAnswer, 'canonical' | 'nowhere'> {
  const { sources } = project.analysis();
  const wanted =
    items.length > 0
      ? items.map(({ source, to }) => ({ source, to }))
      : targets.flatMap(({ source, names = [] }) => names.map((name) => ({ source, to: name })));
  const ids = new Set([...items, ...targets].map(({ source }) => source));
  const places = new Map<string, CanonicalPlace>();
  for (const { source: id, to } of wanted) {
    const source = sources.find(({ config }) => config.id === id);
    if (!source || to === undefined) continue;
    const name = to.startsWith(`${source.truth}.`) ? to.slice(source.truth.length + 1) : source.nameThere(to);
    const origin = source.canonicalName(name);
    const place = origin.kind === 'definition' && placeOf(project, origin.file, origin.binding.span);
    if (place)
      places.set(`${place.path}:${place.range.start.line}`, { ...place, name: `${source.truth}.${name}` });
  }
  if (places.size > 0) return { canonical: [...places.values()], nowhere: null };
  const undecided: string[] = [];
  for (const { config, canonical } of sources) {
    if (!ids.has(config.id)) continue;
    const place = canonical.kind === 'file' && placeOf(project, canonical.file, { start: 0, end: 0 });
    if (place) places.set(canonical.id, { ...place, name: canonical.id });
    else undecided.push(config.id);
  }
  return {
    canonical: [...places.values()],
    nowhere: undecided.length > 0 ? `no canonical module is chosen yet for ${undecided.join(', ')}` : null,
  };
}

export function placeOf(
  project: Project,
  file: string,
  span: Span,
): Omit<CanonicalPlace, 'name'> | undefined {
  const snapshot = project.analysis().read(file);
  return snapshot && { path: absolutePath(project, file), ...placeIn(snapshot, linesOf(snapshot), span) };
}
