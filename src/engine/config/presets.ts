import type { ConfigInput } from './schema.ts';

const core = 'netra_backend.app.websocket_core';

/**
 * Netra Apex at the time of its staging validation report. What is canonical changed more than once in that
 * codebase, so these are settings and not facts: a project that moved on overrides the source by its id.
 *
 * What the emitter's old names are there, and what follows for an import of one (`test/cli/emitter.test.ts` holds it):
 *
 * - shims of the class, moved safely: `UserWebSocketEmitter` of four modules, `WebSocketEventEmitter` and
 *   `IsolatedWebSocketEventEmitter` of the package, `TransparentWebSocketEmitter` of transparent_websocket_events;
 * - gone, and repaired by what the shims tell: `WebSocketEventEmitter` of services.websocket_event_emitter;
 * - a class of its own whose objects make emitters, which looks alike and has no fix: `WebSocketBridgeFactory` of
 *   services.websocket_bridge_factory; where it is imported from elsewhere it is gone, and nothing tells what was meant;
 * - a function of its own that makes a manager too, so that the factory cannot take its place: `create_transparent_emitter`.
 *
 * No module has a double, which is another definition under a name of the canonical module.
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
    {
      id: 'websocket-emitter',
      language: 'python',
      module: `${core}.unified_emitter`,
      // Set on the class behind its definition, by a function of the same module.
      factory: { name: 'UnifiedWebSocketEmitter.create_for_user', context: 'user_context' },
      classes: ['UnifiedWebSocketEmitter'],
      typeName: 'UnifiedWebSocketEmitter',
      legacyModules: [
        core,
        `${core}.bridge`,
        `${core}.websocket_bridge_factory`,
        'netra_backend.app.services.websocket_bridge_factory',
        'netra_backend.app.services.user_websocket_emitter',
        'netra_backend.app.services.websocket_event_emitter',
        'netra_backend.app.services.websocket.transparent_websocket_events',
        'netra_backend.app.factories.websocket_bridge_factory',
        'netra_backend.app.agents.supervisor.agent_instance_factory',
      ],
      // `WebSocketBridgeFactory` is not among them: it is a class of its own, whose objects make emitters.
      legacyFactories: ['create_transparent_emitter'],
      owners: ['netra_backend/app/websocket_core/**'],
      lookAlikes: ['*WebSocket*Emitter*', '*WebSocketBridgeFactory*'],
      context: {
        // `context` is what the class calls it, and `user_context` what its factory does.
        names: ['user_context', 'user_execution_context', 'execution_context', 'context'],
        types: ['UserExecutionContext'],
      },
    },
    {
      // Five modules open sockets, and none has become the one: which it is, is for a project to say by this id.
      id: 'frontend-websocket',
      language: 'typescript',
      classes: ['WebSocketBridgeClient'],
      singletons: ['webSocketService', 'resilientWebSocketService'],
      legacyModules: [
        'frontend/services/webSocketService',
        'frontend/services/webSocketServiceResilient',
        'frontend/providers/WebSocketProvider',
        'frontend/providers/EnhancedWebSocketProvider',
        'frontend/services/uvs/WebSocketBridgeClient',
      ],
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
