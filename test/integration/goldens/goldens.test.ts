import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { compareWithGoldens } from '../goldenProjects.ts';

describe('the golden files in an editor with a TypeScript server', function () {
  compareWithGoldens.call(this, 'editor', 3);

  it('is served by the plugin', () => {
    const codes = vscode.languages
      .getDiagnostics()
      .flatMap(([, found]) => found.filter(({ source }) => source === 'ssot').map(({ code }) => typeof code));
    assert.ok(codes.includes('number'), `the codes are ${[...new Set(codes)].join(', ')}`);
  });
});
