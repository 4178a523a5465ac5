/**
 * How the embedded backend behaves. A profile is data; what each value means is in `authentication.ts` (who is let in),
 * `messages.ts` (welcomes and errors), `router.ts` (what is answered) and `upgrade.ts` (what happens before accept).
 */
export interface Profile {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** `strict` lets in good tokens only; `relaxed` puts a made-up user in the place of a token that it cannot verify. */
  readonly authentication: 'strict' | 'relaxed';
  /** `not-ready` closes before accept, which a client sees as HTTP 403 with an empty body. */
  readonly readiness: 'ready' | 'not-ready';
  readonly welcome: 'A' | 'D';
  /** `design`: every documented type is answered. `key-commit`: types that map to themselves are swallowed. */
  readonly router: 'design' | 'key-commit';
  /** Ends every connection with this in the place of the welcome. */
  readonly closeInsteadOfWelcome: { readonly code: number; readonly reason: string } | null;
}

const strictIntended: Profile = {
  id: 'strict-intended',
  title: 'As designed',
  description:
    'Good tokens are welcomed in the strict form as their own user; all others get AUTH_FAILED and 1008. Pings are answered.',
  authentication: 'strict',
  readiness: 'ready',
  welcome: 'A',
  router: 'design',
  closeInsteadOfWelcome: null,
};

/** The profiles by id; the first is the default. */
export const profiles: readonly Profile[] = [
  strictIntended,
  {
    ...strictIntended,
    id: 'key-commit-relaxed',
    title: 'Permissive staging of 2025-09-15',
    description:
      'A token that cannot be verified, or none, is accepted under a made-up user. The application ping gets no answer.',
    authentication: 'relaxed',
    welcome: 'D',
    router: 'key-commit',
  },
  {
    ...strictIntended,
    id: 'not-ready-403',
    title: 'Not ready',
    description:
      '/health is healthy, and every upgrade is closed before it is accepted: HTTP 403 with an empty body.',
    readiness: 'not-ready',
  },
  {
    ...strictIntended,
    id: 'close-1000-before-welcome',
    title: 'Clean close in the place of the welcome',
    description: 'The connection is accepted and closed with 1000 "main cleanup" before any message.',
    closeInsteadOfWelcome: { code: 1000, reason: 'main cleanup' },
  },
];

export const profileNamed = (id: string): Profile | null => profiles.find((each) => each.id === id) ?? null;
