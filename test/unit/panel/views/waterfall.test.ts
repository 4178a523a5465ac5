import { describe, expect, it } from 'vitest';
import { phasesOf, waterfall } from '../../../../src/webview/views/waterfall.ts';

const remote = { dns: 10, tcp: 20, tls: 30, response: 35, total: 100 };
const loopback = { dns: null, tcp: 1, tls: null, response: 3, total: 4 };

describe('the phases of an exchange', () => {
  it('follow one another, and the last one ends with the whole: what was waited before it is a gap', () => {
    expect(phasesOf(remote, 'Upgrade').map(({ name, startMs, ms }) => [name, startMs, ms])).toEqual([
      ['DNS', 0, 10],
      ['TCP', 10, 20],
      ['TLS', 30, 30],
      ['Upgrade', 65, 35],
    ]);
  });

  it('take no room where they did not take place', () => {
    expect(phasesOf(loopback, 'Upgrade').map(({ startMs, ms }) => [startMs, ms])).toEqual([
      [0, null],
      [0, 1],
      [1, null],
      [1, 3],
    ]);
  });
});

describe('a waterfall', () => {
  it('has a bar per phase on one scale, and its numbers beside it', () => {
    const { head, rows } = waterfall(remote, 'Upgrade', 'Phases');
    expect(head[1]).toBe('0 to 100 ms');
    expect(rows[2]).toEqual(['TLS', { tone: 'secure', from: 0.3, to: 0.6 }, '+30 ms', '30 ms']);
    expect(rows[3]).toEqual(['Upgrade', { tone: 'answer', from: 0.65, to: 1 }, '+65 ms', '35 ms']);
  });

  it('says which phase was not needed, without a bar', () => {
    expect(waterfall(loopback, 'Upgrade', 'Phases').rows[0]).toEqual(['DNS', '', '', 'not needed']);
  });

  it('stays within its column, however short the whole', () => {
    const none = { dns: null, tcp: 0.1, tls: null, response: 0, total: 0 };
    for (const row of waterfall(none, 'Answer', 'Phases').rows)
      for (const cell of row)
        if (typeof cell !== 'string' && 'tone' in cell) {
          expect(cell.from).toBeGreaterThanOrEqual(0);
          expect(cell.to).toBeLessThanOrEqual(1);
          expect(cell.to).toBeGreaterThanOrEqual(cell.from);
        }
  });
});
