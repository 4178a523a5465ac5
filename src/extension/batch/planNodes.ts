import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { PlanFixesAnswer, PlannedFile } from '../../project/protocol.ts';
import { commandTo } from '../commands.ts';
import { many } from '../statusText.ts';
import { kindsText } from './summary.ts';

export type Left = PlanFixesAnswer['left'][number];

/** What the view of a plan shows: its files, and below them what stays. */
export type PlanNode =
  | { readonly kind: 'file'; readonly file: PlannedFile }
  | { readonly kind: 'left'; readonly places: readonly Left[] }
  | { readonly kind: 'place'; readonly place: Left };

export function childrenOf(plan: PlanFixesAnswer | undefined, node: PlanNode | undefined): PlanNode[] {
  if (node) return node.kind === 'left' ? node.places.map((place) => ({ kind: 'place', place })) : [];
  if (!plan) return [];
  const files = plan.files.map((file): PlanNode => ({ kind: 'file', file }));
  return plan.left.length > 0 ? [...files, { kind: 'left', places: plan.left }] : files;
}

/** A node as the editor draws it. */
export function toPlanItem(node: PlanNode, isTicked: (path: string) => boolean): vscode.TreeItem {
  switch (node.kind) {
    case 'file':
      return fileItem(node.file, isTicked(node.file.path));
    case 'left':
      return leftItem(node.places);
    case 'place':
      return placeItem(node.place);
  }
}

function fileItem(file: PlannedFile, isTicked: boolean): vscode.TreeItem {
  const { path, kinds, together } = file;
  const item = new vscode.TreeItem(basename(path));
  const shown = vscode.workspace.asRelativePath(path);
  const fixes = kindsText(kinds);
  item.resourceUri = vscode.Uri.file(path);
  item.iconPath = vscode.ThemeIcon.File;
  item.description = `${fixes} · ${dirname(shown)}`;
  const partners = together.map((other) => vscode.workspace.asRelativePath(other)).join(', ');
  item.tooltip = together.length > 0 ? `${shown}\nOnly together with ${partners}` : shown;
  item.contextValue = 'planned';
  item.checkboxState = {
    state: isTicked ? vscode.TreeItemCheckboxState.Checked : vscode.TreeItemCheckboxState.Unchecked,
    tooltip: isTicked ? 'Leave this file as it is' : 'Change this file',
    accessibilityInformation: { label: `Change ${shown}`, role: 'checkbox' },
  };
  item.accessibilityInformation = { label: `${shown}, ${fixes}` };
  item.command = commandTo('ssot.showPlannedChanges', 'Show Changes', { kind: 'file', file });
  return item;
}

function leftItem(places: readonly Left[]): vscode.TreeItem {
  const item = new vscode.TreeItem('Not fixed', vscode.TreeItemCollapsibleState.Collapsed);
  item.iconPath = new vscode.ThemeIcon('circle-slash');
  item.description = places.length.toLocaleString('en');
  item.accessibilityInformation = { label: `${many(places.length, 'violation')} not fixed` };
  return item;
}

function placeItem(place: Left): vscode.TreeItem {
  const { path, range, ruleId, reason } = place;
  const item = new vscode.TreeItem(`${basename(path)}:${range.start.line}`);
  item.description = reason;
  item.tooltip = `${vscode.workspace.asRelativePath(path)}:${range.start.line}: ${ruleId}\n${reason}`;
  item.accessibilityInformation = {
    label: `${basename(path)} line ${range.start.line}, ${ruleId}, ${reason}`,
  };
  item.command = commandTo('ssot.openPlace', 'Open', place);
  return item;
}
