import type { DescService } from '@bufbuild/protobuf';
import { createClient, type Client, type Transport } from '@connectrpc/connect';
import { settingsOf, type ControlPlaneOptions, type Settings } from './options.js';
import { CallTransport } from './transport.js';

/** How one call is made. */
export interface CallOptions {
  /** Ends the call: it then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** How long the call may take with all of its retries, in milliseconds; as the client was made unless set, and 0 for no limit. */
  readonly timeoutMs?: number;
  /** More headers. */
  readonly headers?: HeadersInit;
}

/** A control plane that can be called. One for each server is enough: it keeps its connections. */
export interface ControlPlane {
  /** Calls methods with tokens, deadlines, retries and refusals, for stubs of one's own. */
  readonly transport: Transport;
  /** How it was made. */
  readonly settings: Settings;
}

/**
 * A control plane over any transport of Connect. Most programs call `connect` of `@controlplane/client/node` or `@controlplane/client/web`.
 *
 * @param transport What carries the calls.
 * @param options How they are made.
 * @throws RangeError when an option is out of its range.
 */
export function createControlPlane(transport: Transport, options: ControlPlaneOptions = {}): ControlPlane {
  return { transport: new CallTransport(transport, options), settings: settingsOf(options) };
}

/**
 * The methods of a service, as the contract has them. Each throws `ControlPlaneError`.
 *
 * @param controlPlane Whom to call.
 * @param desc The service, such as `AccessService`.
 */
export function service<S extends DescService>(controlPlane: ControlPlane, desc: S): Client<S> {
  return createClient(desc, controlPlane.transport);
}
