/** `legacy-modules` prints the preset's legacy modules; `editing TREE CONFIG` measures what follows an edit. Both as JSON. */
import { performance } from 'node:perf_hooks';
// As the process of the analysis does.
import '../../src/project/garbageCollection.ts';
import { presets } from '../../src/engine/config/presets.ts';
import { loadConfig } from '../../src/project/configuration.ts';
import { createProject, type Project } from '../../src/project/project.ts';
import { createYoungCollection } from '../../src/project/youngGarbage.ts';

const warmUp = 100;
const edits = 1000;

/** The project after a whole scan, as an editor's worker holds it. */
function scannedProject(tree: string, configFile: string): Project {
  const result = loadConfig(configFile, tree);
  if (!result.ok) throw new Error(result.faults.map(({ message }) => message).join('\n'));
  const project = createProject(result.loaded);
  Array.from(project.index());
  for (const file of project.candidates()) {
    project.check(file);
    project.release(file);
  }
  return project;
}

function textOf(project: Project, file: string): string {
  return project.analysis().read(file)?.text ?? '';
}

/** The file about WebSockets with the most lines. */
function largestWebSocketFile(project: Project): { file: string; text: string; lines: number } {
  let largest = { file: '', text: '', lines: 0 };
  for (const file of project.files().filter((each) => /websocket/i.test(each))) {
    const text = textOf(project, file);
    const lines = text.split('\n').length - 1;
    if (lines > largest.lines) largest = { file, text, lines };
    project.release(file);
  }
  if (largest.lines === 0) throw new Error('no file about WebSockets is there');
  return largest;
}

/** Numbers from 0 to 1, the same in each run. https://en.wikipedia.org/wiki/Lehmer_random_number_generator */
function* numbers(): Generator<number, never> {
  for (let state = 48_271; ; state = (state * 48_271) % 2_147_483_647) yield state / 2_147_483_647;
}

/**
 * Types into a text. Each text comes in one new piece, as a message from the editor has it, and nothing else is allocated:
 * what joining pieces leaves behind would be collected while an analysis is measured.
 */
function typist(text: string): (at: number, characters: string) => string {
  const original = Buffer.from(text, 'utf16le');
  const edited = Buffer.alloc(original.length + 2);
  return (at, characters) => {
    const length = original.copy(edited, 0, 0, 2 * at) + edited.write(characters, 2 * at, 'utf16le');
    original.copy(edited, length, 2 * at);
    return edited.toString('utf16le', 0, original.length + 2 * characters.length);
  };
}

/**
 * Types a character somewhere and takes it away again, over and over; each time the file's violations are asked for. In between
 * is the rest that typing has, in which that process collects what is young.
 */
function measureEditing(tree: string, configFile: string): object {
  const project = scannedProject(tree, configFile);
  const { file, text, lines } = largestWebSocketFile(project);
  const type = typist(text);
  const rest = createYoungCollection();
  const random = numbers();
  const durations: number[] = [];
  const processorTimes: number[] = [];
  let violations = 0;
  for (let edit = 0; edit < warmUp + edits; edit++) {
    const at = Math.floor(random.next().value * text.length);
    const character = 'x( :"\n'[Math.floor(random.next().value * 6)]!;
    const edited = edit % 2 === 0 ? type(at, character) : type(at, '');
    const processor = process.cpuUsage();
    const started = performance.now();
    project.setDocument(file, edited);
    Array.from(project.index());
    violations += project.check(file).violations.length;
    const duration = performance.now() - started;
    const { user, system } = process.cpuUsage(processor);
    rest();
    if (edit < warmUp) continue;
    durations.push(duration);
    processorTimes.push((user + system) / 1000);
  }
  return { file, lines, violations, durations, processorTimes };
}

const [task, tree = '', config = ''] = process.argv.slice(2);
const legacyModules = presets['netra']!.sources!.flatMap((source) => source.legacyModules ?? []);
const answer = task === 'legacy-modules' ? { legacyModules } : measureEditing(tree, config);
process.stdout.write(JSON.stringify(answer));
