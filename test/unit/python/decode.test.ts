import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodePython,
  encodePython,
  pythonEncoding,
  refusalToWrite,
} from '../../../src/engine/python/decode.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('the encoding of a file', () => {
  it.each([
    ['x = 1\n', 'utf-8'],
    ['# -*- coding: latin-1 -*-\n', 'latin-1'],
    ['#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n', 'cp1252'],
    ['\n\f # coding=UTF_8\n', 'utf-8'],
    ['# coding: iso-8859-1-unix\n', 'latin-1'],
    ['x = 1\n# coding: latin-1\n', 'utf-8'],
    ['#\n#\n# coding: latin-1\n', 'utf-8'],
  ])('of %j is %s', (head, encoding) => {
    expect(pythonEncoding(bytesOf(head))).toMatchObject({ encoding });
  });
  it('is a problem where it is not known or contradicts the byte order mark', () => {
    expect(pythonEncoding(bytesOf('# coding: utf-16\n')).problem).toContain('utf-16');
    expect(pythonEncoding(bytesOf('\xef\xbb\xbf# coding: latin-1\n')).problem).toContain('byte order mark');
  });
});

describe('decoding', () => {
  it('reads latin-1 and cp1252', () => {
    expect(decodePython(bytesOf('# coding: latin-1\n\xe9\x80')).text).toBe('# coding: latin-1\né\x80');
    expect(decodePython(bytesOf('# coding: cp1252\n\xe9\x80')).text).toBe('# coding: cp1252\né€');
  });
  it('says where bytes are no UTF-8, and still gives a text', () => {
    const decoded = decodePython(bytesOf('x = "\xc3\xa9\xff"\n'));
    expect(decoded.text).toBe('x = "é\ufffd"\n');
    expect(decoded.error).toMatchObject({ byteOffset: 7, offset: 6 });
  });
  it.each(['\xc0\x80', '\xed\xa0\x80', '\xf4\x90\x80\x80', '\xe2\x82', '\x80'])(
    'takes %j for no UTF-8',
    (bad) => {
      expect(decodePython(bytesOf(bad)).error).toBeDefined();
    },
  );
  it('agrees with the platform on every text, and encodes it back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const bytes = new TextEncoder().encode(text);
        const decoded = decodePython(bytes);
        if (decoded.encoding !== 'utf-8' || decoded.problem !== undefined) return;
        expect(decoded.text).toBe(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
        expect(refusalToWrite(bytes, decoded)).toBeUndefined();
      }),
    );
  });
  it('agrees with the platform on any bytes about whether they are UTF-8', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const strict = new TextDecoder('utf-8', { fatal: true });
        let fails = false;
        try {
          strict.decode(bytes);
        } catch {
          fails = true;
        }
        const decoded = decodePython(bytes);
        if (decoded.cookie === undefined) expect(decoded.error !== undefined).toBe(fails);
      }),
    );
  });
});

describe('writing back', () => {
  it('is refused for bytes that do not survive', () => {
    const bytes = bytesOf('x = "\xff"\n');
    expect(refusalToWrite(bytes, decodePython(bytes))).toContain('0xff');
  });
  it('names the character that an encoding cannot hold', () => {
    expect(encodePython('a€', 'latin-1')).toMatchObject({ offset: 1 });
    expect(encodePython('a€', 'cp1252')).toEqual({ bytes: Uint8Array.of(97, 0x80) });
  });
});
