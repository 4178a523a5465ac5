/** As much of the test runner as the sample needs, so that it opens without an installation. */
declare module 'vitest' {
  export const vi: { mock(module: string, make?: () => unknown): void };
  export function it(title: string, run: () => void): void;
  export function expect(value: unknown): { toBeTypeOf(type: string): void };
}
