import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/engine/config/parseConfig.ts';
import { targetsOf, typedTarget } from '../../../src/extension/liveCheck/targets.ts';

const file = (name: string, text: string) => ({ uri: `file:///w/${name}`, file: name, text });

describe('the targets of a workspace', () => {
  it('are those that its configurations name, with what a run needs', () => {
    const text = `{ // a comment
      "staging": { "targets": {
        "local": { "apiUrl": "http://127.0.0.1:18080" },
        "gcp": { "label": "GCP", "apiUrl": "https://api.staging.example", "webSocketPaths": ["/ws"], "service": "chat",
          "authUrl": "https://auth.staging.example" },
      } } }`;
    expect(targetsOf([file('ssot.config.json', text)], parseConfig)).toEqual({
      problems: [],
      targets: [
        {
          choice: {
            id: 'file:///w/ssot.config.json#local',
            label: 'local',
            apiUrl: 'http://127.0.0.1:18080',
            from: 'ssot.config.json',
          },
          settings: {
            apiUrl: 'http://127.0.0.1:18080',
            label: 'local',
            webSocketPaths: ['/ws', '/api/v1/websocket'],
          },
          place: { uri: 'file:///w/ssot.config.json', line: 2 },
        },
        {
          choice: {
            id: 'file:///w/ssot.config.json#gcp',
            label: 'GCP',
            apiUrl: 'https://api.staging.example',
            from: 'ssot.config.json',
          },
          settings: {
            apiUrl: 'https://api.staging.example',
            label: 'GCP',
            webSocketPaths: ['/ws'],
            authUrl: 'https://auth.staging.example',
            service: 'chat',
          },
          place: { uri: 'file:///w/ssot.config.json', line: 3 },
        },
      ],
    });
  });

  it('of one configuration are there although another is broken, which is named with the key', () => {
    const good = file('a/ssot.config.json', '{"staging":{"targets":{"x":{"apiUrl":"http://127.0.0.1"}}}}');
    const broken = file('b/ssot.config.json', '{"staging":{"targets":{"x":{"apiUrl":7}}}}');
    const found = targetsOf([good, broken], parseConfig);
    expect(found.targets.map(({ choice }) => choice.from)).toEqual(['a/ssot.config.json']);
    expect(found.problems).toHaveLength(1);
    expect(found.problems[0]).toMatchObject({ file: 'b/ssot.config.json' });
    expect(found.problems[0]?.message).toMatch(/^staging\.targets\.x\.apiUrl: /);
  });

  it('can be an address that was typed in', () => {
    expect(typedTarget('ws://127.0.0.1:1/ws')).toMatchObject({
      choice: { from: null, label: 'ws://127.0.0.1:1/ws' },
      settings: { apiUrl: 'ws://127.0.0.1:1/ws' },
    });
  });
});
