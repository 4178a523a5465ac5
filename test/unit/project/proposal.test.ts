import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/engine/config/parseConfig.ts';
import type { Proposal, ProposedSource } from '../../../src/engine/proposal/proposal.ts';
import { proposeSources } from '../../../src/project/proposal.ts';
import { renderProposedConfig } from '../../../src/report/proposalConfig.ts';
import { makeFolder, type Files } from './chat.ts';
import { unconfigured } from './switchboard.ts';

function proposalOf(files: Files, pattern?: string): Proposal {
  const steps = proposeSources(makeFolder(files).path, pattern);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function only(proposal: Proposal): ProposedSource {
  expect(proposal.sources).toHaveLength(1);
  return proposal.sources[0]!;
}

const reason = ({ reasons }: ProposedSource, key: string): string =>
  reasons.flatMap((each) => (each.key === key ? [each.says] : [])).join('; ');

/** A hub with two ways around it, as small as it can be. */
const small = {
  'lines/__init__.py': '',
  'lines/hub.py':
    'class CallerContext:\n    pass\n\n\nclass SocketHub:\n    pass\n\n\nasync def open_socket_hub(caller: CallerContext) -> SocketHub:\n    return SocketHub()\n',
  'lines/old.py': '"""Deprecated."""\nfrom lines.hub import SocketHub\n',
  'a.py': 'from lines.hub import SocketHub, open_socket_hub\n',
  'b.py': 'from lines.hub import SocketHub\n',
  'c.py': 'from lines.old import SocketHub\n',
  'd.py': 'from lines.gone import SocketHub\n',
} as const;

describe('a proposal', () => {
  it('finds the canonical module of the switchboard and the ways around it, without being told', () => {
    const proposal = proposalOf(unconfigured);
    const hub = proposal.sources.find(({ source }) => source.language === 'python')!;
    expect(hub.source).toEqual({
      id: 'socket-hub',
      language: 'python',
      module: 'board.wire.socket_hub',
      factory: { name: 'get_socket_hub', context: 'caller_context' },
      classes: ['UnifiedSocketHub', 'SocketHub'],
      typeName: 'UnifiedSocketHub',
      legacyModules: [
        'board.wire.contracts',
        'board.wire.core',
        'board.wire',
        'board.wire.hub',
        'board.wire.hub_maker',
        'board.wire.names',
        'board.sockets.lines',
        'board.wire.quiet',
      ],
      legacyFactories: ['create_socket_hub'],
      owners: ['board/wire/**'],
      lookAlikes: ['*Socket*Hub*'],
      context: { names: ['caller_context'], types: ['CallerContext'] },
    });
    expect(hub.isFactoryAsync).toBe(false);
    expect(hub.leftOut).toEqual([
      { module: 'board.wire.starry', why: '1 import; hands on UnifiedSocketHub' },
    ]);
    expect(reason(hub, 'legacyModules[4]')).toBe('1 import; there is no such module');
    expect(reason(hub, 'legacyModules[2]')).toBe('1 import; warns: DeprecationWarning');
  });

  it('finds the exported class, instance and hook of TypeScript, and the module that hands them on', () => {
    const proposal = proposalOf(unconfigured);
    const feed = proposal.sources.find(({ source }) => source.language === 'typescript')!;
    expect(feed.source).toMatchObject({
      id: 'socket-feed',
      module: 'web/feed/socketFeed',
      factory: { name: 'useSocketFeed' },
      classes: ['SocketFeed'],
      singletons: ['socketFeed'],
      legacyModules: ['web/feed/old'],
    });
  });

  it('is a configuration that can be read, with a comment for each reason', () => {
    const proposal = proposalOf(unconfigured);
    const text = renderProposedConfig(proposal);
    const parsed = parseConfig(text);
    expect(parsed).toMatchObject({
      ok: true,
      config: { sources: proposal.sources.map(({ source: { id, module } }) => ({ id, module })) },
    });
    for (const { reasons } of proposal.sources) for (const { says } of reasons) expect(text).toContain(says);
  });

  it('reads from the code whether the factory is async, and which parameter is the context', () => {
    const found = only(proposalOf(small));
    expect(found.source.factory).toEqual({ name: 'open_socket_hub', context: 'caller' });
    expect(found.source.context).toEqual({ names: ['caller'], types: ['CallerContext'] });
    expect(found.isFactoryAsync).toBe(true);
    expect(reason(found, 'factory')).toBe('async, returns SocketHub, takes caller; 1 import');
    expect(reason(found, 'module')).toBe('3 of 5 imports name it already');
  });

  it('takes a class method for the factory where there is no function, and says so where there is none at all', () => {
    const hub =
      'class SocketHub:\n    @classmethod\n    def create(cls, session):\n        return cls()\n\n    def make(self):\n        pass\n';
    const withMethod = only(proposalOf({ ...small, 'lines/hub.py': hub }));
    expect(withMethod.source.factory).toEqual({ name: 'SocketHub.create', context: 'session' });
    const without = only(proposalOf({ ...small, 'lines/hub.py': 'class SocketHub:\n    pass\n' }));
    expect(without.source.factory).toBeUndefined();
    expect(reason(without, 'module')).toContain('no factory was found');
  });

  it('prefers a module that does not call itself outdated, though it is imported as often', () => {
    const { source } = only(
      proposalOf({
        ...small,
        'e.py': 'from lines.old import SocketHub\n',
        'f.py': 'from lines.old import SocketHub\n',
      }),
    );
    expect(source.module).toBe('lines.hub');
  });

  it('prefers a module with something of its own to one that hands on, though more take it from there', () => {
    const many = Object.fromEntries(
      [1, 2, 3, 4, 5, 6].map((each) => [`more${each}.py`, 'from lines.front import SocketHub\n']),
    );
    const { source } = only(
      proposalOf({ ...small, ...many, 'lines/front.py': 'from lines.hub import SocketHub\n' }),
    );
    expect(source.module).toBe('lines.hub');
    expect(source.legacyModules).toContain('lines.front');
  });

  it('proposes nothing for what comes from one module alone, for tests, and for other words', () => {
    const { 'c.py': c, 'd.py': d, 'lines/old.py': old, ...clean } = small;
    expect(proposalOf({ ...clean, 'c.py': 'from lines.hub import SocketHub\n' })).toMatchObject({
      sources: [],
      considered: [{ pattern: '*Socket*Hub*', imports: 3, why: 'it comes from lines.hub alone already' }],
    });
    expect(
      proposalOf(Object.fromEntries(Object.entries(small).map(([path, text]) => [`tests/${path}`, text])))
        .sources,
    ).toEqual([]);
    expect(
      proposalOf(
        Object.fromEntries(
          Object.entries(small).map(([path, text]) => [path, text.replaceAll(/socket/gi, 'Order')]),
        ),
      ),
    ).toMatchObject({ sources: [], considered: [] });
  });

  it('looks for other words where it is asked to', () => {
    const orders = Object.fromEntries(
      Object.entries(small).map(([path, text]) => [
        path,
        text.replaceAll('Socket', 'Order').replaceAll('socket', 'order'),
      ]),
    );
    for (const like of ['*Order*Hub*', 'OrderHub'])
      expect(only(proposalOf(orders, like)).source).toMatchObject({
        id: 'order-hub',
        module: 'lines.hub',
        factory: { name: 'open_order_hub' },
        legacyModules: ['lines.gone', 'lines.old'],
      });
  });

  it('leaves enums, protocols, dataclasses and private names to themselves', () => {
    const more =
      'from dataclasses import dataclass\nfrom enum import Enum\n\n\nclass SocketModeHub(Enum):\n    A = 1\n\n\n@dataclass\nclass SocketStateHub:\n    a: int\n\n\n_SocketHub = SocketHub\n';
    const { source } = only(
      proposalOf({
        ...small,
        'lines/hub.py': `${small['lines/hub.py']}${more}`,
        'e.py': 'from lines.hub import SocketModeHub, SocketStateHub, _SocketHub\n',
      }),
    );
    expect(source.classes).toEqual(['SocketHub']);
  });

  it('knows copies by their methods, whatever they are called', () => {
    const methods = (names: string): string =>
      names
        .split(' ')
        .map((name) => `    def ${name}(self): ...\n`)
        .join('');
    const hub = `${small['lines/hub.py']}\n    pass\n`.replace(
      'class SocketHub:\n    pass\n',
      `class SocketHub:\n${methods('connect_line hang_up ring forward_call close')}`,
    );
    const { source, reasons } = only(
      proposalOf({
        ...small,
        'lines/hub.py': hub,
        'exchange.py': `class Exchange:\n${methods('connect_line hang_up ring forward_call bill')}`,
        'partial.py': `class Partial:\n${methods('connect_line hang_up ring close')}`,
        'busy.py': `class Busy:\n${methods('connect_line hang_up ring forward_call a b c d e')}`,
        'stand_in.py': `class MockExchange:\n${methods('connect_line hang_up ring forward_call')}`,
        'tests/copy.py': `class Copy:\n${methods('connect_line hang_up ring forward_call')}`,
      }),
    );
    expect(source.lookAlikes).toEqual(['*Socket*Hub*', 'Exchange']);
    expect(reasons).toContainEqual({
      key: 'lookAlikes[1]',
      says: "4 of its 5 methods are the source's, in exchange.py",
    });
  });

  it('finds packages below src', () => {
    const inSrc = Object.fromEntries(
      Object.entries(small).map(([path, text]) => [path.startsWith('lines') ? `src/${path}` : path, text]),
    );
    const proposal = proposalOf(inSrc);
    expect(proposal.roots).toEqual(['.', 'src']);
    expect(only(proposal).source).toMatchObject({ module: 'lines.hub', owners: ['src/lines/hub.py'] });
    expect(parseConfig(renderProposedConfig(proposal))).toMatchObject({
      ok: true,
      config: { roots: ['.', 'src'] },
    });
  });
});
