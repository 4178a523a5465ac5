/**
 * What the live check panel's two sides say to each other. The extension host owns all state and sends it whole: it is small,
 * since evidence stays on the host until somebody opens it. Types only, JSON-serialisable; each side checks what it receives.
 */
import type { Evidence } from './observations.ts';
import type {
  NotTested,
  ProbeId,
  ProbeInfo,
  ProbeResult,
  ProbeVerdict,
  Scope,
  TargetSummary,
  Verdict,
  VerdictStatus,
} from './protocol.ts';

/** A backend that can be picked. */
export interface TargetChoice {
  /** Stable within a workspace; says nothing to people. */
  readonly id: string;
  readonly label: string;
  readonly apiUrl: string;
  /** The configuration that names it, relative to the workspace; null for an address that was typed in. */
  readonly from: string | null;
}

/** Where the token of the next run comes from. Never the token. */
export type CredentialSource =
  /** The embedded backend's published secret: the target is on this machine. */
  | { readonly kind: 'published' }
  /** Entered a moment ago for the next run alone. */
  | { readonly kind: 'once'; readonly origin: string }
  /** Kept in the editor's secret storage for this origin. */
  | { readonly kind: 'stored'; readonly origin: string }
  /** It will be asked for. */
  | { readonly kind: 'ask'; readonly origin: string };

/** One probe of a run. `waiting` until it starts; a run that ends early leaves it `not-run`. */
export interface Rung {
  readonly probe: ProbeInfo;
  readonly state: 'waiting' | 'running' | 'not-run' | ProbeVerdict;
  readonly result: ProbeResult | null;
  /** How many pieces of evidence the host holds for it. */
  readonly evidenceCount: number;
}

/** How a run stands. `refused`: it did not start; `crashed`: the check itself failed, and proves nothing. */
export type RunState = 'running' | 'cancelled' | 'finished' | 'refused' | 'crashed';

export interface RunView {
  /** Unique among the runs that this host has shown. */
  readonly runId: string;
  readonly state: RunState;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Null where the run was refused before its target was understood. */
  readonly target: TargetSummary | null;
  readonly scope: Scope;
  /** The `sub` of the token; null where none was obtained. */
  readonly user: string | null;
  /** Where the token came from, in words that hold nothing secret. */
  readonly tokenSource: string | null;
  readonly rungs: readonly Rung[];
  readonly verdict: Verdict | null;
  readonly notTested: readonly NotTested[];
  readonly durationMs: number | null;
  /** Why a run was refused, has crashed, or ended before anybody cancelled it. */
  readonly message: string | null;
}

/** A run as later ones are compared with it. Nothing that was exchanged is in it. */
export interface RunSummary {
  readonly runId: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly apiUrl: string;
  readonly scope: Scope;
  readonly status: VerdictStatus;
  readonly probes: readonly {
    readonly probe: ProbeId;
    readonly verdict: ProbeVerdict;
    readonly ms: number;
  }[];
  /** Milliseconds; null where there was no such answer. */
  readonly handshakeMs: number | null;
  readonly protocolPingMs: number | null;
  readonly applicationPingMs: number | null;
}

/** A configuration whose targets could not be read. */
export interface TargetProblem {
  /** Relative to the workspace. */
  readonly file: string;
  readonly message: string;
}

export interface PanelState {
  readonly targets: readonly TargetChoice[];
  /** Whether the configurations are still looked for, so that there may be other targets than these. */
  readonly searching: boolean;
  /** The id of the target that a run would go to. */
  readonly target: string | null;
  readonly problems: readonly TargetProblem[];
  /** The test users that a token can be signed for. */
  readonly users: readonly string[];
  /** Null: the one whose session window it is. */
  readonly user: string | null;
  readonly scope: Scope;
  /** How many users the isolation probe connects at once. */
  readonly userCount: number;
  /** Null where no target is chosen. */
  readonly credentials: CredentialSource | null;
  /** Why no run can start at all; null where one can. */
  readonly blocked: string | null;
  /** Whether a run is being prepared: a question to the user is open. */
  readonly preparing: boolean;
  readonly run: RunView | null;
  /** Finished runs of that run's target, the oldest first, up to and with itself. */
  readonly history: readonly RunSummary[];
}

export interface EvidencePage {
  readonly runId: string;
  readonly probe: ProbeId;
  /** Index of the first of `items` among the probe's evidence. */
  readonly from: number;
  readonly total: number;
  readonly items: readonly Evidence[];
}

export type ToWebview =
  | { readonly type: 'state'; readonly state: PanelState }
  | { readonly type: 'evidence'; readonly page: EvidencePage };

export type FromWebview =
  /** The document is there, empty: state is wanted. */
  | { readonly type: 'ready' }
  | { readonly type: 'choose-target'; readonly target: string }
  | { readonly type: 'enter-url' }
  | { readonly type: 'choose-user'; readonly user: string | null }
  | { readonly type: 'choose-scope'; readonly scope: Scope }
  | { readonly type: 'choose-user-count'; readonly count: number }
  | { readonly type: 'enter-secret' }
  | { readonly type: 'forget-secret' }
  | { readonly type: 'run' }
  | { readonly type: 'cancel' }
  | { readonly type: 'export' }
  | { readonly type: 'open-configuration'; readonly file: string }
  | { readonly type: 'evidence'; readonly runId: string; readonly probe: ProbeId; readonly from: number };
