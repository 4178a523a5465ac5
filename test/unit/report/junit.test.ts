import { describe, expect, it } from 'vitest';
import { renderJunit } from '../../../src/report/junit.ts';
import { readXml as read } from './readXml.ts';
import { everything, scan, violation } from './sample.ts';

describe('JUnit', () => {
  it('is what the golden file has', async () => {
    await expect(renderJunit(everything)).toMatchFileSnapshot('golden/everything.junit.xml');
  });

  it('has a suite for each file, whose counts are those of its cases', () => {
    const { children, attributes } = read(renderJunit(everything));
    expect(children.map((suite) => suite.attributes['name'])).toEqual([
      'chat/rooms.py',
      'chat/odd [1], 100%: "a"&b.py',
      'notebooks/audience.ipynb',
      'chat/broken.py',
      'chat/data.py',
    ]);
    for (const suite of children) {
      const counted = (what: string): string =>
        String(suite.children.filter((each) => each.children.some(({ name }) => name === what)).length);
      expect(suite.attributes).toMatchObject({
        tests: String(suite.children.length),
        failures: counted('failure'),
        errors: counted('error'),
        skipped: counted('skipped'),
      });
    }
    expect(attributes).toMatchObject({ tests: '10', failures: '5', errors: '2' });
  });

  it('has one test that has passed where there is nothing to report', () => {
    const { children } = read(renderJunit(scan([])));
    expect(children.map((suite) => suite.attributes)).toMatchObject([{ tests: '1', failures: '0' }]);
  });

  it('is XML whatever a message holds', () => {
    const all = Array.from({ length: 0x300 }, (_, code) => String.fromCharCode(code)).join('');
    const xml = renderJunit(
      scan([violation({ message: `${all}\ufffe\uffff\ud800 ]]>`, file: 'a\u0001.py' })]),
    );
    expect(read(xml).children[0]!.attributes['name']).toBe('a\ufffd.py');
    expect(() => read(xml.replaceAll('\ufffd', '\u0001'))).toThrow();
    expect(xml).toContain(']]&#62;');
  });
});
