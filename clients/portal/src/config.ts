/** What whoever hosts the portal set: where the API is, how people sign in, and whose portal it is. */

/** The configuration, as `config.json` has it. */
export interface Config {
  /** The control plane's address; the portal's own origin when empty. */
  readonly api: string;
  /** The title in the header and in the browser's tab. */
  readonly title: string;
  /** The address of a logo; ours when empty. */
  readonly logo: string;
  /** The colour of buttons and links, `#rrggbb`; ours when empty. */
  readonly accent: string;
  /** Where people find help; none when empty. */
  readonly help: string;
  /** How people sign in: by the control plane's browser session, or at an OpenID Connect issuer. */
  readonly auth: { readonly kind: 'session' } | OidcConfig;
}

/** An application at an OpenID Connect issuer: authorization code with PKCE, no secret. */
export interface OidcConfig {
  readonly kind: 'oidc';
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
}

const plain: Config = { api: '', title: 'Studio', logo: '', accent: '', help: '', auth: { kind: 'session' } };

let current = plain;

/** The configuration. */
export function config(): Config {
  return current;
}

/** Reads it: the control plane writes it into the page, and a portal that is hosted apart has it in a file. */
export async function loadConfig(): Promise<void> {
  const content = document.querySelector<HTMLMetaElement>('meta[name=portal-config]')?.content ?? '';
  if (content === '') {
    return;
  }

  if (content.startsWith('{')) {
    current = merge(JSON.parse(content));
    return;
  }

  const answer = await fetch(content);
  if (!answer.ok) {
    throw new Error(`${content} answered ${answer.status}.`);
  }

  current = merge(await answer.json());
}

/** The given settings over the defaults. What has the wrong type is told, and not guessed. */
export function merge(given: unknown): Config {
  if (typeof given !== 'object' || given === null) {
    throw new TypeError('config.json is not an object.');
  }

  const settings = given as Record<string, unknown>;
  for (const key of ['api', 'title', 'logo', 'accent', 'help']) {
    if (settings[key] !== undefined && typeof settings[key] !== 'string') {
      throw new TypeError(`config.json: ${key} is not a text.`);
    }
  }

  const auth = (settings.auth ?? plain.auth) as Config['auth'];
  if (auth.kind !== 'session' && auth.kind !== 'oidc') {
    throw new TypeError("config.json: auth.kind is 'session' or 'oidc'.");
  }

  if (auth.kind === 'oidc' && (!auth.issuer || !auth.clientId || !auth.scope)) {
    throw new TypeError('config.json: auth needs issuer, clientId and scope.');
  }

  const merged = { ...plain, ...(settings as Partial<Config>), auth };
  return { ...merged, api: merged.api.replace(/\/$/, '') };
}
