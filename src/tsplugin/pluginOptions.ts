/** What the editor, or an entry of `plugins` in a tsconfig, may tell the plugin. */
export interface PluginOptions {
  /** False where the plugin should do nothing. */
  readonly enable: boolean;
  /** False where somebody else offers fixes and refactorings: our extension does, since a plugin's fixes are never preferred. */
  readonly codeFixes: boolean;
}

/** Reads options from whatever was sent: what is not there, or is no boolean, is on. */
export function readOptions(sent: unknown): PluginOptions {
  const { enable, codeFixes } =
    typeof sent === 'object' && sent !== null ? (sent as Record<string, unknown>) : {};
  return { enable: enable !== false, codeFixes: codeFixes !== false };
}
