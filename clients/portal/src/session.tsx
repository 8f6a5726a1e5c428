/** Who is there, for every page below. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Caller } from './api.js';

/** The person, and what to do when the server says that they are gone. */
export interface Session {
  readonly caller: Caller;
  readonly may: (permission: string) => boolean;
  readonly onSignedOut: () => void;
}

/** The session of the page. */
export const SessionContext = createContext<Session | undefined>(undefined);

/** The session; only below a signed-in page. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) {
    throw new Error('No session here.');
  }

  return session;
}

/** A session of a caller. */
export function sessionOf(caller: Caller, onSignedOut: () => void): Session {
  const permissions = new Set(caller.permissions);
  return { caller, may: permission => permissions.has(permission), onSignedOut };
}
