import '../project/garbageCollection.ts';
import { Command, CommanderError } from 'commander';
import { ExitCode } from './exitCode.ts';
import { register as registerBaseline } from './commands/baseline.ts';
import { register as registerCheck } from './commands/check.ts';
import { register as registerEmulate } from './commands/emulate.ts';
import { register as registerExplain } from './commands/explain.ts';
import { register as registerFix } from './commands/fix.ts';
import { register as registerHistory } from './commands/history.ts';
import { register as registerInit } from './commands/init.ts';
import { register as registerInventory } from './commands/inventory.ts';
import { register as registerLogs } from './commands/logs.ts';
import { register as registerProgress } from './commands/progress.ts';
import { register as registerReport } from './commands/report.ts';
import { register as registerScan } from './commands/scan.ts';
import { register as registerShim } from './commands/shim.ts';
import { readTargets } from './stagingTargets.ts';
import { toolVersion } from './version.ts';

/** The command line: `ssot <command>`. Commands set the exit code; nothing calls `process.exit`, which would cut output off. */
async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('ssot')
    .description(
      'Takes a codebase to a single source of truth, and proves on a live backend that sockets still work.',
    )
    .version(toolVersion)
    .showHelpAfterError('(ssot --help lists the commands)')
    .exitOverride();
  registerScan(program);
  registerFix(program);
  registerBaseline(program);
  registerInit(program);
  registerInventory(program);
  registerShim(program);
  registerProgress(program);
  registerExplain(program);
  registerHistory(program);
  registerCheck(program, { readTargets });
  registerReport(program, { readTargets });
  registerLogs(program);
  registerEmulate(program);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    // Commander has printed what is wrong; help and version come this way too, with code 0.
    if (error instanceof CommanderError)
      process.exitCode = error.exitCode === 0 ? ExitCode.clean : ExitCode.usage;
    else {
      process.stderr.write(
        `ssot: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
      process.exitCode = ExitCode.internal;
    }
  }
}

// A reader that closes the pipe early, as `head` does, is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

void main(process.argv);
