import { htmlText } from '../htmlText.ts';

/** What the panel's document is made of. URIs are those that the webview can load. */
export interface PanelPage {
  readonly script: string;
  readonly styles: readonly string[];
  /** The origin of the webview's own resources, as `Webview.cspSource` gives it. */
  readonly cspSource: string;
  /** Random per document, so that only the one script runs. */
  readonly nonce: string;
}

/**
 * The panel's document: empty, until the script asks the host for its state. Nothing loads but the script with the nonce and
 * the styles of the extension; no connection can be made from it.
 */
export function panelHtml({ script, styles, cspSource, nonce }: PanelPage): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${htmlText(policy)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    ${styles.map((style) => `<link rel="stylesheet" href="${htmlText(style)}">`).join('\n    ')}
    <title>Live WebSocket Check</title>
  </head>
  <body>
    <main id="panel"></main>
    <script nonce="${htmlText(nonce)}" src="${htmlText(script)}"></script>
  </body>
</html>
`;
}
