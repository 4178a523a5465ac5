/** The engine's fixtures in the editor: one workspace, in which each is a project in a folder of its own. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { limits, readGoldens, type Golden, type Limit } from '../goldens/goldens.ts';
import { known, type Door } from '../goldens/known.ts';
import { withoutBrowser } from '../goldens/withoutBrowser.ts';
import { activated, closeAll, extensionId, ruleOf, sample, shown, until } from './suite/editorState.ts';

interface Project {
  readonly golden: Golden;
  readonly path: string;
  readonly uri: vscode.Uri;
  /** `fixture/path`, as the list of known differences has it. */
  readonly name: string;
}

/** Which part of them an editor gets, of all of which it would take many minutes. */
const part = Number(process.env['SSOT_TEST_GOLDENS'] ?? 0);

/** Writes one of so many parts of the projects, and starts the extension only then. */
async function write(parts: number): Promise<Project[]> {
  const extension = vscode.extensions.getExtension(extensionId);
  assert.ok(extension);
  const folder = join(extension.extensionPath, 'test', 'fixtures', 'engine', 'typescript');
  const goldens = readGoldens(folder).filter((_, index) => index % parts === part % parts);
  // Those of the projects are found by ripgrep, which an editor without its install scripts may lack.
  await vscode.workspace.fs.writeFile(sample('ssot.config.json'), new TextEncoder().encode('{}\n'));
  for (const { name, files } of goldens)
    for (const [path, text] of files)
      await vscode.workspace.fs.writeFile(
        sample(`${name}/${path}`),
        new TextEncoder().encode(withoutBrowser(path, text)),
      );
  await activated();
  return goldens.flatMap((golden) =>
    golden.code.map((path) => {
      const name = `${golden.name}/${path}`;
      return { golden, path, name, uri: sample(name) };
    }),
  );
}

function expected({ golden, path }: Project): string[] {
  return golden.violations
    .filter(({ file }) => file === path)
    .map(({ range, rule }) => `${range} ${rule}`)
    .sort();
}

function actual(uri: vscode.Uri): string[] {
  const place = ({ line, character }: vscode.Position): string => `${line + 1}:${character + 1}`;
  return shown(uri)
    .map((each) => `${place(each.range.start)}-${place(each.range.end)} ${ruleOf(each)}`)
    .sort();
}

/** A document has none, and its file keeps it. */
const byteOrderMark = /^\uFEFF/;

const textOf = async (uri: vscode.Uri): Promise<string> =>
  (await vscode.workspace.openTextDocument(uri)).getText();

/** Puts a text over the one of a document. */
async function replace(uri: vscode.Uri, text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(document.positionAt(0), document.positionAt(Infinity)), text);
  await vscode.workspace.applyEdit(edit);
}

/** Whether a code action is a fix of ours that goes no further than asked. */
function isFix({ title, edit }: vscode.CodeAction): boolean {
  return (
    edit !== undefined && /^(Suggestion: )?(Import|Export|Use|Name|Await|Remove the await of) /.test(title)
  );
}

async function fixesOf(uri: vscode.Uri): Promise<vscode.CodeAction[]> {
  const document = await vscode.workspace.openTextDocument(uri);
  const all = new vscode.Range(document.positionAt(0), document.positionAt(Infinity));
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    all,
    vscode.CodeActionKind.QuickFix.value,
    100,
  );
  return actions.filter(isFix);
}

/** Takes one quick fix after the other until the text is the wanted one, or none comes any more; answers the text in the end. */
async function fixOneByOne(uri: vscode.Uri, wanted: string): Promise<string> {
  for (let last = Date.now(); ;) {
    const text = await textOf(uri);
    if (text === wanted || Date.now() > last + 5_000) return text;
    const [fix] = await fixesOf(uri);
    if (fix?.edit) {
      await vscode.workspace.applyEdit(fix.edit);
      last = Date.now();
    } else await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Fixing one by one takes seconds a file in an editor: of so many files in a row it is tried with one. */
const oneOf = 10;

const includeRepairs = (value: boolean | undefined): Thenable<void> =>
  vscode.workspace
    .getConfiguration('ssot')
    .update('fixAll.includeRepairs', value, vscode.ConfigurationTarget.Workspace);

/**
 * Compares what the editor shows and does with the golden files; `door` says which differences are known.
 *
 * @param parts how many parts the fixtures are taken in, of which this is one: the first, unless `SSOT_TEST_GOLDENS` says which
 */
export function compareWithGoldens(this: Mocha.Suite, door: Door, parts: number): void {
  // Hundreds of files, one after the other: a limit for what hangs, and no measure.
  this.timeout(480_000);
  let projects: Project[] = [];

  /** Looks at every project, and fails with all that are not as they should be. */
  async function each(look: (project: Project) => Promise<unknown>): Promise<void> {
    const differ: Record<string, unknown> = {};
    for (const project of projects) {
      const difference = await look(project);
      if (difference !== undefined && !(project.name in known[door])) differ[project.name] = difference;
    }
    assert.deepEqual(differ, {});
  }

  before(async () => {
    projects = await write(parts);
  });
  after(async () => {
    await includeRepairs(undefined);
    await closeAll();
  });

  it('shows their violations, of closed files and of open ones', async () => {
    const differing = (): Project[] =>
      projects.filter((project) => expected(project).join() !== actual(project.uri).join());
    const settle = (what: string): Promise<unknown> =>
      until(
        what,
        () => differing().flatMap(({ name }) => (name in known[door] ? [] : [name])),
        ({ length }) => length === 0,
        180_000,
      );
    await settle('the first scan');
    for (const { uri } of projects) await vscode.window.showTextDocument(uri, { preview: false });
    // Who produces them changes meanwhile; what is shown settles.
    await settle('the open files show the same');
  });

  for (const limit of ['safe', 'repair'] as const)
    it(`fixes a whole file: ${limit}`, async () => {
      await includeRepairs(limit === 'repair');
      await each(async ({ golden, path, uri }) => {
        const wanted = golden.fixed(path, limit).replace(byteOrderMark, '');
        await vscode.commands.executeCommand('ssot.fixFile', uri);
        const text = await textOf(uri);
        await replace(uri, (golden.files.get(path) ?? '').replace(byteOrderMark, ''));
        return text === wanted ? undefined : { text, wanted };
      });
    });

  it('fixes one violation after the other', async () => {
    const furthest: Limit = limits[limits.length - 1] ?? 'safe';
    await each(async (project) => {
      const { golden, path, name, uri } = project;
      if (name in known[door] || projects.indexOf(project) % oneOf > 0) return undefined;
      const wanted = golden.fixed(path, furthest).replace(byteOrderMark, '');
      const text = await fixOneByOne(uri, wanted);
      await replace(uri, (golden.files.get(path) ?? '').replace(byteOrderMark, ''));
      return text === wanted ? undefined : { text, wanted };
    });
  });
}
