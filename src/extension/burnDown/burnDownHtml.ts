import type { HistoryCounts } from '../../engine/phases/historyCounts.ts';
import type { Progress } from '../../engine/phases/progress.ts';
import type { HistoryAnswer } from '../../project/survey/surveyProtocol.ts';
import { renderBurnDown } from '../../report/burnDown.ts';
import { dueText, percentText, phaseName, wholeText } from '../../report/progressReport.ts';
import { htmlText } from '../htmlText.ts';

/** What the panel's document is made of. */
export interface BurnDownPage {
  /** Which configuration it is about. */
  readonly root: string;
  readonly progress: Progress;
  readonly history: HistoryAnswer;
  readonly styles: readonly string[];
  /** The origin of the webview's own resources, as `Webview.cspSource` gives it. */
  readonly cspSource: string;
}

/** How many classes, folders and owners are listed. */
const most = 12;

/** The panel's document: whole as it is made, without a script. Nothing loads but the extension's own style. */
export function burnDownHtml({ root, progress, history, styles, cspSource }: BurnDownPage): string {
  const policy = [
    `default-src 'none'`,
    `style-src ${cspSource}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  const classes = progress.classes.map(({ source, name, ...tally }) => ({
    ...tally,
    name: `${name} (${source})`,
  }));
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${htmlText(policy)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    ${styles.map((style) => `<link rel="stylesheet" href="${htmlText(style)}">`).join('\n    ')}
    <title>SSOT Burn-Down</title>
  </head>
  <body>
    <main>
      <h1>Burn-Down of ${htmlText(root)}</h1>
      <p>${htmlText(wholeText(progress.whole))}</p>
      <p class="quiet">Each name that an import takes is one use, and so is each call. The drawing counts violations, of which an import of several names is one.</p>
      ${drawing(history)}
      ${table(
        'Phases',
        ['Phase', 'Done', 'As they should be', 'Left', 'Other violations', 'Target'],
        progress.phases.map((phase) => [
          phaseName(phase),
          percentText(phase),
          ...[phase.right, phase.left, phase.others].map(counted),
          dueText(phase),
        ]),
      )}
      ${groupTable('Classes', 'Class', classes)}
      ${groupTable('Folders', 'Folder', progress.modules)}
      ${progress.owners ? groupTable('Owners', 'Owner', progress.owners) : '<p class="note">Who answers for what is not known: there is no CODEOWNERS.</p>'}
      ${history.ok ? dataTable(history.points, history.phases) : ''}
    </main>
  </body>
</html>
`;
}

function drawing(history: HistoryAnswer): string {
  return history.ok
    ? `<figure>${renderBurnDown(history)}</figure>`
    : `<p class="note">What was left in the past cannot be told: ${htmlText(history.message)}.</p>`;
}

function groupTable(title: string, column: string, rows: Progress['modules']): string {
  return table(
    rows.length > most ? `${title} with the most left` : title,
    [column, 'Done', 'As they should be', 'Left', 'Other violations'],
    rows
      .slice(0, most)
      .map((row) => [row.name, percentText(row), ...[row.right, row.left, row.others].map(counted)]),
  );
}

/** The drawing in numbers, for who cannot see it. */
function dataTable(
  points: readonly HistoryCounts[],
  phases: readonly { readonly id: string; readonly title: string }[],
): string {
  const rows = points.map(({ date, commit, violations, byPhase, problem }) => [
    date.slice(0, 10),
    commit.slice(0, 10),
    violations === undefined ? (problem ?? '') : counted(violations),
    ...phases.map(({ id }) => (violations === undefined ? '' : counted(byPhase[id] ?? 0))),
  ]);
  return `<details><summary>The drawing in numbers</summary>${table(
    'Violations left at commits of the past',
    ['Day', 'Commit', 'Left', ...phases.map(({ id, title }) => `${id}: ${title}`)],
    rows,
  )}</details>`;
}

function table(caption: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const cells = (row: readonly string[]): string =>
    row
      .map((cell, index) =>
        index === 0 ? `<th scope="row">${htmlText(cell)}</th>` : `<td>${htmlText(cell)}</td>`,
      )
      .join('');
  return [
    `<table><caption>${htmlText(caption)}</caption>`,
    `<thead><tr>${head.map((title) => `<th scope="col">${htmlText(title)}</th>`).join('')}</tr></thead>`,
    `<tbody>${rows.map((row) => `<tr>${cells(row)}</tr>`).join('')}</tbody></table>`,
  ].join('');
}

function counted(count: number): string {
  return count.toLocaleString('en');
}
