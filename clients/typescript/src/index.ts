/**
 * The Studio Control Plane's client, for any transport of Connect. `@controlplane/client/node` and `@controlplane/client/web` have the
 * transports of Node (gRPC) and browsers (gRPC-Web).
 *
 * @packageDocumentation
 */
export { launchTargets } from './access.js';
export { createControlPlane, service, type CallOptions, type ControlPlane } from './connection.js';
export { ControlPlaneError, errorOfStatus, isRefusal, type ControlPlaneErrorInit, type ControlPlaneErrorKind, type HelpLink, type Violation } from './errors.js';
export * from './gen/controlplane/v1/access_pb.js';
export * from './gen/controlplane/v1/accounts_pb.js';
export * from './gen/controlplane/v1/audit_pb.js';
export * from './gen/controlplane/v1/common_pb.js';
export * from './gen/controlplane/v1/diagnostics_pb.js';
export * from './gen/controlplane/v1/domains_pb.js';
export * from './gen/controlplane/v1/entitlements_pb.js';
export * from './gen/controlplane/v1/execution_roles_pb.js';
export * from './gen/controlplane/v1/guardrails_pb.js';
export * from './gen/controlplane/v1/operations_pb.js';
export * from './gen/controlplane/v1/planning_pb.js';
export * from './gen/controlplane/v1/profiles_pb.js';
export * from './gen/controlplane/v1/teams_pb.js';
export * from './gen/controlplane/v1/users_pb.js';
export { accounts, assignments, auditEvents, domains, entitlements, groups, operations, profiles, teams, users } from './kinds.js';
export { fieldMask } from './masks.js';
export * from './names.js';
export { cancelOperation, waitForOperation, type WaitOptions } from './operations.js';
export type { ControlPlaneOptions, Settings } from './options.js';
export { collect, paged, type Page } from './paging.js';
export {
  ReadableResources, Resources, WatchableResources,
  type CreateOptions, type DeleteOptions, type Kind, type ListQuery, type Named, type UpdateOptions, type WriteOptions,
} from './resources.js';
export { cachedTokens, clientCredentials, staticToken, type ClientCredentialsOptions, type TokenFunction, type TokenProvider, type TokenSet, type TokenSource } from './tokens.js';
export { propagateTrace, type Propagate } from './tracing.js';
export type { Change, WatchOptions } from './watch.js';
