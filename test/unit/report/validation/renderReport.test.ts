import { describe, expect, it } from 'vitest';
import type { EvidenceDetail } from '../../../../src/livecheck/observations.ts';
import { renderReport } from '../../../../src/report/validation/renderReport.ts';
import { fill } from '../../../../src/report/validation/template.ts';
import { built, good, inputOf, received, recordOf, told, upgrade } from './recording.ts';
import { markdownOf, sectionOf } from './written.ts';

describe('a template', () => {
  it('is filled from dotted paths, as text that is no markup', () => {
    expect(fill('Code {a.code} <{a.text}>', { a: { code: 1000, text: '<b>*x*|' } })).toEqual({
      ok: true,
      text: 'Code 1000 <&#60;b&#62;\\*x\\*\\|>',
    });
  });

  it.each(['{a.b}', '{a.none}', '{a.empty}', '{a.text|ms}', '{constructor}', '{a.none|code}'])(
    'is not written where %s has nothing to say',
    (template) => {
      expect(fill(`Said: ${template}`, { a: { none: null, empty: '', text: 'x' } }).ok).toBe(false);
    },
  );
});

describe('a report in Markdown', () => {
  it('has the sections of the template, in their order', () => {
    for (const markdown of [markdownOf(recordOf(good)), markdownOf(null)]) {
      const numbers = [...markdown.matchAll(/^## (\d+) /gmu)].map((match) => Number(match[1]));
      expect(numbers).toEqual(Array.from({ length: 18 }, (_, at) => at + 1));
    }
  });

  it('ends every claim with its evidence, which is there', () => {
    const markdown = markdownOf(recordOf(good), { issue: '#1', facts: { memory: '4Gi', business: 'Chat.' } });
    const claims = markdown
      .split(/^## Appendix C/mu)[0]!
      .split('\n')
      .filter((line) => /^(?:- |\| |> )/u.test(line))
      .filter(
        (line) =>
          !/^\| (?:---|probe|fact|endpoint|path|case|event|user|sent|metric|criterion|direction|method) /u.test(
            line,
          ),
      );
    expect(claims.length).toBeGreaterThan(70);
    const listed = sectionOf(markdown, '## 2 What was and was not tested');
    for (const line of claims)
      if (!listed.includes(line) && !line.includes('| unknown |'))
        expect(line).toMatch(/\[E-\d{2,}\](?: \(and \d+ more\))?(?: \|)?$/u);
    const known = new Set(
      built(
        inputOf(recordOf(good), { issue: '#1', facts: { memory: '4Gi', business: 'Chat.' } }),
      ).evidence.map(({ id }) => id),
    );
    for (const [, id] of markdown.matchAll(/\[(E-\d+)\]/gu)) expect(known).toContain(id);
  });

  it('says of every section without data that it was not tested, and why', () => {
    const markdown = markdownOf(null);
    for (const title of [
      '## 4 Service health',
      '### 5.2 Handshake',
      '## 6 Authentication',
      '## 7 Agent events',
      '## 8 User isolation',
      '## 9 Error handling',
      '## 12 Logs',
    ])
      expect(sectionOf(markdown, title)).toMatch(/^Not tested – no (?:live check|deployment log) is given$/u);
    expect(sectionOf(markdown, '## 2 What was and was not tested')).toContain('Agent events');
  });

  it('lists a sentence whose data are not there among what was not tested', () => {
    const markdown = markdownOf(
      recordOf(
        told({
          probe: 'liveness',
          verdict: 'warn',
          data: { kind: 'liveness', protocolPingMs: null, applicationPingMs: 41 },
        }),
      ),
    );
    expect(sectionOf(markdown, '### 5.4 Liveness')).toBe(
      '- The application ping is answered: yes, 41 ms [E-09]',
    );
    expect(sectionOf(markdown, '## 2 What was and was not tested')).toMatch(
      /^- Protocol ping – liveness is warn$/mu,
    );
  });

  describe('of the heartbeat of the server', () => {
    const heartbeats = (...seen: readonly EvidenceDetail[]): string => {
      const record = recordOf(told({ probe: 'liveness', seen: [upgrade(), ...seen] }));
      // Each after as long as its socket had been open by then.
      const evidence = record.evidence.map((each) =>
        each.detail.kind === 'frame' && each.probe === 'liveness'
          ? { ...each, atMs: each.atMs + each.detail.tMs }
          : each,
      );
      return markdownOf({ ...record, evidence });
    };
    const after = (tMs: number, type: string): EvidenceDetail =>
      ({ ...received(type), tMs }) as EvidenceDetail;
    const notTested = (markdown: string): string => sectionOf(markdown, '## 2 What was and was not tested');

    it('says when one was seen', () => {
      const markdown = heartbeats(after(12, 'pong'), after(14_600, 'heartbeat'));
      expect(sectionOf(markdown, '### 5.4 Liveness')).toMatch(
        /^- A heartbeat of the server was seen: yes; time since its socket was opened: 14,600 ms \[E-\d+\]$/mu,
      );
      expect(notTested(markdown)).not.toContain('Heartbeat');
    });

    it('says that none was seen where one was due', () => {
      expect(sectionOf(heartbeats(after(30_000, 'pong')), '### 5.4 Liveness')).toMatch(
        /^- A heartbeat of the server was seen: no; .* \[E-\d+\]$/mu,
      );
    });

    it('says that it was not tested where no socket was held long enough, or nothing was', () => {
      expect(notTested(heartbeats(after(12, 'pong')))).toMatch(
        /^- Heartbeat of the server – no socket was held long enough/mu,
      );
      expect(notTested(markdownOf(null))).toMatch(
        /^- .*Heartbeat of the server.* – no live check is given$/mu,
      );
    });
  });

  it('does not write a sentence that no evidence stands behind', () => {
    const report = built(inputOf(recordOf(good)));
    const close = { ...report.ws.close!, evidence: [] };
    const markdown = renderReport({ ...report, ws: { ...report.ws, close } }, { name: 'x', sha256: 'y' });
    expect(sectionOf(markdown, '### 5.5 Close')).not.toContain('Closed with');
    expect(sectionOf(markdown, '## 2 What was and was not tested')).toMatch(/^- Close – /mu);
  });

  it('names its data file and the hash of it in the last line', () => {
    expect(markdownOf(recordOf(good)).trim().split('\n').at(-1)).toContain(
      'data `report.json`, SHA-256 `f00d`',
    );
  });

  it('shows a waiver in its head', () => {
    const markdown = markdownOf(
      recordOf(
        told({
          probe: 'auth-none',
          verdict: 'fail',
          data: {
            kind: 'auth-none',
            outcome: 'accepted',
            status: 101,
            closeCode: null,
            userShown: 'demo-use...',
          },
        }),
      ),
      { waivers: [{ probe: 'auth-none', who: 'the owner', why: 'demo week' }] },
    );
    const head = markdown.slice(0, markdown.indexOf('## 1 '));
    expect(head).toContain('**PASSED WITH WAIVER**');
    expect(head).toContain('**Waiver:** auth-none, accepted by the owner: demo week');
  });

  it('writes nothing of a server as markup', () => {
    const body = '<script>alert(1)</script> | `x` [a](http://x)';
    const markdown = markdownOf(
      recordOf(
        told({
          probe: 'welcome',
          seen: [received('system_message', { body })],
          data: {
            kind: 'welcome',
            variant: 'A',
            strict: true,
            missing: [],
            userShown: body,
            connectionId: body,
            ms: 4,
          },
        }),
      ),
    );
    expect(markdown.replace(/`+[^\n]*?`+/gu, '')).not.toContain('<script>');
    for (const row of markdown.split('\n').filter((line) => line.includes('| received |')))
      expect(row.replaceAll('\\|', '').split('|')).toHaveLength(9);
  });
});
