import type { TruthUse } from '../../project/survey/surveyProtocol.ts';
import { many } from '../statusText.ts';

/** How something is used, and what it is where it is not canonical: `rogue: 4 constructions`. */
export function useText(use: TruthUse): string {
  const { kind } = use;
  if (kind === 'canonical') return countsText(use);
  return `${kind === 'undecided' ? 'no canonical module chosen' : kind}: ${countsText(use)}`;
}

/** How something is used, in a few words: `312 imports, 87% canonical; 40 constructions`. */
export function countsText({ kind, what, counts }: TruthUse): string {
  const { imports, canonicalImports, constructions } = counts;
  const share =
    kind === 'canonical' && imports > 0
      ? `, ${Math.floor((100 * canonicalImports) / imports)}% canonical`
      : '';
  const used = [
    ...(imports > 0 ? [`${many(imports, 'import')}${share}`] : []),
    ...(constructions > 0 ? [many(constructions, what === 'factory' ? 'call' : 'construction')] : []),
  ];
  return used.length > 0 ? used.join('; ') : 'not used';
}
