import * as vscode from 'vscode';
import { cellScheme, isNotebookCell } from './notebooks/openNotebooks.ts';
import { readSettings } from './settings.ts';

/** Languages whose documents are analyzed, as the editor names them. */
export const languages: readonly string[] = [
  'python',
  'typescript',
  'typescriptreact',
  'javascript',
  'javascriptreact',
];

/** Where code actions and code lenses are offered: in files, and in the cells of notebooks. */
export const analyzedDocuments: readonly vscode.DocumentFilter[] = [
  ...languages.map((language) => ({ scheme: 'file', language })),
  { scheme: cellScheme, language: 'python' },
];

export const configurationName = 'ssot.config.json';

const sourceEndings = ['py', 'pyi', 'ipynb', 'ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'];

/** Files whose change on disk may change an answer: sources, what modules resolve by, and what says which files count. Globs here nest no braces. */
export const watchedGlob = `**/{${[
  ...sourceEndings.map((ending) => `*.${ending}`),
  'tsconfig*.json',
  'jsconfig.json',
  'package.json',
  'pnpm-workspace.yaml',
  configurationName,
  'ssot.baseline',
  '.gitignore',
].join(',')}}`;

/** Whether a path is that of a source by its name. */
export function isSource({ path }: vscode.Uri): boolean {
  return sourceEndings.includes(path.slice(path.lastIndexOf('.') + 1));
}

export function isConfiguration(uri: vscode.Uri): boolean {
  return uri.scheme === 'file' && uri.path.endsWith(`/${configurationName}`);
}

/** Whether the language service plugin could answer for the document. */
export function isScript({ uri, languageId }: vscode.TextDocument): boolean {
  return uri.scheme === 'file' && languageId !== 'python' && languages.includes(languageId);
}

/** Whether the worker is told the text of a document. A configuration counts once it is saved. */
export function isAnalyzed({ uri, languageId }: vscode.TextDocument): boolean {
  return uri.scheme === 'file' && languages.includes(languageId) && readSettings(uri).enable;
}

/** Whether the analysis tells of places in a document: a file, or the cell of a notebook. */
export function isToldOf(document: vscode.TextDocument): boolean {
  return isAnalyzed(document) || isNotebookCell(document);
}

/** The folders of the workspace that are analyzed, absolute. */
export function analyzedFolders(): string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file' && readSettings(uri).enable)
    .map(({ uri }) => uri.fsPath);
}
