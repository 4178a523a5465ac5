import { describe, expect, it } from 'vitest';
import { detailsOf, explanationOf } from '../../../src/extension/migration/violationText.ts';
import { violation } from './violations.ts';

const item = {
  name: 'Manager',
  source: 'manager',
  local: 'Manager',
  from: 'app.legacy.Manager',
  to: 'app.hub.Manager',
  kind: 'safe',
  why: 'the same class before and after',
} as const;
const none = { kind: 'none', title: '' } as const;

describe('what is said of a violation', () => {
  it('is its fix, and what each name means', () => {
    const found = violation({ items: [item] });
    expect(detailsOf(found)).toEqual(['Fix: Import Manager', 'Manager: the same class before and after']);
    expect(explanationOf(found)).toBe(
      'Manager is imported from app.legacy. Safe fix: Import Manager. Manager: the same class before and after.',
    );
  });

  it('is why it is only a suggestion', () => {
    const found = violation({ fix: { kind: 'unsafe', title: 'Import Hub' }, reason: 'it is another class' });
    expect(detailsOf(found)).toEqual(['Fix: Import Hub', 'Only a suggestion: it is another class']);
    expect(explanationOf(found)).toContain('The reason: it is another class.');
  });

  it.each([
    ['app.hub has no Broadcaster.', 'missing: app.hub has no Broadcaster'],
    ['There is no module app.gone, so Hub cannot be imported.', 'missing: there is no module app.gone'],
  ])('is no reason where the message is one: %s', (message, reason) => {
    const found = violation({ message, reason, fix: none, items: [{ ...item, kind: 'none', why: reason }] });
    expect(detailsOf(found)).toEqual(['No fix']);
    expect(explanationOf(found)).toBe(`${message} There is no fix.`);
  });

  it('is the reason where the message says something else', () => {
    const found = violation({ reason: 'missing: app.hub has no Manager', fix: none });
    expect(detailsOf(found)).toEqual(['No fix: missing: app.hub has no Manager']);
  });
});
