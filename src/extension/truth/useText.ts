import type { TruthUse } from '../../project/survey/surveyProtocol.ts';
import { many } from '../statusText.ts';

/** How something is used, in a few words: `312 imports, 87% canonical; 40 constructions`, `rogue: 4 constructions`. */
export function useText({ kind, what, counts }: TruthUse): string {
  const { imports, canonicalImports, constructions } = counts;
  const isCanonical = kind === 'canonical';
  const share =
    isCanonical && imports > 0 ? `, ${Math.floor((100 * canonicalImports) / imports)}% canonical` : '';
  const used = [
    ...(imports > 0 ? [`${many(imports, 'import')}${share}`] : []),
    ...(constructions > 0 ? [many(constructions, what === 'factory' ? 'call' : 'construction')] : []),
  ];
  const text = used.length > 0 ? used.join('; ') : 'not used';
  if (isCanonical) return text;
  return `${kind === 'undecided' ? 'no canonical module chosen' : kind}: ${text}`;
}
