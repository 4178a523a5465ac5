import { describe, expect, it } from 'vitest';
import { panelHtml } from '../../../src/extension/liveCheck/panelHtml.ts';

const page = {
  script: 'https://resource/dist/webview/liveCheck.js',
  styles: ['https://resource/media/liveCheck.css', 'https://resource/media/liveCheckRun.css'],
  cspSource: 'https://*.resource',
  nonce: 'bm9uY2U=',
};
const html = panelHtml(page);
const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';

describe("the panel's document", () => {
  it('allows its one script by nonce, its own styles, and nothing else', () => {
    expect(policy.split('; ').sort()).toEqual([
      "base-uri 'none'",
      "default-src 'none'",
      "form-action 'none'",
      "script-src 'nonce-bm9uY2U='",
      'style-src https://*.resource',
    ]);
    expect(policy).not.toMatch(/unsafe|\bdata:|https:(?!\/\/\*\.resource)/);
  });

  it('has the policy before anything that loads', () => {
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<link'));
    expect(html.indexOf('<link')).toBeLessThan(html.indexOf('<script'));
    expect(html.match(/<link[^>]*>/g)).toEqual(
      page.styles.map((style) => `<link rel="stylesheet" href="${style}">`),
    );
  });

  it('holds one script, with the nonce and without code, and no inline style', () => {
    const scripts = html.match(/<script[^]*?<\/script>/g);
    expect(scripts).toEqual([`<script nonce="bm9uY2U=" src="${page.script}"></script>`]);
    expect(html).not.toMatch(/<style|style=|\son\w+=/);
  });

  it('says in which language it is', () => {
    expect(html).toMatch(/<html lang="en">/);
    expect(html).toMatch(/<title>Live WebSocket Check<\/title>/);
  });

  it('escapes what it is given', () => {
    const odd = panelHtml({ ...page, script: 'x" onload="y<&>' });
    expect(odd).toContain('src="x&quot; onload=&quot;y&lt;&amp;&gt;"');
  });
});
