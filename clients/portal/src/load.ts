/** Loading what a page shows. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { isSignedOut } from './api.js';
import { useSession } from './session.js';

/** What is being loaded: nothing yet, an error, or a value that may be older than the last error. */
export interface Loaded<T> {
  readonly value: T | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  readonly reload: () => void;
}

/**
 * Loads a value, anew whenever a dependency changes. The call is ended when nobody waits for it any more. What was there stays until the new
 * value comes, so that nothing jumps.
 */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, dependencies: readonly unknown[]): Loaded<T> {
  const { onSignedOut } = useSession();
  const [state, set] = useState<{ value: T | undefined; error: unknown; loading: boolean }>({ value: undefined, error: undefined, loading: true });
  const [turn, again] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  const reload = useCallback(() => again(n => n + 1), []);
  // the caller names the dependencies.
  useEffect(() => {
    const abort = new AbortController();
    set(s => ({ ...s, loading: true }));
    latest.current(abort.signal).then(
      value => abort.signal.aborted || set({ value, error: undefined, loading: false }),
      error => {
        if (abort.signal.aborted) {
          return;
        }

        if (isSignedOut(error)) {
          onSignedOut();
        }

        set(s => ({ ...s, error, loading: false }));
      },
    );
    return () => abort.abort();
  }, [...dependencies, turn]);
  return { ...state, reload };
}
