/** Signing in at an OpenID Connect issuer, for a portal that is hosted apart: authorization code with PKCE (RFC 7636), for public clients. */
import type { OidcConfig } from './config.js';

interface Tokens {
  readonly accessToken: string;
  /** In milliseconds since 1970. */
  readonly expires: number;
  readonly refreshToken: string | undefined;
}

interface Endpoints {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly end_session_endpoint?: string;
}

const pendingKey = 'portal.oidc.pending';
// In memory only: a script that got into the page finds nothing in storage, and a new tab signs in silently at the issuer.
let tokens: Tokens | undefined;
let renewing: Promise<Tokens> | undefined;
let discovered: Promise<Endpoints> | undefined;

/** The access token; an empty one when nobody signed in, which the server answers as for any caller without one. */
export async function accessToken(config: OidcConfig): Promise<string> {
  if (tokens && tokens.expires - Date.now() > 30_000) {
    return tokens.accessToken;
  }

  if (!tokens?.refreshToken) {
    return '';
  }

  const grant = { grant_type: 'refresh_token', refresh_token: tokens.refreshToken };
  renewing ??= redeem(config, grant).finally(() => {
    renewing = undefined;
  });
  tokens = await renewing;
  return tokens.accessToken;
}

/** Sends the browser to the issuer. */
export async function begin(config: OidcConfig, path: string): Promise<void> {
  const verifier = random();
  const state = random();
  sessionStorage.setItem(pendingKey, JSON.stringify({ verifier, state, path }));
  const query = new URLSearchParams({
    response_type: 'code', client_id: config.clientId, redirect_uri: redirectUri(), scope: config.scope, state,
    code_challenge: await challengeOf(verifier), code_challenge_method: 'S256',
  });
  location.assign(`${(await endpoints(config)).authorization_endpoint}?${query}`);
}

/** Ends a sign-in that came back. Returns where the person wanted to go; undefined when nothing came back. */
export async function finish(config: OidcConfig): Promise<string | undefined> {
  const query = new URLSearchParams(location.search);
  const kept = sessionStorage.getItem(pendingKey);
  if (!kept || !(query.has('code') || query.has('error'))) {
    return undefined;
  }

  sessionStorage.removeItem(pendingKey);
  const pending = JSON.parse(kept) as { verifier: string; state: string; path: string };
  if (query.get('state') !== pending.state) {
    throw new Error('The answer of the identity provider belongs to another sign-in.');
  }

  if (query.has('error')) {
    throw new Error(query.get('error_description') ?? query.get('error') ?? '');
  }

  tokens = await redeem(config, {
    grant_type: 'authorization_code', code: query.get('code')!, redirect_uri: redirectUri(), code_verifier: pending.verifier,
  });
  return pending.path;
}

/** Forgets the tokens and ends the issuer's session when it can be ended. */
export async function end(config: OidcConfig): Promise<void> {
  tokens = undefined;
  const { end_session_endpoint: address } = await endpoints(config);
  location.assign(address
    ? `${address}?${new URLSearchParams({ client_id: config.clientId, post_logout_redirect_uri: `${location.origin}/?signed-out` })}`
    : '/?signed-out');
}

async function redeem(config: OidcConfig, grant: Record<string, string>): Promise<Tokens> {
  const answer = await fetch((await endpoints(config)).token_endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...grant, client_id: config.clientId }),
  });
  const body = (await answer.json()) as { access_token?: string; expires_in?: number; refresh_token?: string; error?: string };
  if (!answer.ok || !body.access_token) {
    throw new Error(`The identity provider gave no token: ${body.error ?? answer.status}.`);
  }

  return { accessToken: body.access_token, expires: Date.now() + (body.expires_in ?? 300) * 1000, refreshToken: body.refresh_token ?? grant.refresh_token };
}

function endpoints(config: OidcConfig): Promise<Endpoints> {
  discovered ??= fetch(`${config.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`).then(async answer => {
    if (!answer.ok) {
      throw new Error(`The identity provider's configuration answered ${answer.status}.`);
    }

    return (await answer.json()) as Endpoints;
  });
  return discovered;
}

function redirectUri(): string {
  return `${location.origin}/`;
}

function random(): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)));
}

/** The S256 challenge of a verifier (RFC 7636 4.2). */
export async function challengeOf(verifier: string): Promise<string> {
  return base64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
