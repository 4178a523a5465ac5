import type ts from 'typescript';
import { createConfigurations } from './configurations.ts';
import { decorate, isDecorated, registerCodes } from './decorate.ts';
import { createGuard } from './guard.ts';
import { readOptions } from './pluginOptions.ts';
import { statusOf, type Serving, type SessionStatus } from './status.ts';
import { createViolations } from './violations.ts';

/** The status of each session: all projects of a session answer through one handler. */
const sessions = new WeakMap<object, SessionStatus>();

/** The versions that have what is used here: 7 loads no plugins, and asks for none. */
function isSupported(version: string): boolean {
  return /^[56]\./.test(version);
}

/** What tsserver calls, once for each project, with its own TypeScript. */
function init({ typescript }: { readonly typescript: typeof ts }): ts.server.PluginModule {
  let options = readOptions(undefined);
  let refresh: () => void = () => undefined;

  function create(info: ts.server.PluginCreateInfo): ts.LanguageService {
    const { project, languageService, serverHost, session } = info;
    const log = (message: string) => project.projectService.logger.info(`[ssot] ${message}`);
    if (!isSupported(typescript.version)) {
      log(`TypeScript ${typescript.version} is not supported; 5.0 to 6.x are`);
      return languageService;
    }
    if (isDecorated(languageService)) return languageService;

    const guard = createGuard(typescript, log);
    return guard('create', languageService, () => {
      options = readOptions(info.config);
      registerCodes(typescript);
      const status = statusOf(sessions, session, typescript.version);
      refresh = () => project.refreshDiagnostics();
      const configurations = createConfigurations(
        serverHost,
        project.getCurrentDirectory(),
        () => refresh(),
        log,
      );
      const checkCancelled = () => {
        // The server expects this very class, which is no Error.
        if (info.languageServiceHost.getCancellationToken?.().isCancellationRequested())
          // oxlint-disable-next-line typescript/only-throw-error
          throw new typescript.OperationCanceledException();
      };
      const violations = createViolations(
        typescript,
        serverHost,
        configurations,
        status.work,
        checkCancelled,
      );
      const serving: Serving = {
        serves: (fileName) =>
          options.enable &&
          !project.isClosed() &&
          violations.covers(fileName) &&
          project.containsFile(typescript.server.toNormalizedPath(fileName)),
        get codeFixes() {
          return options.codeFixes;
        },
      };
      status.projects.add(serving);

      return decorate(languageService, {
        namespace: typescript,
        guard,
        violations,
        options: () => options,
        disposed: () => {
          status.projects.delete(serving);
          configurations.close();
        },
      });
    });
  }

  return {
    create,
    onConfigurationChanged(sent: unknown) {
      options = readOptions(sent);
      refresh();
    },
  };
}

// tsserver requires the plugin and calls what it gets; a bundle of `export default` would be an object around it.
declare const module: { exports: unknown };
module.exports = init;
