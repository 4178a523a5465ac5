import type { ConfigInput } from './schema.ts';

const core = 'netra_backend.app.websocket_core';

/**
 * Netra Apex at the time of its staging validation report. What is canonical changed more than once in that
 * codebase, so these are settings and not facts: a project that moved on overrides the source by its id.
 */
const netra: ConfigInput = {
  sources: [
    {
      id: 'websocket-manager',
      language: 'python',
      module: `${core}.websocket_manager`,
      factory: { name: 'get_websocket_manager', context: 'user_context' },
      classes: ['WebSocketManager', 'UnifiedWebSocketManager'],
      typeName: 'UnifiedWebSocketManager',
      legacyModules: [
        core,
        `${core}.manager`,
        `${core}.unified_manager`,
        `${core}.websocket_manager_factory`,
        `${core}.protocols`,
        `${core}.canonical_imports`,
        `${core}.connection_manager`,
        `${core}.migration_adapter`,
        'netra_backend.app.websocket.connection_manager',
        'netra_backend.app.services.websocket_manager',
        'netra_backend.app.websocket_manager',
        'shared.websocket.manager',
      ],
      legacyFactories: ['create_websocket_manager', 'get_websocket_manager_factory'],
      owners: ['netra_backend/app/websocket_core/**'],
      lookAlikes: ['*WebSocket*Manager*'],
      context: {
        names: ['user_context', 'user_execution_context', 'execution_context'],
        types: ['UserExecutionContext'],
      },
      dropKeywords: ['_ssot_authorization_token'],
    },
  ],
  phases: [
    {
      id: '1',
      title: 'Consolidate import paths',
      rules: ['legacy-import', 'broken-import', 'legacy-string-reference'],
    },
    { id: '2', title: 'Use the factory', rules: ['direct-construction', 'factory-misuse'] },
    { id: '3', title: 'Remove duplicates and shims', rules: ['look-alike-class'] },
  ],
  exclude: ['backup*/**', '**/archive*/**'],
  production: ['netra_backend/app/**', 'auth_service/auth_core/**', 'shared/**'],
  tests: ['**/tests/**', '**/test_*.py', 'test_framework/**', '**/__tests__/**', '**/*.test.*'],
  staging: {
    targets: {
      'gcp-staging': {
        label: 'GCP staging',
        apiUrl: 'https://api.staging.netrasystems.ai',
        authUrl: 'https://auth.staging.netrasystems.ai',
        webSocketPaths: ['/ws', '/api/v1/websocket'],
        service: 'netra-ai-platform',
      },
    },
  },
};

/** The built-in presets: data, by the name behind `preset:`. */
export const presets: Readonly<Record<string, ConfigInput>> = { netra };
