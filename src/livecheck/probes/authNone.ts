import { outcomeOf, type Probe } from '../probeContext.ts';
import { tryRefusal } from './refusal.ts';

/** The same upgrade as the good one, without a token. */
export const authNone: Probe = {
  id: 'auth-none',
  blockedBy: (state) =>
    state.path === null ? 'no path took a WebSocket, so a refusal would prove nothing' : null,
  async run(context) {
    const tried = await tryRefusal(context, {
      how: 'without a token',
      open: { token: 'none' },
      control: { token: 'header', offered: ['jwt-auth'] },
      claims: null,
    });
    const { outcome, status, closeCode, userShown } = tried;
    return outcomeOf([tried.finding], {
      ...tried.explanation,
      data: { kind: 'auth-none', outcome, status, closeCode, userShown },
    });
  },
};
