import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readLog } from '../../../../src/livecheck/logs/readLog.ts';
import type { RunRecord } from '../../../../src/livecheck/runRecord.ts';
import { given } from '../../../../src/report/validation/input.ts';
import { reportFiles } from '../../../../src/report/validation/reportFiles.ts';
import type { ValidationReport } from '../../../../src/report/validation/reportSchema.ts';
import { built, inputOf } from './recording.ts';
import { sectionOf } from './written.ts';

/**
 * The deployment report that this product began with called its run SUCCESSFUL. This is that run, as far as its quoted output
 * tells it, written down in the form of a run record: a health check, a connection through the load balancer, a welcome in
 * another form than the strict one. What it does not quote is filled in from its surroundings: the times from its neighbours,
 * the welcome and the user in it from the backend of that commit, the limits in the log from the script that deployed it.
 */

const seed = join(import.meta.dirname, 'seed');
let report: ValidationReport;
let markdown: string;
let json: string;

beforeAll(async () => {
  const record = JSON.parse(readFileSync(join(seed, 'run.json'), 'utf8')) as RunRecord;
  const log = await readLog(createReadStream(join(seed, 'log.json')) as AsyncIterable<Uint8Array>);
  if (!log.ok) throw new Error(log.message);
  report = built(
    inputOf(record, {
      issue: 'Issue #1182 WebSocket Manager SSOT Migration',
      phase: '1',
      log: given({ name: 'log.json', summary: log.summary }),
      facts: {
        reported_url: 'https://netra-backend-staging-pnovr5vsba-uc.a.run.app',
        memory: '512MB',
        build_mode: 'Local (Fast)',
        business: '$500K+ ARR chat functionality validated and operational.',
      },
    }),
  );
  const files = reportFiles(report, null, 'seed', (text) => createHash('sha256').update(text).digest('hex'));
  [json, markdown] = files.map(({ text }) => text) as [string, string];
});

describe('the run of the first report, replayed', () => {
  it('is what the golden files have', async () => {
    await expect(json).toMatchFileSnapshot('golden/seed.json');
    await expect(markdown).toMatchFileSnapshot('golden/seed.md');
  });

  it('is PARTIAL, and nowhere SUCCESSFUL', () => {
    expect(report.verdict).toMatchObject({
      status: 'partial',
      title: 'PARTIAL',
      scope: 'full',
      blocking: [],
    });
    expect(markdown).toMatch(/^\*\*Status:\*\* \*\*PARTIAL\*\* \(scope full\) – /mu);
    expect(markdown.replace(/^#+ .*$/gmu, '')).not.toMatch(/success/iu);
    expect(sectionOf(markdown, '## 18 Conclusion')).toMatch(/^- \*\*PARTIAL\*\*/u);
  });

  it('names what was not tested of what that report claimed', () => {
    const lacking = report.verdict.reasons
      .filter(({ verdict }) => verdict === 'not-tested')
      .map(({ probe }) => probe);
    expect(lacking.toSorted()).toEqual([
      'auth-bad',
      'auth-none',
      'events',
      'identity',
      'isolation',
      'liveness',
    ]);
    expect(sectionOf(markdown, '## 8 User isolation')).toBe('Not tested – one user on one connection');
    expect(sectionOf(markdown, '## 7 Agent events')).toBe('Not tested – no agent was asked for anything');
    expect(sectionOf(markdown, '## 9 Error handling')).toBe('Not tested – no invalid message was sent');
    expect(markdown).not.toMatch(/graceful/iu);
  });

  it('says that the strict form of the welcome did not match', () => {
    expect(report.ws.welcome).toMatchObject({ variant: 'D', strict_match: false });
    expect(report.verdict.reasons.find(({ probe }) => probe === 'welcome')).toMatchObject({
      verdict: 'warn',
    });
    expect(report.findings.find(({ failure_ref }) => failure_ref === 'F47')).toMatchObject({
      evidence: ['E-04'],
    });
    expect(report.events).toBeNull();
  });

  it('says whose connection it was: not that of the user who was asked for', () => {
    expect(report.auth.level).toMatchObject({ value: 'demo', evidence: ['E-04'] });
    expect(report.auth.identity).toBeNull();
  });

  it('says that another address was tested than is reported, and that the memory is another', () => {
    expect(report.contradictions.map(({ text }) => text)).toEqual([
      'Tested was https://api.staging.netrasystems.ai, and reported is https://netra-backend-staging-pnovr5vsba-uc.a.run.app',
      'The log gives memory as 4Gi, and the user says 512MB',
    ]);
  });

  it('has the nine names, the level and the issues from the log, and does not call names classes', () => {
    expect(report.logs[0]!.names).toHaveLength(9);
    const lines = sectionOf(markdown, '## 12 Logs');
    expect(lines).toContain('| 9 names beside the canonical manager class |');
    expect(lines).toMatch(/\| validation WARNING \| once, 2025/u);
    expect(lines).toContain('issue \\#582');
    expect(lines).toContain('issue \\#824');
    expect(markdown).not.toMatch(/9 (?:WebSocket Manager )?classes/iu);
  });

  it('has the words of its author as such, and the hash of its data', () => {
    const [before, own = ''] = markdown.split('## 13 Business impact');
    expect(before).not.toContain('500K');
    expect(own).toMatch(/^\n\nSupplied by the author, and not checked:\n\n> \$500K/u);
    expect(markdown).toContain(createHash('sha256').update(json).digest('hex'));
  });
});
