import { basename } from 'node:path';
import { entryKinds } from '../../engine/inventory/kinds.ts';
import type { UsePlace } from '../../project/survey/surveyProtocol.ts';
import { many } from '../statusText.ts';
import { countsText } from '../truth/useText.ts';
import type { InventoryNode, ItemKind, UsesNode } from './inventoryTree.ts';

/** What a node of the inventory says. */
export interface InventoryText {
  readonly label: string;
  readonly description: string;
  /** In full, for who points at it. */
  readonly tooltip: string;
  /** In full, for who hears the tree. */
  readonly spoken: string;
}

const kindTitles: Readonly<Record<ItemKind, string>> = {
  canonical: 'Canonical',
  undecided: 'No Canonical Module Chosen',
  shim: 'Shims',
  alias: 'Aliases',
  double: 'Doubles',
  rogue: 'Rogue Classes',
  internal: 'Internal',
  'test-double': 'Test Doubles',
  'test-helper': 'Test Helpers',
  'test-case': 'Test Cases',
};

const kindMeanings: Readonly<Record<ItemKind, string>> = {
  ...entryKinds,
  shim: 'names that are imported and handed on',
  alias: 'other names by assignment, X = Y',
};

/** @param shownPath the path of a file as people see it */
export function inventoryText(node: InventoryNode, shownPath: (path: string) => string): InventoryText {
  switch (node.type) {
    case 'project': {
      const shown = shownPath(node.root);
      const count = many(node.overview.entries.length, 'definition');
      return text(basename(node.root), count, `${shown}: ${count}`, `project ${shown}, ${count}`);
    }
    case 'source':
      return text(node.source, many(node.entries.length, 'definition'), `The source ${node.source}`);
    case 'kind': {
      const label = kindTitles[node.kind];
      const count = node.items.length.toLocaleString('en');
      return text(label, count, `${label}: ${kindMeanings[node.kind]}`, `${label}, ${count}`);
    }
    case 'entry': {
      const { id, name, what, kind, definitions, bindings } = node.entry;
      const use = countsText(node.entry);
      const [first] = definitions;
      const where = first && lineText(first, shownPath);
      const names = bindings.length === 0 ? '' : `\nHanded on under ${many(bindings.length, 'name')}`;
      return text(
        name,
        [use, where].filter((part) => part !== undefined).join(' · '),
        `${what} ${id} (${kind})\n${use}${names}`,
        `${what} ${name}, ${use}${first ? `, defined in ${spokenPlace(first, shownPath)}` : ''}`,
      );
    }
    case 'binding': {
      const { binding, entry, isBelowEntry } = node;
      const taken = binding.taken === 0 ? 'not imported' : many(binding.taken, 'import');
      const parts = [isBelowEntry ? binding.kind : undefined, taken, lineText(binding, shownPath)];
      const through =
        binding.through === undefined || binding.through === binding.dotted
          ? ''
          : `\nfrom ${binding.through}`;
      return text(
        isBelowEntry ? binding.dotted : binding.name,
        parts.filter((part) => part !== undefined).join(' · '),
        `${binding.dotted} (${binding.kind})\nis ${entry.id}${through}`,
        `${binding.kind} ${binding.dotted} of ${entry.name}, ${taken}, ${spokenPlace(binding, shownPath)}`,
      );
    }
    case 'uses': {
      const label = usesLabel(node);
      const files = node.files === undefined ? '' : ` in ${many(node.files, 'file')}`;
      const description = `${node.count.toLocaleString('en')}${files}`;
      return text(label, description, `${label}: ${description}`, `${label} ${description}`);
    }
    case 'file': {
      const shown = shownPath(node.path);
      const folder = shown.slice(0, -basename(shown).length).replace(/[\\/]$/, '');
      const [only, ...more] = node.places;
      const count = only && more.length === 0 ? placeText(only) : String(node.places.length);
      return text(
        basename(node.path),
        [count, folder].filter((part) => part !== '').join(' · '),
        shown,
        `file ${shown}, ${more.length === 0 ? count : many(node.places.length, 'place')}`,
      );
    }
    case 'place':
      return text(placeText(node.place), '', lineText(node.place, shownPath));
  }
}

function text(label: string, description: string, tooltip: string, spoken?: string): InventoryText {
  return { label, description, tooltip, spoken: spoken ?? [label, description].filter(Boolean).join(', ') };
}

function usesLabel({ use, entry, binding }: UsesNode): string {
  switch (use) {
    case 'definitions':
      return 'Defined At';
    case 'bindings':
      return 'Handed On As';
    case 'imports':
      return binding ? 'Imported From Here By' : 'Imported By';
    case 'constructions':
      return entry.what === 'factory' ? 'Called At' : 'Constructed At';
  }
}

function placeText({ range, cell }: UsePlace): string {
  return cell ? `cell ${cell.index}, line ${cell.range.start.line}` : `line ${range.start.line}`;
}

function lineText(place: UsePlace, shownPath: (path: string) => string): string {
  const shown = shownPath(place.path);
  return place.cell ? `${shown} ${placeText(place)}` : `${shown}:${place.range.start.line}`;
}

function spokenPlace(place: UsePlace, shownPath: (path: string) => string): string {
  return `${shownPath(place.path)}, ${placeText(place)}`;
}
