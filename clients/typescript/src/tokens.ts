import { ControlPlaneError } from './errors.js';

/** What an issuer gave. All of it is secret. */
export interface TokenSet {
  /** The access token. */
  readonly accessToken: string;
  /** When the access token ends; unknown when not set. */
  readonly expireTime?: Date | undefined;
}

/** Where access tokens come from. */
export interface TokenProvider {
  /** Whether a fresh token can differ from the last one, so that a refused call is worth repeating. */
  readonly canRefresh: boolean;

  /**
   * An access token that is good for some time yet.
   *
   * @param fresh True when the last one was refused: it must not be given again when another can be had.
   * @param signal Ends the asking.
   */
  getToken(fresh: boolean, signal?: AbortSignal): Promise<string>;
}

/** Fetches a token: any function that gives one. */
export type TokenFunction = () => Promise<string | TokenSet>;

/** A token, a function that fetches one, or a provider. */
export type TokenSource = string | TokenFunction | TokenProvider;

/** At most so long before its end a token is replaced, in milliseconds: enough for a call with its retries. */
const margin = 60_000;

/**
 * A provider that always gives the same token.
 *
 * @param token The token.
 */
export function staticToken(token: string): TokenProvider {
  return { canRefresh: false, getToken: () => Promise.resolve(token) };
}

/**
 * Keeps what a function fetches until shortly before it ends (a minute, or a tenth of a short life), and fetches one at a time. The end comes
 * with the token, or stands in it when it is a JWT; what has no known end is kept until the server refuses it.
 *
 * @param fetchToken Fetches a token.
 * @param now The clock, in milliseconds; the system's unless set.
 */
export function cachedTokens(fetchToken: TokenFunction, now: () => number = Date.now): TokenProvider {
  let current: { token: string; replaceAt: number } | undefined;
  let fetching: Promise<string> | undefined;
  const fetchOnce = async () => {
    const begun = now();
    const given = await fetchToken();
    const token = typeof given === 'string' ? given : given.accessToken;
    const end = typeof given === 'string' ? endOfJwt(given) : given.expireTime?.getTime();
    current = { token, replaceAt: end === undefined ? Number.POSITIVE_INFINITY : end - Math.min(margin, (end - begun) / 10) };
    return token;
  };
  return {
    canRefresh: true,
    getToken(fresh, signal) {
      if (!fresh && current && now() < current.replaceAt) {
        return Promise.resolve(current.token);
      }

      // What one caller waits for serves all, and a caller who gives up does not end it for the others.
      fetching ??= fetchOnce().finally(() => {
        fetching = undefined;
      });
      return abortable(fetching, signal);
    },
  };
}

/** How {@link clientCredentials} asks its issuer. */
export interface ClientCredentialsOptions {
  /** The issuer, such as `https://login.example.com/realms/studio`. Plain `http` is for loopback alone. */
  readonly issuer: string;
  /** The client's id. */
  readonly clientId: string;
  /** The client's secret, or what gives it when it is needed. */
  readonly clientSecret: string | (() => string | Promise<string>);
  /** The scopes, divided by spaces; the issuer's own choice unless set. */
  readonly scope?: string;
  /** What sends the requests; the platform's unless set. */
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * Tokens of a program that acts for itself (RFC 6749 4.4), found by the issuer's discovery document and kept until shortly before they end.
 * They are for servers: a browser keeps no client secret.
 *
 * @param options Who asks whom.
 * @throws {@link ControlPlaneError} from `getToken`: `CLIENT_TOKEN_REFUSED`, `CLIENT_ISSUER_UNAVAILABLE`, `CLIENT_ISSUER_MISMATCH` or
 * `CLIENT_ISSUER_INSECURE`.
 */
export function clientCredentials(options: ClientCredentialsOptions): TokenProvider {
  const send = options.fetch ?? globalThis.fetch;
  let endpoint: string | undefined;
  return cachedTokens(async () => {
    endpoint ??= await discover(options.issuer, send);
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: options.clientId,
      client_secret: typeof options.clientSecret === 'string' ? options.clientSecret : await options.clientSecret(),
    });
    if (options.scope) {
      form.set('scope', options.scope);
    }

    const answer = await read(send, endpoint, { method: 'POST', body: form });
    if (typeof answer.access_token !== 'string') {
      const why = answer.error_description ?? answer.error ?? 'no access token in the answer';
      throw refused('CLIENT_TOKEN_REFUSED', `The issuer gave no token: ${why}.`, "Check the client's id and secret, and that it may use client credentials.");
    }

    const seconds = answer.expires_in;
    return { accessToken: answer.access_token, expireTime: typeof seconds === 'number' ? new Date(Date.now() + seconds * 1000) : undefined };
  });
}

/** The provider that a source is. */
export function providerOf(source: TokenSource): TokenProvider {
  return typeof source === 'string' ? staticToken(source) : typeof source === 'function' ? cachedTokens(source) : source;
}

async function discover(issuer: string, send: typeof globalThis.fetch): Promise<string> {
  const base = trusted(issuer, 'issuer').replace(/\/+$/, '');
  const address = `${base}/.well-known/openid-configuration`;
  const found = await read(send, address);

  // OpenID Connect Discovery 4.3: another issuer's document must not be used for this one.
  if (String(found.issuer).replace(/\/+$/, '') !== base) {
    throw refused('CLIENT_ISSUER_MISMATCH', `${address} describes the issuer '${found.issuer}'.`, 'Give the issuer as its own document spells it.');
  }

  return trusted(String(found.token_endpoint), 'token_endpoint');
}

async function read(send: typeof globalThis.fetch, address: string, init?: RequestInit): Promise<Record<string, unknown>> {
  try {
    const answer = await send(address, { redirect: 'error', ...init });
    return (await answer.json()) as Record<string, unknown>;
  } catch (e) {
    throw new ControlPlaneError(`${address} gave no answer that can be used: ${e instanceof Error ? e.message : e}`, {
      kind: 'unavailable', reason: 'CLIENT_ISSUER_UNAVAILABLE', fix: "Check the issuer's address, and that it can be reached from here.", cause: e,
    });
  }
}

// Secrets go there: to loopback, or under TLS.
function trusted(address: string, what: string): string {
  if (!URL.canParse(address) || !isTrusted(new URL(address))) {
    throw refused('CLIENT_ISSUER_INSECURE', `The ${what} '${address}' is no https address.`, 'Use an issuer that has TLS.');
  }

  return address;
}

/** Whether secrets may travel there. */
export function isTrusted(address: URL): boolean {
  return address.protocol === 'https:' || (address.protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(address.hostname));
}

function refused(reason: string, message: string, fix: string): ControlPlaneError {
  return new ControlPlaneError(message, { kind: 'unauthenticated', reason, fix });
}

function endOfJwt(token: string): number | undefined {
  const [, payload, signature] = token.split('.');
  if (!payload || signature === undefined) {
    return undefined;
  }

  try {
    const { exp } = JSON.parse(atob(payload.replace(/-/g, '+').replace(/_/g, '/'))) as { exp?: unknown };
    return typeof exp === 'number' ? exp * 1000 : undefined;
  } catch {
    // Three parts, and no JWT: only the server can read it.
    return undefined;
  }
}

function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) {
    return work;
  }

  return new Promise((done, failed) => {
    const stop = () => failed(signal.reason);
    if (signal.aborted) {
      stop();
    }

    signal.addEventListener('abort', stop, { once: true });
    work.then(done, failed).finally(() => signal.removeEventListener('abort', stop));
  });
}
