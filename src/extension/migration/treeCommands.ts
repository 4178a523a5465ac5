import * as vscode from 'vscode';
import type { FixKind } from '../../engine/violation.ts';
import { registerCommand } from '../commands.ts';
import { everything } from './violationFilter.ts';
import type { MigrationView } from './migrationView.ts';

/** The view's own menu: what it is grouped by, and what of it is shown. */
export function registerTreeCommands(view: MigrationView): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand('ssot.groupByPhase', () => view.groupBy('phase')),
    registerCommand('ssot.groupByClass', () => view.groupBy('class')),
    registerCommand('ssot.groupByFolder', () => view.groupBy('folder')),
    registerCommand('ssot.groupByOwner', () => view.groupBy('owner')),
    registerCommand('ssot.filterTree', (text) =>
      typeof text === 'string' ? view.show({ text }) : askForText(view),
    ),
    registerCommand('ssot.filterTreeByFix', (kinds) =>
      Array.isArray(kinds) ? view.show({ kinds: kinds as FixKind[] }) : askForKinds(view),
    ),
    registerCommand('ssot.clearTreeFilter', () =>
      view.show({ text: everything.text, kinds: everything.kinds }),
    ),
    registerCommand('ssot.showBaselined', () => view.show({ baselined: true })),
    registerCommand('ssot.hideBaselined', () => view.show({ baselined: false })),
  );
}

/** How long typing has to rest before the tree follows, in milliseconds. */
const rest = 150;

/** The tree follows what is typed; Escape brings back what was shown before. */
function askForText(view: MigrationView): Promise<void> {
  const before = view.filter.text;
  const box = vscode.window.createInputBox();
  box.title = 'Filter Violations';
  box.placeholder = 'Part of a path, rule, module, class or message';
  box.prompt = 'All words have to be found. Enter keeps the filter, Escape takes it back.';
  box.value = before;
  let timer: NodeJS.Timeout | undefined;
  let accepted = false;
  return new Promise((resolve) => {
    box.onDidChangeValue((text) => {
      clearTimeout(timer);
      timer = setTimeout(() => void view.show({ text }), rest);
    });
    box.onDidAccept(() => {
      accepted = true;
      box.hide();
    });
    box.onDidHide(() => {
      clearTimeout(timer);
      const text = accepted ? box.value : before;
      box.dispose();
      resolve(view.show({ text }));
    });
    box.show();
  });
}

const choices: readonly { readonly fix: FixKind; readonly label: string; readonly detail: string }[] = [
  { fix: 'safe', label: 'Safe fixes', detail: 'The same object before and after' },
  { fix: 'repair', label: 'Repairs', detail: 'Fails today, works afterwards' },
  { fix: 'unsafe', label: 'Suggestions', detail: 'Another object: it may behave differently' },
  { fix: 'none', label: 'Without a fix', detail: 'It needs a person' },
];

async function askForKinds(view: MigrationView): Promise<void> {
  const { kinds } = view.filter;
  const chosen = await vscode.window.showQuickPick(
    choices.map((choice) => ({ ...choice, picked: kinds?.includes(choice.fix) ?? true })),
    { title: 'Show Violations With', canPickMany: true, matchOnDetail: true },
  );
  if (!chosen) return;
  const all = chosen.length === 0 || chosen.length === choices.length;
  await view.show({ kinds: all ? undefined : chosen.map(({ fix }) => fix) });
}
