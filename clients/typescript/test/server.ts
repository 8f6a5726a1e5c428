import { pathToFileURL } from 'node:url';

/** The demo, in a process of its own with a folder of its own. */
export interface Demo {
  /** Where browsers and gRPC-Web reach it. */
  readonly web: string;
  /** Where gRPC reaches it. */
  readonly grpc: string;
  /** The development issuer of tokens. */
  readonly issuer: string;
  /** A token of one of the demo's people. */
  token(user: string): Promise<string>;
  /** Kills it, and starts it again on the same ports with the same folder. */
  restart(): Promise<void>;
  /** Stops it, and removes its folder. */
  stop(): Promise<void>;
}

const shared = (await import(pathToFileURL('../../eng/demo.mjs').href)) as { startDemo(...more: string[]): Promise<Demo> };

/** Starts the demo, which must be built. */
export const startDemo = shared.startDemo;
