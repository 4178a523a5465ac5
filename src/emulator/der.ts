/** The few forms of ASN.1's distinguished encoding that a certificate needs: a tag, a length, a content. */
export type Der = Buffer;

const form = (tag: number, ...contents: readonly Der[]): Der => {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
};

function length(size: number): Der {
  if (size < 128) return Buffer.from([size]);
  const hex = size.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

export const sequence = (...parts: readonly Der[]): Der => form(0x30, ...parts);
export const set = (...parts: readonly Der[]): Der => form(0x31, ...parts);
/** Of these bytes, most significant first; the first bit must not be set, since it is the sign. */
export const integer = (bytes: Der): Der => form(0x02, bytes);
export const boolean = (value: boolean): Der => form(0x01, Buffer.from([value ? 0xff : 0]));
export const octets = (content: Der): Der => form(0x04, content);
export const bits = (content: Der): Der => form(0x03, Buffer.from([0]), content);
export const utf8 = (text: string): Der => form(0x0c, Buffer.from(text, 'utf8'));
/** A part that is told by its number. `constructed` where it holds other forms. */
export const numbered = (number: number, constructed: boolean, content: Der): Der =>
  form(0x80 | (constructed ? 0x20 : 0) | number, content);

/** `YYYYMMDDHHMMSSZ`. */
export const time = (ms: number): Der =>
  form(0x18, Buffer.from(new Date(ms).toISOString().replace(/[-:T]|\.\d+/gu, ''), 'ascii'));

/** An object identifier from its dotted form. */
export function identifier(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((value) => {
    const groups = [value & 0x7f];
    for (let left = value >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return form(0x06, Buffer.from(bytes));
}
