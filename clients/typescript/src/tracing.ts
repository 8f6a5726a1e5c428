/** Writes the headers of the trace that the caller is in. */
export type Propagate = (headers: Headers) => void;

interface OpenTelemetryApi {
  readonly context?: { active(): unknown };
  readonly propagation?: { inject(context: unknown, carrier: Headers, setter: { set(carrier: Headers, key: string, value: string): void }): void };
}

// @opentelemetry/api registers itself there, so that all of its copies in a program are one. Reading it costs no dependency, and a program
// without OpenTelemetry downloads none.
const registered = Symbol.for('opentelemetry.js.api.1');

/**
 * Writes `traceparent` and what else the program's propagator writes, when the program uses `@opentelemetry/api` 1.x.
 *
 * @param headers The headers of a call.
 */
export function propagateTrace(headers: Headers): void {
  const api = (globalThis as { [registered]?: OpenTelemetryApi })[registered];
  if (api?.context && api.propagation) {
    api.propagation.inject(api.context.active(), headers, { set: (carrier, key, value) => carrier.set(key, value) });
  }
}
