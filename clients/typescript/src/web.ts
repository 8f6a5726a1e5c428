/**
 * Calls the Studio Control Plane by gRPC-Web, from browsers.
 *
 * @packageDocumentation
 */
import { createGrpcWebTransport } from '@connectrpc/connect-web';
import { createControlPlane, type ControlPlane } from './connection.js';
import type { ControlPlaneOptions } from './options.js';

/** How a server is reached from a browser. */
export interface WebOptions extends ControlPlaneOptions {
  /** The server's address; the page's own origin unless set. */
  readonly address?: string;

  /**
   * Whether the browser's session vouches for the caller: its cookie goes with every call to the page's own origin (`same-origin`) or to any
   * (`include`), together with the header `X-Portal` that the server asks for. `same-origin` unless set, and `omit` when there are tokens.
   */
  readonly session?: 'same-origin' | 'include' | 'omit';

  /** What sends the requests; the browser's unless set. */
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * A control plane, called by gRPC-Web. Nothing is sent before the first call.
 *
 * @param options Where the server is, and how it is called.
 * @throws RangeError when an option is out of its range.
 */
export function connect(options: WebOptions = {}): ControlPlane {
  const credentials = options.session ?? (options.tokens === undefined ? 'same-origin' : 'omit');
  const send = options.fetch ?? globalThis.fetch.bind(globalThis);
  const transport = createGrpcWebTransport({
    baseUrl: (options.address ?? globalThis.location.origin).replace(/\/$/, ''),
    fetch: (input, init) => send(input, { ...init, credentials }),
  });
  return createControlPlane(transport, { ...options, headers: { ...(credentials === 'omit' ? {} : { 'x-portal': '1' }), ...options.headers } });
}
