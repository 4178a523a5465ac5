import { relative, sep } from 'node:path';
import type { Config } from '../engine/config/schema.ts';
import { isCounted, allows } from '../engine/violation.ts';
import { renderAgent } from '../report/agent.ts';
import { renderGithub } from '../report/github.ts';
import { renderJson } from '../report/json.ts';
import { renderJunit } from '../report/junit.ts';
import { commentLimit, renderMarkdown } from '../report/markdown.ts';
import { renderSarif } from '../report/sarif.ts';
import type { ScanResult } from '../report/scanResult.ts';
import { createStyle } from '../report/style.ts';
import { renderText } from '../report/text.ts';
import { ruleDocs } from './ruleDocs.ts';
import type { Shard } from './shard.ts';
import { toolVersion } from './version.ts';

export const formats = ['text', 'json', 'sarif', 'junit', 'github', 'markdown', 'agent'] as const;
export type Format = (typeof formats)[number];

/** What a reporter needs beyond what was found. */
export interface Reporting {
  readonly config: Config;
  readonly colored: boolean;
  readonly links?: string;
  /** The part of the files that was looked at. */
  readonly shard?: Shard;
  /** The arguments with which `ssot fix` looks at the same code. */
  readonly fixArguments: readonly string[];
  /** Whether only some files under the named paths were looked at. */
  readonly isPartial: boolean;
}

export function renderScan(format: Format, result: ScanResult, reporting: Reporting): string {
  switch (format) {
    case 'text':
      return renderText(result, createStyle(reporting.colored));
    case 'json':
      return renderJson(result, toolVersion);
    case 'sarif':
      return renderSarif(result, {
        ...{ toolVersion, rules: ruleDocs(reporting.config) },
        ...(reporting.shard && { shard: `${reporting.shard.index}/${reporting.shard.of}` }),
      });
    case 'junit':
      return renderJunit(result);
    case 'github':
      return renderGithub(result);
    case 'markdown':
      return renderMarkdown(result, {
        ...linksOf(reporting),
        limit: commentLimit,
        size: (text) => text.length,
      });
    case 'agent':
      return renderAgent(result, {
        fixCommand: fixCommand(result, reporting),
        explainCommand: explainCommand(result, reporting),
        folder: folderOf(result),
      });
  }
}

/** The same Markdown for the summary of a job on GitHub, which counts bytes. */
export function renderStepSummary(result: ScanResult, reporting: Reporting, bytes: number): string {
  return renderMarkdown(result, {
    ...linksOf(reporting),
    limit: bytes,
    size: (text) => Buffer.byteLength(text),
  });
}

function linksOf({ links }: Reporting): { readonly links?: string } {
  return links === undefined ? {} : { links };
}

/** So many paths make a command line that somebody still reads. */
const mostPaths = 20;

function fixCommand(result: ScanResult, { fixArguments, isPartial }: Reporting): string | undefined {
  const command = ['ssot', 'fix', '--write', ...fixArguments];
  if (!isPartial) return command.map(shellWord).join(' ');
  const fixable = result.violations.filter((each) => isCounted(each) && allows('repair', each.fix.kind));
  const files = [...new Set(fixable.map(({ file }) => file))];
  const place = folderOf(result);
  // With a configuration from elsewhere, other paths would mean another root.
  if (files.length > mostPaths || fixArguments.includes('--config')) return undefined;
  return [...command, ...files.map((file) => (place === '' ? file : `${place}/${file}`))]
    .map(shellWord)
    .join(' ');
}

/** With a configuration that is named, `ssot explain` takes the current folder for the root, which must be the one scanned. */
function explainCommand(result: ScanResult, { fixArguments }: Reporting): string | undefined {
  const at = fixArguments.indexOf('--config');
  if (at < 0) return 'ssot explain';
  if (folderOf(result) !== '') return undefined;
  return ['ssot', 'explain', ...fixArguments.slice(at, at + 2)].map(shellWord).join(' ');
}

/** The folder that was scanned, from the current one. */
const folderOf = ({ root }: ScanResult): string => relative(process.cwd(), root).split(sep).join('/');

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
