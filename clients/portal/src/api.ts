/** The control plane as the portal calls it: the one place that knows how it is reached. Pages import the client's own functions from here. */
import { ControlPlaneError, DiagnosticsService, service, type Caller, type ControlPlane } from '@controlplane/client';
import { connect } from '@controlplane/client/web';
import { config } from './config.js';

export { ControlPlaneError, isRefusal, service, idOf, encodeId, collect, launchTargets } from '@controlplane/client';
export type { Caller, ControlPlane, LaunchTarget } from '@controlplane/client';

let connected: ControlPlane | undefined;

/** The control plane. Nothing is sent before the first call. */
export function studio(): ControlPlane {
  connected ??= connectTo();
  return connected;
}

function connectTo(): ControlPlane {
  const { api, auth } = config();
  const address = api === '' ? {} : { address: api };
  if (auth.kind === 'oidc') {
    return connect({ ...address, tokens: async () => (await import('./oidc.js')).accessToken(auth) });
  }

  // Apart, but of the same site: the browser sends the session's cookie along, and the server must name our origin in Api:CorsOrigins.
  return connect({ ...address, session: api === '' ? 'same-origin' : 'include' });
}

/** Who is there; undefined when nobody is signed in. */
export async function whoIsThere(): Promise<Caller | undefined> {
  try {
    return await service(studio(), DiagnosticsService).getCaller({});
  } catch (e) {
    if (isSignedOut(e)) {
      return undefined;
    }

    throw e;
  }
}

/** Whether a call failed because nobody is signed in, or no longer. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ControlPlaneError && error.kind === 'unauthenticated';
}

/** Sends the browser to sign in; it comes back to a path of ours. */
export async function signIn(path: string): Promise<void> {
  const { api, auth } = config();
  if (auth.kind === 'oidc') {
    await (await import('./oidc.js')).begin(auth, path);
    return;
  }

  location.assign(`${api}/saml/login?return=${encodeURIComponent(api === '' ? path : '/')}`);
}

/** The address that opens a team in Studio. */
export function launchAddress(team: string): string {
  return `${config().api}/launch/${encodeURIComponent(team)}`;
}
