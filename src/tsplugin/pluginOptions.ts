/** What the editor, or an entry of `plugins` in a tsconfig, may tell the plugin. */
export interface PluginOptions {
  /** False where the plugin should do nothing. */
  readonly enable: boolean;
  /** False where somebody else offers fixes and refactorings: our extension does, since a plugin's fixes are never preferred. */
  readonly codeFixes: boolean;
  /** How violations are shown that a baseline knows: as suggestions, not at all, or as the others. */
  readonly baselined: 'hint' | 'hidden' | 'normal';
  /** False where the editor's hover has the diagnostics too: they say the replacement, and the plugin how sure the fix is. */
  readonly replacementInHover: boolean;
}

/** Reads options from whatever was sent: what is not there, or makes no sense, is on. */
export function readOptions(sent: unknown): PluginOptions {
  const { enable, codeFixes, replacementInHover, baselined } =
    typeof sent === 'object' && sent !== null ? (sent as Record<string, unknown>) : {};
  return {
    enable: enable !== false,
    codeFixes: codeFixes !== false,
    baselined: baselined === 'hidden' || baselined === 'normal' ? baselined : 'hint',
    replacementInHover: replacementInHover !== false,
  };
}
