import { ControlPlaneError } from './errors.js';

type Ids<P extends string> = P extends `${string}{${infer Id}}${infer Rest}` ? Id | Ids<Rest> : never;
type Format<P extends string> = P extends `${infer Head}{${string}}${infer Rest}` ? `${Head}${string}${Format<Rest>}` : P;

/**
 * A kind of resource name. A literal that cannot be such a name is refused by the compiler; names that come from the server are plain
 * strings, and {@link NamePattern.parse} takes them apart.
 */
export interface NamePattern<P extends string> {
  /** The pattern, such as `teams/{team}`. */
  readonly pattern: P;

  /**
   * The name of ids, each percent-encoded where a character is not one of `A-Za-z0-9-._~@+=,`.
   *
   * @param ids The ids as people write them.
   */
  format(ids: Readonly<Record<Ids<P>, string>>): Format<P>;

  /**
   * The ids of a name, decoded.
   *
   * @param name A name of this pattern.
   * @throws {@link ControlPlaneError} `CLIENT_NAME_MALFORMED`.
   */
  parse(name: string): Record<Ids<P>, string>;

  /**
   * Whether a string is a name of this pattern.
   *
   * @param name Any string.
   */
  matches(name: string): name is Format<P>;
}

/** The type of the names of a pattern: ``NameOf<typeof teamNames>`` is ``teams/${string}``. */
export type NameOf<N> = N extends NamePattern<infer P> ? Format<P> : never;

/**
 * A kind of resource name.
 *
 * @param pattern The pattern, such as `teams/{team}`.
 */
export function namePattern<const P extends string>(pattern: P): NamePattern<P> {
  const parts = pattern.split('/');
  const fits = (name: string) => {
    const given = name.split('/');
    return given.length === parts.length && parts.every((p, i) => (p.startsWith('{') ? given[i] !== '' : p === given[i])) ? given : undefined;
  };
  return {
    pattern,
    format: ids => parts.map(p => (p.startsWith('{') ? encodeId((ids as Record<string, string>)[p.slice(1, -1)]!) : p)).join('/') as Format<P>,
    parse(name) {
      const given = fits(name);
      if (!given) {
        throw new ControlPlaneError(`'${name}' is no name of the form ${pattern}.`, { kind: 'invalid', reason: 'CLIENT_NAME_MALFORMED', metadata: { name, pattern } });
      }

      return Object.fromEntries(parts.flatMap((p, i) => (p.startsWith('{') ? [[p.slice(1, -1), decodeId(given[i]!)]] : []))) as Record<Ids<P>, string>;
    },
    matches: (name): name is Format<P> => fits(name) !== undefined,
  };
}

/** Names of accounts; the id is the AWS account id, 12 digits. */
export const accountNames = /* @__PURE__ */ namePattern('accounts/{account}');

/** Names of domains. */
export const domainNames = /* @__PURE__ */ namePattern('accounts/{account}/regions/{region}/domains/{domain}');

/** Names of SageMaker user profiles. */
export const profileNames = /* @__PURE__ */ namePattern('accounts/{account}/regions/{region}/domains/{domain}/profiles/{profile}');

/** Names of teams. */
export const teamNames = /* @__PURE__ */ namePattern('teams/{team}');

/** Names of users; the id is the identity provider's, and `me` is the caller. */
export const userNames = /* @__PURE__ */ namePattern('users/{user}');

/** Names of groups; the id is the identity provider's. */
export const groupNames = /* @__PURE__ */ namePattern('groups/{group}');

/** Names of entitlements; the id is `user-` or `group-` and the id of whom it entitles. */
export const entitlementNames = /* @__PURE__ */ namePattern('teams/{team}/entitlements/{entitlement}');

/** Names of assignments. */
export const assignmentNames = /* @__PURE__ */ namePattern('users/{user}/assignments/{team}');

/** Names of what a user has with a team in the access API. */
export const userTeamNames = /* @__PURE__ */ namePattern('users/{user}/teams/{team}');

/** Names of sign-ins; the id is the reference that stands on every page and in every refusal. */
export const signInNames = /* @__PURE__ */ namePattern('signIns/{reference}');

/** Names of operations. */
export const operationNames = /* @__PURE__ */ namePattern('operations/{operation}');

/** Names of audit events; the id is the sequence. */
export const auditEventNames = /* @__PURE__ */ namePattern('auditEvents/{sequence}');

/**
 * The last id of a name, decoded.
 *
 * @param name A resource name, such as `users/alice`.
 */
export function idOf(name: string): string {
  return decodeId(name.slice(name.lastIndexOf('/') + 1));
}

/**
 * An id as it stands in a name.
 *
 * @param id The id.
 */
export function encodeId(id: string): string {
  return encodeURIComponent(id).replace(/%(?:40|2B|3D|2C)/g, decodeURIComponent).replace(/[!'()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * An id as people write it.
 *
 * @param segment A part of a name.
 */
export function decodeId(segment: string): string {
  return segment.includes('%') ? decodeURIComponent(segment) : segment;
}
