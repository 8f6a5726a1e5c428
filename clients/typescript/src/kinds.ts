import type { ControlPlane } from './connection.js';
import { AccountSchema, AccountService } from './gen/controlplane/v1/accounts_pb.js';
import { AuditEventSchema, AuditService } from './gen/controlplane/v1/audit_pb.js';
import { DomainSchema, DomainService } from './gen/controlplane/v1/domains_pb.js';
import { AssignmentSchema, AssignmentService, EntitlementSchema, EntitlementService } from './gen/controlplane/v1/entitlements_pb.js';
import { OperationSchema, OperationService } from './gen/controlplane/v1/operations_pb.js';
import { ProfileSchema, ProfileService } from './gen/controlplane/v1/profiles_pb.js';
import { TeamSchema, TeamService } from './gen/controlplane/v1/teams_pb.js';
import { GroupSchema, GroupService, UserSchema, UserService } from './gen/controlplane/v1/users_pb.js';
import type { accountNames, assignmentNames, auditEventNames, domainNames, entitlementNames, groupNames, NameOf, operationNames, profileNames, teamNames, userNames } from './names.js';
import { ReadableResources, Resources, WatchableResources } from './resources.js';

/**
 * The AWS accounts.
 *
 * @param controlPlane Whom to call.
 */
export function accounts(controlPlane: ControlPlane): Resources<typeof AccountSchema, NameOf<typeof accountNames>> {
  return new Resources(controlPlane, { service: AccountService, schema: AccountSchema, plural: 'Accounts', anyParent: '' });
}

/**
 * The SageMaker domains.
 *
 * @param controlPlane Whom to call.
 */
export function domains(controlPlane: ControlPlane): Resources<typeof DomainSchema, NameOf<typeof domainNames>> {
  return new Resources(controlPlane, { service: DomainService, schema: DomainSchema, plural: 'Domains', anyParent: 'accounts/-/regions/-' });
}

/**
 * The teams.
 *
 * @param controlPlane Whom to call.
 */
export function teams(controlPlane: ControlPlane): Resources<typeof TeamSchema, NameOf<typeof teamNames>> {
  return new Resources(controlPlane, { service: TeamService, schema: TeamSchema, plural: 'Teams', anyParent: '' });
}

/**
 * The users.
 *
 * @param controlPlane Whom to call.
 */
export function users(controlPlane: ControlPlane): Resources<typeof UserSchema, NameOf<typeof userNames>> {
  return new Resources(controlPlane, { service: UserService, schema: UserSchema, plural: 'Users', anyParent: '' });
}

/**
 * The groups.
 *
 * @param controlPlane Whom to call.
 */
export function groups(controlPlane: ControlPlane): Resources<typeof GroupSchema, NameOf<typeof groupNames>> {
  return new Resources(controlPlane, { service: GroupService, schema: GroupSchema, plural: 'Groups', anyParent: '' });
}

/**
 * The entitlements.
 *
 * @param controlPlane Whom to call.
 */
export function entitlements(controlPlane: ControlPlane): Resources<typeof EntitlementSchema, NameOf<typeof entitlementNames>> {
  return new Resources(controlPlane, { service: EntitlementService, schema: EntitlementSchema, plural: 'Entitlements', anyParent: 'teams/-' });
}

/**
 * The assignments.
 *
 * @param controlPlane Whom to call.
 */
export function assignments(controlPlane: ControlPlane): Resources<typeof AssignmentSchema, NameOf<typeof assignmentNames>> {
  return new Resources(controlPlane, { service: AssignmentService, schema: AssignmentSchema, plural: 'Assignments', anyParent: 'users/-' });
}

/**
 * The SageMaker user profiles. They are not created or changed by hand: see `ProfileService` for repairing and retiring.
 *
 * @param controlPlane Whom to call.
 */
export function profiles(controlPlane: ControlPlane): WatchableResources<typeof ProfileSchema, NameOf<typeof profileNames>> {
  return new WatchableResources(controlPlane, { service: ProfileService, schema: ProfileSchema, plural: 'Profiles', anyParent: 'accounts/-/regions/-/domains/-' });
}

/**
 * Long work; see `waitForOperation` and `cancelOperation`.
 *
 * @param controlPlane Whom to call.
 */
export function operations(controlPlane: ControlPlane): ReadableResources<typeof OperationSchema, NameOf<typeof operationNames>> {
  return new ReadableResources(controlPlane, { service: OperationService, schema: OperationSchema, plural: 'Operations', anyParent: '' });
}

/**
 * The audit log. It only grows: a watch tells of events that were added, and of bookmarks.
 *
 * @param controlPlane Whom to call.
 */
export function auditEvents(controlPlane: ControlPlane): WatchableResources<typeof AuditEventSchema, NameOf<typeof auditEventNames>> {
  return new WatchableResources(controlPlane, { service: AuditService, schema: AuditEventSchema, plural: 'AuditEvents', anyParent: '' });
}
