/** What the census of the frontend counts, form by form, found among our facts. */
import type { FileFacts, ImportFact } from '../../src/engine/facts.ts';

/** One place that is counted. `line` counts from 1. */
export interface Counted {
  readonly form: string;
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Modules that hold what the census calls services, providers and hooks; their debugger and their context’s types too. */
const listed =
  /(^|\/)(webSocketService|webSocketServiceResilient|WebSocketProvider|EnhancedWebSocketProvider|WebSocketBridgeClient|useWebSocket|useWebSocketResilience|useDemoWebSocket|useChatWebSocket|websocketDebugger|websocket-context-types)$/;
const socket = /websocket/i;

/** @param file relative to the tree, with `/` */
export function countForms(file: string, text: string, facts: FileFacts): Counted[] {
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const all: Counted[] = [];
  const count = (form: string, offset: number, what: string): number =>
    all.push({ form, file, line: lineAt(offset), text: what });

  for (const fact of facts.imports) {
    const { start } = fact.statement;
    const written = text.slice(start, fact.statement.end).replaceAll(/\s+/g, ' ');
    const names = fact.names.map(({ name }) => name);
    if (!socket.test(fact.module)) continue;
    switch (fact.form) {
      case 'from':
      case 'module':
      case 'side-effect':
        for (const form of importForms(fact, written, text)) count(form, start, written);
        break;
      case 'reexport': {
        // A namespace that is exported under a name is counted with the names.
        const isStar = names.includes('*') && !written.includes('* as ');
        const typed = fact.typeOnly ? 're-export type named' : 're-export named';
        count(isStar ? 're-export star' : typed, start, written);
        if (/(^|\/)index\.tsx?$/.test(file)) count('re-export in an index.ts barrel', start, written);
        break;
      }
      case 'dynamic':
        count('dynamic import()', fact.moduleSpan.start, fact.module);
        break;
      case 'require':
        count('require()', fact.moduleSpan.start, fact.module);
        break;
      case 'import-type':
        break;
    }
  }
  for (const { callee, value, span } of facts.strings) {
    if (!socket.test(value)) continue;
    if (callee === 'jest.mock') {
      count('jest.mock of a websocket module', span.start, value);
    }
    if (callee === 'jest.doMock') count('jest.doMock', span.start, value);
    if (/^jest\.(mock|doMock)$/.test(callee))
      count(value.startsWith('.') ? 'mock, relative path' : 'mock, @/ alias path', span.start, value);
  }
  for (const { name, members, call, nameSpan } of facts.references.all()) {
    if (call?.isNew) {
      const form = constructed.get(members.at(-1) ?? name);
      if (form !== undefined) count(form, nameSpan.start, `new ${[name, ...members].join('.')}`);
    }
    if (members.length === 0 && call && !call.isNew && /^use\w*WebSocket/.test(name))
      count('useWebSocket* hook call', nameSpan.start, name);
    if (name === 'webSocketService' && members.length === 1 && call)
      count('singleton method call webSocketService.x()', nameSpan.start, members[0]!);
  }
  for (const binding of facts.bindings)
    if (binding.kind === 'class' && socket.test(binding.name))
      count('class declaration with WebSocket in its name', binding.span.start, binding.name);
  return all;
}

const constructed = new Map([
  ['WebSocket', 'new WebSocket(...) raw'],
  ['WebSocketService', 'new WebSocketService(...)'],
  ['ResilientWebSocketService', 'new ResilientWebSocketService(...)'],
  ['WebSocketBridgeClient', 'new WebSocketBridgeClient(...)'],
]);

function importForms(fact: ImportFact, written: string, text: string): string[] {
  const { module, names, typeOnly, statement } = fact;
  const isListed = listed.test(module);
  const isDefault = names.some(({ name }) => name === 'default');
  const hasType = !typeOnly && names.some((each) => each.typeOnly);
  const alias = module.startsWith('@/');
  const relative = module.startsWith('.');
  return [
    'import of a websocket-named module or symbol',
    ...(isListed ? ['import of a listed service, provider or hook'] : []),
    ...(isListed && alias ? ['listed, via @/ alias'] : []),
    ...(isListed && relative ? ['listed, via relative path'] : []),
    ...(typeOnly ? ['import type (whole clause)'] : []),
    ...(hasType ? ['inline type specifier mixed with values'] : []),
    ...(isListed && names.some(({ name }) => name === 'WebSocketService')
      ? ['import { WebSocketService }']
      : []),
    ...(isDefault ? ['default import'] : []),
    ...(written.includes('* as ') ? ['namespace import'] : []),
    ...(names.some((each) => /\bas\b/.test(text.slice(each.span.start, each.span.end)) && each.name !== '*')
      ? ['renamed a as b']
      : []),
    ...(text.slice(statement.start, statement.end).includes('\n') ? ['multi-line import'] : []),
    ...(!alias && !relative && !module.startsWith('@shared/') ? ['npm package'] : []),
  ];
}
