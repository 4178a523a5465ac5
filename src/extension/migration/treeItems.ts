import * as vscode from 'vscode';
import type { Violation } from '../../engine/violation.ts';
import { commandTo } from '../commands.ts';
import { many } from '../statusText.ts';
import { isGroup, total, type GroupNode, type TreeNode, type ViolationNode } from './migrationTree.ts';
import type { LevelKind } from './levels.ts';
import { fixes, nodeText, shareText } from './nodeText.ts';
import type { Share } from './shares.ts';
import { shownPath } from './treeSurroundings.ts';
import { detailsOf } from './violationText.ts';

const icons: Readonly<Record<Exclude<LevelKind, 'file'>, string>> = {
  workspaceFolder: 'root-folder',
  phase: 'milestone',
  rule: 'law',
  class: 'symbol-class',
  module: 'package',
  folder: 'folder',
  owner: 'account',
};

const severityIcons: Readonly<Record<Violation['severity'], vscode.ThemeIcon>> = {
  error: new vscode.ThemeIcon('error', new vscode.ThemeColor('problemsErrorIcon.foreground')),
  warning: new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsWarningIcon.foreground')),
  info: new vscode.ThemeIcon('info', new vscode.ThemeColor('problemsInfoIcon.foreground')),
};

const dimmed = new vscode.ThemeColor('disabledForeground');
const baselinedIcon = new vscode.ThemeIcon('history', dimmed);
/** Of the URIs by which what a baseline knows is dimmed. */
const baselinedScheme = 'ssot-baselined';

/** A node as the editor draws it. What it says when it is pointed at is added by {@link tooltipOf}. */
export function toTreeItem(node: TreeNode, share?: Share): vscode.TreeItem {
  const { label, description, spoken } = nodeText(node, shownPath, share);
  const item = new vscode.TreeItem(label);
  item.id = node.id;
  item.description = description;
  item.accessibilityInformation = { label: spoken };
  if (isGroup(node)) ofGroup(item, node);
  else ofViolation(item, node);
  return item;
}

function ofGroup(item: vscode.TreeItem, { level, key, counts }: GroupNode): void {
  item.collapsibleState = vscode.TreeItemCollapsibleState.Collapsed;
  const words = ['group', level.kind];
  if (counts.safe + counts.repair + counts.unsafe > 0) words.push('fixable');
  item.contextValue = words.join(' ');
  if (level.kind !== 'file') {
    item.iconPath = new vscode.ThemeIcon(icons[level.kind]);
    return;
  }
  item.resourceUri = vscode.Uri.file(key);
  item.iconPath = vscode.ThemeIcon.File;
}

function ofViolation(item: vscode.TreeItem, node: ViolationNode): void {
  const { violation, path } = node;
  const { fix, ruleId, baselined, severity } = violation;
  const words = ['violation', fix.kind === 'none' ? 'unfixable' : 'fixable'];
  if (ruleId !== 'unused-suppression' && !path.endsWith('.ipynb')) words.push('suppressible');
  item.contextValue = words.join(' ');
  item.iconPath = baselined ? baselinedIcon : severityIcons[severity];
  if (baselined)
    item.resourceUri = vscode.Uri.from({ scheme: baselinedScheme, path: `/${violation.fingerprint}` });
  item.command = commandTo('ssot.openViolation', 'Open', node);
}

/** What a node says when it is pointed at. */
export function tooltipOf(node: TreeNode, share?: Share): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  if (isGroup(node)) {
    const { label } = nodeText(node, shownPath);
    const { kind } = node.level;
    const name =
      kind === 'file' ? shownPath(node.key) : kind === 'phase' && node.key !== '' ? node.key : label;
    const count = `${many(total(node.counts), 'violation')} in ${many(node.files.size, 'file')}: ${fixes(node.counts)}.`;
    text.appendMarkdown(`**${escaped(name)}**`);
    for (const paragraph of [...(share ? shareText(share) : []), count])
      text.appendMarkdown(`\n\n${escaped(paragraph)}`);
    return text;
  }
  const { message, ruleId } = node.violation;
  for (const paragraph of [message, ...detailsOf(node.violation)])
    text.appendMarkdown(`${escaped(paragraph)}\n\n`);
  return text.appendMarkdown(`\`${ruleId}\``);
}

/** Text as Markdown that shows it. The editor's own `appendText` makes every space one at which no line is broken. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!~<>|&$]/g, '\\$&');
}

/** Draws what a baseline knows in the color of what is off. */
export function dimBaselined(): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration: ({ scheme }) =>
      scheme === baselinedScheme ? new vscode.FileDecoration(undefined, undefined, dimmed) : undefined,
  });
}
