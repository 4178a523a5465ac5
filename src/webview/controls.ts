import type { CredentialSource, FromWebview, PanelState, TargetChoice } from '../livecheck/panelProtocol.ts';
import { fewestUsers, mostUsers } from '../livecheck/protocol.ts';
import { button, h, place } from './dom.ts';

export interface Section {
  readonly element: HTMLElement;
  readonly draw: (state: PanelState) => void;
}

/** Target, scope, users, token, and the buttons of a run. */
export function controls(send: (message: FromWebview) => void): Section {
  const form = place(h('div', { class: 'fields' }));
  const run = button('run', 'Run Check', 'primary', () => send({ type: 'run' }));
  const cancel = button('cancel', 'Cancel', 'secondary', () => send({ type: 'cancel' }));
  const save = button('export', 'Export as JSON...', 'secondary', () => send({ type: 'export' }));
  const buttons = h('div', { class: 'buttons' }, run, cancel, save);
  /** Run had the focus as it went out of use, and nothing has taken it since: a browser gives it to nobody. */
  let isOwed = false;

  return {
    element: h('section', { class: 'controls', 'aria-label': 'What to check' }, form.element, buttons),
    draw(state) {
      const running = state.run?.state === 'running';
      const { targets, searching, target, users, user, scope, userCount, credentials } = state;
      form.draw({ targets, searching, target, users, user, scope, userCount, credentials, running }, () =>
        fields(state, running, send),
      );
      run.textContent = state.run === null || running ? 'Run Check' : 'Run Again';
      const focused = document.activeElement;
      const hasRun = focused === run || (isOwed && focused === document.body);
      enable(run, !running && !state.preparing && state.target !== null && state.blocked === null);
      enable(cancel, running);
      enable(save, state.run !== null && !running);
      // A button that goes out of use hands its focus to the one that takes over.
      if (hasRun && running) cancel.focus();
      if ((focused === cancel && !running) || (hasRun && !run.disabled && focused !== run)) run.focus();
      isOwed = hasRun && run.disabled && !running;
    },
  };
}

const enable = (element: HTMLButtonElement, enabled: boolean): void => void (element.disabled = !enabled);

function fields(state: PanelState, running: boolean, send: (message: FromWebview) => void): HTMLElement[] {
  const { targets, searching, target, users, user, credentials } = state;
  const picker = h('select', { id: 'target', 'data-key': 'target' });
  if (target === null && searching) picker.append(h('option', { value: '' }, 'Looking for targets'));
  else picker.append(...groups(targets));
  if (target !== null) picker.value = target;
  picker.disabled = running || targets.length === 0;
  picker.addEventListener('change', () => send({ type: 'choose-target', target: picker.value }));
  const enter = button('enter-url', 'Enter a URL...', 'secondary', () => send({ type: 'enter-url' }));
  enter.disabled = running;

  const sessionUser = h('option', { value: '' }, 'By session window');
  const choices = users.map((name) => h('option', { value: name }, name));
  const userPicker = h('select', { id: 'user', 'data-key': 'user' }, sessionUser, ...choices);
  userPicker.value = user ?? '';
  userPicker.disabled = running;
  userPicker.addEventListener('change', () => send({ type: 'choose-user', user: userPicker.value || null }));

  return [
    field('target', 'Target', picker, enter),
    field('scope', 'Scope', ...extent(state, running, send)),
    field('user', 'User', userPicker),
    h(
      'div',
      { class: 'field' },
      h('span', { class: 'label' }, 'Token'),
      tokenLine(credentials, running, send),
    ),
  ];
}

/** How much is checked, and with how many users: those matter where the scope has the isolation of users in it. */
function extent(
  { scope, userCount }: PanelState,
  running: boolean,
  send: (message: FromWebview) => void,
): HTMLElement[] {
  const scopes = h(
    'select',
    { id: 'scope', 'data-key': 'scope' },
    h('option', { value: 'full' }, 'Full: everything, with agent events and user isolation'),
    h('option', { value: 'connection' }, 'Connection: one socket of one user'),
  );
  scopes.value = scope;
  scopes.disabled = running;
  scopes.addEventListener('change', () => {
    send({ type: 'choose-scope', scope: scopes.value === 'connection' ? 'connection' : 'full' });
  });
  const limits = { min: fewestUsers, max: mostUsers, step: 1 };
  const count = h('input', { id: 'user-count', type: 'number', 'data-key': 'user-count', ...limits });
  count.value = String(userCount);
  count.disabled = running || scope !== 'full';
  count.addEventListener('change', () => {
    const wanted = Math.min(Math.max(Math.round(count.valueAsNumber || userCount), fewestUsers), mostUsers);
    count.value = String(wanted);
    send({ type: 'choose-user-count', count: wanted });
  });
  return [scopes, h('label', { class: 'beside', for: 'user-count' }, 'Users at once'), count];
}

const field = (id: string, label: string, ...content: HTMLElement[]): HTMLElement =>
  h('div', { class: 'field' }, h('label', { for: id }, label), h('div', { class: 'value' }, ...content));

/** Targets by the configuration that names them; without headings where there is one configuration. */
function groups(targets: readonly TargetChoice[]): HTMLElement[] {
  if (targets.length === 0) return [h('option', { value: '' }, 'No target')];
  const sources = [...new Set(targets.map(({ from }) => from))];
  const options = (from: string | null): HTMLElement[] =>
    targets
      .filter((each) => each.from === from)
      .map(({ id, label, apiUrl }) =>
        h('option', { value: id }, label === apiUrl ? label : `${label} (${apiUrl})`),
      );
  if (sources.length === 1) return options(sources[0]!);
  return sources.map((from) => h('optgroup', { label: from ?? 'Entered here' }, ...options(from)));
}

function tokenLine(
  credentials: CredentialSource | null,
  running: boolean,
  send: (message: FromWebview) => void,
): HTMLElement {
  const enter = (label: string): HTMLElement =>
    button('enter-secret', label, 'link', () => send({ type: 'enter-secret' }));
  const forget = button('forget-secret', 'Forget', 'link', () => send({ type: 'forget-secret' }));
  const line = (text: string, action: HTMLElement | null): HTMLElement =>
    h('div', { class: 'value note' }, h('span', {}, text), running ? null : action);
  switch (credentials?.kind) {
    case undefined:
      return line('Choose a target first', null);
    case 'published':
      return line("Signed with the embedded backend's published secret", enter('Use Another...'));
    case 'once':
      return line('Entered for the next run', forget);
    case 'stored':
      return line('From the secret storage of the editor', forget);
    case 'ask':
      return line('Asked for when the check runs', enter('Enter...'));
  }
}
