using System.Collections.Frozen;

namespace ControlPlane.Server.Authorization;

/// <summary>Who may call what, as data. A method without a row is refused, and a test holds the rows against the descriptors.</summary>
static class RpcPolicy
{
    /// <summary>The permission of methods that need no token.</summary>
    public const string Public = "";

    /// <summary>The permission of methods that every authenticated caller may call.</summary>
    public const string AnyCaller = "*";

    /// <summary>The permission of each method by its full path.</summary>
    public static FrozenDictionary<string, string> PermissionByMethod { get; } = new Dictionary<string, string>
    {
        ["/controlplane.v1.AccessService/ListLaunchTargets"] = Permissions.AccessList,
        ["/controlplane.v1.AccessService/ResolveRoute"] = Permissions.AccessResolve,
        ["/controlplane.v1.AccessService/CreateLaunch"] = Permissions.AccessLaunch,
        ["/controlplane.v1.AccessService/ExplainAccess"] = Permissions.AccessExplain,
        ["/controlplane.v1.AccessService/GetSignIn"] = Permissions.SignInsRead,
        ["/controlplane.v1.AccountService/GetAccount"] = "accounts.get",
        ["/controlplane.v1.AccountService/ListAccounts"] = "accounts.list",
        ["/controlplane.v1.AccountService/CreateAccount"] = "accounts.create",
        ["/controlplane.v1.AccountService/UpdateAccount"] = "accounts.update",
        ["/controlplane.v1.AccountService/DeleteAccount"] = "accounts.delete",
        ["/controlplane.v1.AccountService/WatchAccounts"] = "accounts.list",
        ["/controlplane.v1.AccountService/VerifyAccount"] = "accounts.verify",
        ["/controlplane.v1.AccountService/DiscoverAccounts"] = "accounts.discover",
        ["/controlplane.v1.AccountService/GetAccountCapacity"] = "accounts.get",
        ["/controlplane.v1.DomainService/GetDomain"] = "domains.get",
        ["/controlplane.v1.DomainService/ListDomains"] = "domains.list",
        ["/controlplane.v1.DomainService/CreateDomain"] = "domains.create",
        ["/controlplane.v1.DomainService/UpdateDomain"] = "domains.update",
        ["/controlplane.v1.DomainService/DeleteDomain"] = "domains.delete",
        ["/controlplane.v1.DomainService/WatchDomains"] = "domains.list",
        ["/controlplane.v1.DomainService/ImportDomains"] = "domains.import",
        ["/controlplane.v1.DomainService/GetDomainCapacity"] = "domains.get",
        ["/controlplane.v1.TeamService/GetTeam"] = "teams.get",
        ["/controlplane.v1.TeamService/ListTeams"] = "teams.list",
        ["/controlplane.v1.TeamService/CreateTeam"] = "teams.create",
        ["/controlplane.v1.TeamService/UpdateTeam"] = "teams.update",
        ["/controlplane.v1.TeamService/DeleteTeam"] = "teams.delete",
        ["/controlplane.v1.TeamService/WatchTeams"] = "teams.list",
        ["/controlplane.v1.UserService/GetUser"] = "users.get",
        ["/controlplane.v1.UserService/ListUsers"] = "users.list",
        ["/controlplane.v1.UserService/CreateUser"] = "users.create",
        ["/controlplane.v1.UserService/UpdateUser"] = "users.update",
        ["/controlplane.v1.UserService/DeleteUser"] = "users.delete",
        ["/controlplane.v1.UserService/WatchUsers"] = "users.list",
        ["/controlplane.v1.GroupService/GetGroup"] = "groups.get",
        ["/controlplane.v1.GroupService/ListGroups"] = "groups.list",
        ["/controlplane.v1.GroupService/CreateGroup"] = "groups.create",
        ["/controlplane.v1.GroupService/UpdateGroup"] = "groups.update",
        ["/controlplane.v1.GroupService/DeleteGroup"] = "groups.delete",
        ["/controlplane.v1.GroupService/WatchGroups"] = "groups.list",
        ["/controlplane.v1.EntitlementService/GetEntitlement"] = "entitlements.get",
        ["/controlplane.v1.EntitlementService/ListEntitlements"] = "entitlements.list",
        ["/controlplane.v1.EntitlementService/CreateEntitlement"] = "entitlements.create",
        ["/controlplane.v1.EntitlementService/UpdateEntitlement"] = "entitlements.update",
        ["/controlplane.v1.EntitlementService/DeleteEntitlement"] = "entitlements.delete",
        ["/controlplane.v1.EntitlementService/WatchEntitlements"] = "entitlements.list",
        ["/controlplane.v1.EntitlementService/RevokeEntitlement"] = "entitlements.revoke",
        ["/controlplane.v1.EntitlementService/ListLiveAccesses"] = "entitlements.get",
        ["/controlplane.v1.AssignmentService/GetAssignment"] = "assignments.get",
        ["/controlplane.v1.AssignmentService/ListAssignments"] = "assignments.list",
        ["/controlplane.v1.AssignmentService/CreateAssignment"] = "assignments.create",
        ["/controlplane.v1.AssignmentService/UpdateAssignment"] = "assignments.update",
        ["/controlplane.v1.AssignmentService/DeleteAssignment"] = "assignments.delete",
        ["/controlplane.v1.AssignmentService/WatchAssignments"] = "assignments.list",
        ["/controlplane.v1.ProfileService/GetProfile"] = "profiles.get",
        ["/controlplane.v1.ProfileService/ListProfiles"] = "profiles.list",
        ["/controlplane.v1.ProfileService/WatchProfiles"] = "profiles.list",
        ["/controlplane.v1.ProfileService/RepairProfile"] = "profiles.repair",
        ["/controlplane.v1.ProfileService/RetireProfile"] = "profiles.retire",
        ["/controlplane.v1.CapacityService/SimulateCapacity"] = "capacity.simulate",
        ["/controlplane.v1.CapacityService/PlanNetwork"] = "capacity.simulate",
        ["/controlplane.v1.ExecutionRoleService/PlanExecutionRoles"] = "executionroles.plan",
        ["/controlplane.v1.ExecutionRoleService/ApplyExecutionRoles"] = "executionroles.apply",
        ["/controlplane.v1.GuardrailService/PlanRollout"] = "guardrails.plan",
        ["/controlplane.v1.GuardrailService/CreateRollout"] = "guardrails.rollout",
        ["/controlplane.v1.GuardrailService/GetRollout"] = "guardrails.read",
        ["/controlplane.v1.GuardrailService/ListRollouts"] = "guardrails.read",
        ["/controlplane.v1.GuardrailService/ContinueRollout"] = "guardrails.rollout",
        ["/controlplane.v1.GuardrailService/RollBackRollout"] = "guardrails.rollout",
        ["/controlplane.v1.GuardrailService/GetRolloutDrift"] = "guardrails.read",
        ["/controlplane.v1.GuardrailService/GetCompliance"] = "guardrails.read",
        ["/controlplane.v1.OperationService/GetOperation"] = "operations.get",
        ["/controlplane.v1.OperationService/ListOperations"] = "operations.get",
        ["/controlplane.v1.OperationService/WaitOperation"] = "operations.get",
        ["/controlplane.v1.OperationService/CancelOperation"] = "operations.cancel",
        ["/controlplane.v1.AuditService/GetAuditEvent"] = "audit.read",
        ["/controlplane.v1.AuditService/ListAuditEvents"] = "audit.read",
        ["/controlplane.v1.AuditService/WatchAuditEvents"] = "audit.read",
        ["/controlplane.v1.AuditService/ExportAuditEvents"] = "audit.export",
        ["/controlplane.v1.AuditService/VerifyAuditLog"] = "audit.verify",
        ["/controlplane.v1.DiagnosticsService/GetServerInfo"] = AnyCaller,
        ["/controlplane.v1.DiagnosticsService/GetCaller"] = AnyCaller,
        ["/controlplane.v1.DiagnosticsService/ListIdentityProviders"] = "diagnostics.run",
        ["/controlplane.v1.DiagnosticsService/CheckEndpoints"] = "diagnostics.run",
        ["/controlplane.v1.DiagnosticsService/TestSignIn"] = "diagnostics.testsignin",
        ["/controlplane.v1.DiagnosticsService/TraceSession"] = "diagnostics.run",
        ["/grpc.health.v1.Health/Check"] = Public,
        ["/grpc.health.v1.Health/List"] = Public,
        ["/grpc.health.v1.Health/Watch"] = Public,
        // Mapped only when the option Server:Reflection is on; the contract itself is no secret.
        ["/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"] = Public,
        ["/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"] = Public,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>How often one caller may call a method, where that is limited.</summary>
    public static FrozenDictionary<string, int> CallsPerMinute { get; } = new Dictionary<string, int>
    {
        // Verifies signatures and decrypts, and audits each call.
        ["/controlplane.v1.DiagnosticsService/TestSignIn"] = 30,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    static readonly string[] _own =
        [Permissions.AccessList, Permissions.AccessResolve, Permissions.AccessLaunch, Permissions.AccessExplain, Permissions.SignInsRead];

    // What the role gives for all teams when a token names it, and the owners of a team for that team alone.
    static readonly string[] _owning =
    [
        "teams.get", "teams.list", "entitlements.get", "entitlements.list", "entitlements.create", "entitlements.update", "entitlements.delete",
        "entitlements.revoke",
    ];

    static readonly string[] _reading =
    [
        "accounts.get", "accounts.list", "domains.get", "domains.list", "teams.get", "teams.list", "users.get", "users.list",
        "groups.get", "groups.list", "entitlements.get", "entitlements.list", "assignments.get", "assignments.list",
        "profiles.get", "profiles.list", "capacity.simulate", "guardrails.read", "operations.get", Permissions.OperationsReadAll, Permissions.SignInsRead, Permissions.SignInsReadAll,
    ];

    static readonly string[] _operating =
    [
        .. _own, .. _reading, Permissions.InspectAll,
        "accounts.update", "accounts.verify", "domains.create", "domains.update", "domains.delete", "domains.import",
        "teams.create", "teams.update", "teams.delete", "users.create", "users.update", "users.delete",
        "groups.create", "groups.update", "groups.delete",
        "entitlements.create", "entitlements.update", "entitlements.delete", "entitlements.revoke",
        "assignments.create", "assignments.update", "assignments.delete", "profiles.repair", "profiles.retire", "executionroles.plan", "operations.cancel",
        "audit.read", "diagnostics.run", "diagnostics.testsignin", "guardrails.plan",
    ];

    /// <summary>What each role may do. <c>operator</c> explains and reads for others, and never opens Studio for them.</summary>
    public static FrozenDictionary<string, FrozenSet<string>> PermissionsByRole { get; } = new Dictionary<string, FrozenSet<string>>
    {
        ["user"] = [.. _own],
        ["portal"] = [.. _own, Permissions.OnBehalf],
        [RpcDelegation.Role] = [.. _owning],
        ["auditor"] = [.. _reading, "executionroles.plan", "audit.read", "audit.export", "audit.verify"],
        ["operator"] = [.. _operating],
        ["admin"] = [.. _operating, Permissions.OnBehalf, "accounts.create", "accounts.delete", "accounts.discover", "executionroles.apply", "audit.export", "audit.verify", "guardrails.rollout"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What some roles together may do.</summary>
    public static FrozenSet<string> PermissionsOf(IEnumerable<string> roles)
        => roles.SelectMany(r => PermissionsByRole[r]).ToFrozenSet(StringComparer.Ordinal);
}

/// <summary>The names of the permissions.</summary>
static class Permissions
{
    /// <summary>List one's own targets.</summary>
    public const string AccessList = "access.list";

    /// <summary>Compute one's own routes.</summary>
    public const string AccessResolve = "access.resolve";

    /// <summary>Open Studio for oneself.</summary>
    public const string AccessLaunch = "access.launch";

    /// <summary>Explain one's own access.</summary>
    public const string AccessExplain = "access.explain";

    /// <summary>Read one's own flight records.</summary>
    public const string SignInsRead = "access.signins.read";

    /// <summary>Read every flight record.</summary>
    public const string SignInsReadAll = "signins.readall";

    /// <summary>Read every operation, not only one's own.</summary>
    public const string OperationsReadAll = "operations.readall";

    /// <summary>Read a team.</summary>
    public const string TeamsGet = "teams.get";

    /// <summary>Do all of that for any user.</summary>
    public const string OnBehalf = "launch.onbehalf";

    /// <summary>List, resolve and explain, without effects, for any user.</summary>
    public const string InspectAll = "access.inspectall";
}
