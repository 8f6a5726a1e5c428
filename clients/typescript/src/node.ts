/**
 * Calls the Studio Control Plane by gRPC over HTTP/2, from Node.
 *
 * @packageDocumentation
 */
import { createGrpcTransport, type GrpcTransportOptions } from '@connectrpc/connect-node';
import { createControlPlane, type ControlPlane } from './connection.js';
import type { ControlPlaneOptions } from './options.js';
import { isTrusted } from './tokens.js';

/** How a server is reached from Node. */
export interface NodeOptions extends ControlPlaneOptions {
  /** The gRPC address, such as `https://studio.example.com:8443`. Plain `http` is for loopback alone, unless {@link NodeOptions.allowPlaintext} is set. */
  readonly address: string;

  /** Whether tokens may travel without TLS to another machine; no, unless set. */
  readonly allowPlaintext?: boolean;

  /** The name and version of the program that calls, such as `portal/1.2.0`; Connect's own unless set. */
  readonly userAgent?: string;

  /** Options of Node's HTTP/2 sessions, for authorities of one's own (`ca`) and client certificates (`cert`, `key`). */
  readonly tls?: NonNullable<GrpcTransportOptions['nodeOptions']>;
}

/**
 * A control plane, called by gRPC. Nothing is sent before the first call, and an idle connection does not keep the program running.
 *
 * @param options Where the server is, and how it is called.
 * @throws TypeError when the address is none, or would send tokens in the clear; RangeError when an option is out of its range.
 */
export function connect(options: NodeOptions): ControlPlane {
  const address = new URL(options.address);
  if (address.protocol !== 'http:' && address.protocol !== 'https:') {
    throw new TypeError('The address is one of http or https, such as https://studio.example.com:8443.');
  }

  if (!isTrusted(address) && !options.allowPlaintext) {
    throw new TypeError(`Tokens would travel to ${address.host} in the clear. Use https, or set allowPlaintext.`);
  }

  const transport = createGrpcTransport({
    baseUrl: address.href.replace(/\/$/, ''),
    // A connection that a firewall dropped is found out, also while a watch is silent.
    pingIntervalMs: 60_000,
    pingTimeoutMs: 30_000,
    ...(options.tls ? { nodeOptions: options.tls } : {}),
  });
  return createControlPlane(transport, { ...options, headers: { ...(options.userAgent ? { 'user-agent': options.userAgent } : {}), ...options.headers } });
}
