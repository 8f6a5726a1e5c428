import { clone, create, isMessage, type DescMessage, type DescMethod, type DescMethodStreaming, type DescMethodUnary, type MessageInitShape, type MessageShape } from '@bufbuild/protobuf';
import type { StreamResponse, Transport, UnaryResponse } from '@connectrpc/connect';
import { RetryBudget } from './budget.js';
import { ControlPlaneError, errorOf } from './errors.js';
import { settingsOf, type ControlPlaneOptions, type Settings } from './options.js';
import { pause } from './pause.js';
import { providerOf, type TokenProvider } from './tokens.js';
import { propagateTrace, type Propagate } from './tracing.js';

const reading = /^(Get|List|Resolve|Explain|Check|Verify|Wait|Test|Trace|Cancel)/;

/** What every call has: a token, a deadline, the caller's trace, retries where they are safe, and refusals as errors of our own. */
export class CallTransport implements Transport {
  readonly #inner: Transport;
  readonly #settings: Settings;
  readonly #tokens: TokenProvider | undefined;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #propagate: Propagate | undefined;
  readonly #budget = new RetryBudget();

  constructor(inner: Transport, options: ControlPlaneOptions) {
    this.#inner = inner;
    this.#settings = settingsOf(options);
    this.#tokens = options.tokens === undefined ? undefined : providerOf(options.tokens);
    this.#headers = options.headers ?? {};
    this.#propagate = options.propagate === false ? undefined : (options.propagate ?? propagateTrace);
  }

  async unary<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>, signal: AbortSignal | undefined, timeoutMs: number | undefined, header: HeadersInit | undefined,
    input: MessageInitShape<I>, contextValues?: Parameters<Transport['unary']>[5],
  ): Promise<UnaryResponse<I, O>> {
    const request = named(method.input, input);
    const limit = timeoutMs ?? this.#settings.deadlineMs;
    const deadline = limit > 0 ? performance.now() + limit : Number.POSITIVE_INFINITY;
    let fresh = false;
    for (let attempt = 1; ; attempt++) {
      try {
        signal?.throwIfAborted();
        const headers = await this.#headersOf(header, fresh, signal);
        const left = deadline === Number.POSITIVE_INFINITY ? 0 : Math.max(1, Math.ceil(deadline - performance.now()));
        const answer = await this.#inner.unary(method, signal, left, headers, request, contextValues);
        this.#budget.succeeded();
        return answer;
      } catch (e) {
        signal?.throwIfAborted();
        const error = errorOf(e);
        const wait = this.#pauseAfter(error, attempt, fresh, mayRepeat(method, error));
        if (wait === undefined || performance.now() + wait >= deadline) {
          throw error;
        }

        fresh = error.kind === 'unauthenticated';
        this.#settings.onRetry?.(error, wait);
        await pause(wait, signal);
      }
    }
  }

  async stream<I extends DescMessage, O extends DescMessage>(
    method: DescMethodStreaming<I, O>, signal: AbortSignal | undefined, timeoutMs: number | undefined, header: HeadersInit | undefined,
    input: AsyncIterable<MessageInitShape<I>>, contextValues?: Parameters<Transport['stream']>[5],
  ): Promise<StreamResponse<I, O>> {
    // Whoever stops reading ends the call, which Connect's streams do not by themselves.
    const hangUp = new AbortController();
    const ends = signal ? AbortSignal.any([signal, hangUp.signal]) : hangUp.signal;
    // The one message of a server stream can be sent again; what a client streams is gone.
    const request = method.methodKind === 'server_streaming' ? await all(input) : undefined;
    const begin = async (fresh: boolean) => {
      try {
        signal?.throwIfAborted();
        return await this.#inner.stream(
          method, ends, timeoutMs, await this.#headersOf(header, fresh, signal), request ? each(request) : input, contextValues);
      } catch (e) {
        signal?.throwIfAborted();
        throw errorOf(e);
      }
    };
    // A token can be revoked or outlive its issuer's keys: one fresh one is tried.
    const again = request && this.#tokens?.canRefresh ? () => begin(true) : undefined;
    const isStale = (e: unknown) => e instanceof ControlPlaneError && e.kind === 'unauthenticated' && !e.reason.startsWith('CLIENT_');
    try {
      const answer = await begin(false);
      return { ...answer, message: this.#read(answer.message, signal, hangUp, again) };
    } catch (e) {
      if (!again || !isStale(e)) {
        throw e;
      }

      // Some servers refuse before the stream begins, and others as its end.
      const answer = await again();
      return { ...answer, message: this.#read(answer.message, signal, hangUp, undefined) };
    }
  }

  async *#read<T>(messages: AsyncIterable<T>, signal: AbortSignal | undefined, hangUp: AbortController, again: (() => Promise<{ message: AsyncIterable<T> }>) | undefined): AsyncGenerator<T> {
    let begun = false;
    try {
      for await (const message of messages) {
        begun = true;
        yield message;
      }
    } catch (e) {
      signal?.throwIfAborted();
      const error = errorOf(e);
      if (begun || !again || error.kind !== 'unauthenticated') {
        throw error;
      }

      yield* this.#read((await again()).message, signal, hangUp, undefined);
    } finally {
      hangUp.abort();
    }
  }

  async #headersOf(given: HeadersInit | undefined, fresh: boolean, signal: AbortSignal | undefined): Promise<Headers> {
    const headers = new Headers(this.#headers);
    new Headers(given).forEach((value, key) => {
      headers.set(key, value);
    });
    if (this.#tokens && !headers.has('authorization')) {
      headers.set('authorization', `Bearer ${await this.#tokens.getToken(fresh, signal)}`);
    }

    this.#propagate?.(headers);
    return headers;
  }

  /** How long to wait before the next attempt, in milliseconds; undefined for none. */
  #pauseAfter(error: ControlPlaneError, attempt: number, fresh: boolean, repeatable: boolean): number | undefined {
    // A token can be revoked or outlive its issuer's keys: one fresh one is tried.
    if (error.kind === 'unauthenticated') {
      return !fresh && !error.reason.startsWith('CLIENT_') && this.#tokens?.canRefresh ? 0 : undefined;
    }

    if (!mayPass(error)) {
      return undefined;
    }

    this.#budget.failed();
    if (!repeatable || attempt >= this.#settings.maxAttempts || !this.#budget.allows) {
      return undefined;
    }

    const own = 100 * 2 ** attempt * (0.5 + Math.random());
    return Math.min(Math.max(own, error.retryAfterMs ?? 0), this.#settings.maxPauseMs);
  }
}

/** Whether nothing is known to have happened and asking again may succeed. */
function mayPass(error: ControlPlaneError): boolean {
  return error.kind === 'unavailable' || error.kind === 'exhausted';
}

/** Whether the call may be sent again: the server said when to come back, or it can be done twice without harm. */
function mayRepeat(method: DescMethod, error: ControlPlaneError): boolean {
  return error.retryAfterMs !== undefined || reading.test(method.name) || method.input.field.requestId !== undefined;
}

/** The request with an id of its own (AIP-155), so that sending it twice does it once. */
function named<I extends DescMessage>(schema: I, input: MessageInitShape<I>): MessageShape<I> {
  const isNamed = schema.field.requestId === undefined || (input as { requestId?: string }).requestId;
  if (isNamed) {
    return isMessage(input, schema) ? input : create(schema, input);
  }

  const request = isMessage(input, schema) ? clone(schema, input) : create(schema, input);
  (request as unknown as { requestId: string }).requestId = newId();
  return request;
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) {
    found.push(item);
  }

  return found;
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

/** A UUID of version 7. The platform's own makes version 4, and only in secure contexts. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 5, time = Date.now(); i >= 0; i--, time = Math.floor(time / 256)) {
    bytes[i] = time % 256;
  }

  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, b => b.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
