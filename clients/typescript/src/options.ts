import type { ControlPlaneError } from './errors.js';
import type { TokenSource } from './tokens.js';
import type { Propagate } from './tracing.js';

/** How calls are made, whatever carries them. */
export interface ControlPlaneOptions {
  /** Where access tokens come from: a token, an async function, or a provider such as `clientCredentials(...)`; none unless set. */
  readonly tokens?: TokenSource;

  /** How long a single call may take with all of its retries, in milliseconds, 1 or more; 30,000 unless set. Streams have no deadline. */
  readonly deadlineMs?: number;

  /** How often a call is tried at the most, 1 to 10; 4 unless set. Only what is known not to have been done, or may be done twice, is tried again. */
  readonly maxAttempts?: number;

  /** The longest pause between two attempts, in milliseconds, whatever the server asks for; 10,000 unless set. */
  readonly maxPauseMs?: number;

  /** Headers of every call; none unless set. */
  readonly headers?: Readonly<Record<string, string>>;

  /** Hears of each attempt that is about to be repeated, with the pause before it in milliseconds; nobody unless set. */
  readonly onRetry?: (error: ControlPlaneError, pauseMs: number) => void;

  /** Writes the headers of the caller's trace; by `@opentelemetry/api` when the program uses it, unless set. `false` writes none. */
  readonly propagate?: Propagate | false;
}

/** Options with their defaults. */
export interface Settings {
  readonly deadlineMs: number;
  readonly maxAttempts: number;
  readonly maxPauseMs: number;
  readonly onRetry: ((error: ControlPlaneError, pauseMs: number) => void) | undefined;
}

/** Options with their defaults, checked. */
export function settingsOf(options: ControlPlaneOptions): Settings {
  return {
    deadlineMs: within('deadlineMs', options.deadlineMs ?? 30_000, 1, Number.MAX_SAFE_INTEGER),
    maxAttempts: within('maxAttempts', options.maxAttempts ?? 4, 1, 10),
    maxPauseMs: within('maxPauseMs', options.maxPauseMs ?? 10_000, 0, Number.MAX_SAFE_INTEGER),
    onRetry: options.onRetry,
  };
}

function within(name: string, value: number, from: number, to: number): number {
  if (!(value >= from && value <= to)) {
    throw new RangeError(`${name} is ${value} and must be ${from} to ${to}.`);
  }

  return value;
}
