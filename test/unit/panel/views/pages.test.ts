import { describe, expect, it } from 'vitest';
import { pageOf, pageText } from '../../../../src/webview/views/pages.ts';

describe('pages of rows', () => {
  it.each([
    [0, 10_000, 0],
    [99, 10_000, 0],
    [100, 10_000, 100],
    [9_999, 10_000, 9_900],
    [9_999, 250, 200],
    [0, 0, 0],
  ])('hold row %d of %d on the page from %d on', (index, total, first) => {
    expect(pageOf(index, total)).toBe(first);
  });

  it.each([
    [0, 10_000, '1 to 100 of 10000'],
    [200, 250, '201 to 250 of 250'],
  ])('from %d of %d are "%s"', (first, total, text) => {
    expect(pageText(first, total)).toBe(text);
  });
});
