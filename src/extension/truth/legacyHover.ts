import * as vscode from 'vscode';
import { cellScheme } from '../notebooks/openNotebooks.ts';
import type { PlaceOfCommand } from '../commands.ts';
import type { Session } from '../session.ts';
import { askedAt, placeOfCommand } from './locations.ts';
import { isOnLegacyName } from './onLegacyName.ts';
import { orNothing } from '../orNothing.ts';

const linked = ['ssot.goToCanonical', 'ssot.findLegacyUses'] as const;

/** What a legacy name of Python is and what replaces it. Of TypeScript its own language service says so. */
export function registerLegacyHover(session: Session): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    ['file', cellScheme].map((scheme) => ({ scheme, language: 'python' })),
    {
      async provideHover(document, position, token) {
        // What the analysis has told is enough to say that there is nothing to ask.
        if (!isOnLegacyName(session, document, position)) return undefined;
        const asked = askedAt(document, position);
        const answer = await orNothing(session.survey('legacyName', asked, { document, token }));
        if (!answer || answer.says.length === 0) return undefined;
        return new vscode.Hover(textOf(answer.says, placeOfCommand(document, position)));
      },
    },
  );
}

function textOf(says: readonly string[], place: PlaceOfCommand): vscode.MarkdownString {
  const argument = encodeURIComponent(JSON.stringify([place]));
  const [go, find] = linked.map((command) => `command:${command}?${argument}`);
  const text = new vscode.MarkdownString(
    [...says, `[Go to Canonical](${go}) | [Find All Legacy Uses](${find})`].join('\n\n'),
  );
  text.isTrusted = { enabledCommands: linked };
  return text;
}
