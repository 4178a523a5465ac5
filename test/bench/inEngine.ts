/** `legacy-modules` prints the preset's legacy modules; `editing TREE CONFIG` measures what follows an edit. Both as JSON. */
import { performance } from 'node:perf_hooks';
// As the process of the analysis does.
import '../../src/project/garbageCollection.ts';
import { presets } from '../../src/engine/config/presets.ts';
import { loadConfig } from '../../src/project/configuration.ts';
import { createProject, type Project } from '../../src/project/project.ts';

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

/** The text with something typed into it, in one piece as a message from the editor has it: joining is not measured. */
function typed(text: string, at: number, characters: string): string {
  return Buffer.from(text.slice(0, at) + characters + text.slice(at), 'utf16le').toString('utf16le');
}

/** Types a character somewhere and takes it away again, over and over; each time the file's violations are asked for. */
function measureEditing(tree: string, configFile: string): object {
  const project = scannedProject(tree, configFile);
  const { file, text, lines } = largestWebSocketFile(project);
  const random = numbers();
  const durations: number[] = [];
  const processorTimes: number[] = [];
  let violations = 0;
  for (let edit = 0; edit < warmUp + edits; edit++) {
    const at = Math.floor(random.next().value * text.length);
    const character = 'x( :"\n'[Math.floor(random.next().value * 6)]!;
    const edited = edit % 2 === 0 ? typed(text, at, character) : typed(text, at, '');
    const processor = process.cpuUsage();
    const started = performance.now();
    project.setDocument(file, edited);
    Array.from(project.index());
    violations += project.check(file).violations.length;
    const duration = performance.now() - started;
    const { user, system } = process.cpuUsage(processor);
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
