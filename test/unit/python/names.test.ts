import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { factsOf } from './reading.ts';

it('outlive the text that they were read in without keeping it', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const kept: string[] = [];
  collect();
  const before = process.memoryUsage().heapUsed;
  const texts = 20;
  const length = 1_000_000;
  for (let text = 0; text < texts; text++)
    kept.push(factsOf(`a_name_that_is_sliced_${text}\n#${' '.repeat(length)}\n`).references.at(0).name);
  collect();
  expect(kept[7]).toBe('a_name_that_is_sliced_7');
  expect(process.memoryUsage().heapUsed - before).toBeLessThan((texts * length) / 4);
});
