using ControlPlane.Accounts;
using ControlPlane.Errors;
using ControlPlane.Teams;

namespace ControlPlane.ExecutionRoles;

/// <summary>Every reason for which execution roles are refused.</summary>
static class ExecutionRoleErrors
{
    public const string ForeignReason = "EXECUTION_ROLE_FOREIGN";
    public const string ElsewhereReason = "EXECUTION_ROLE_ELSEWHERE";
    public const string TooLargeReason = "EXECUTION_ROLE_TOO_LARGE";

    public static RefusedException NotManaged() => new(
        RefusalKind.Precondition, "EXECUTION_ROLES_NOT_MANAGED", "This control plane does not make execution roles: 'Guardrails:ExecutionRoles:ManageThroughIam' is not on.")
    {
        Fix = "Make them by CloudFormation, with the template that 'studioctl guardrails roles' writes; or the operator of the control plane sets "
            + "Guardrails:ExecutionRoles:ManageThroughIam to true and deploys into each account what 'studioctl guardrails roles setup' writes.",
    };

    public static RefusedException NotInAccount(AccountId account, IEnumerable<TeamId> teams) => new(
        RefusalKind.Precondition, "EXECUTION_ROLE_TEAM_NOT_PLACED", $"Account {account} has no execution role for: {string.Join(", ", teams)}.")
    {
        Metadata = new Dictionary<string, string> { ["account"] = account.ToString(), ["teams"] = string.Join(",", teams) },
        Fix = "Give teams that are placed in a domain of the account, or none for all of them.",
    };

    public static RefusedException Shared(string role, IEnumerable<string> teams) => new(
        RefusalKind.Precondition, "EXECUTION_ROLE_SHARED", $"'{role}' is the execution role of several teams: {string.Join(", ", teams)}. AWS could not keep them apart.")
    {
        Metadata = new Dictionary<string, string> { ["role"] = role, ["teams"] = string.Join(",", teams) },
        Fix = "An operator of the control plane gives each team a role of its own in the catalog.",
    };

    public static RefusedException NotCovered(IEnumerable<string> roles) => new(
        RefusalKind.Precondition, "EXECUTION_ROLE_NOT_COVERED", $"The guardrails do not count as execution roles: {string.Join(", ", roles)}. Neither the boundary nor the role that makes roles would fit them.")
    {
        Metadata = new Dictionary<string, string> { ["roles"] = string.Join(",", roles) },
        Fix = "The operator of the control plane adds a pattern to Guardrails:Parameters:execution-roles and deploys again what 'studioctl guardrails roles setup' "
            + "writes with it; or the team gets a role under a path that is covered.",
    };

    public static RefusedException TooMany(AccountId account, int count, int most) => new(
        RefusalKind.Precondition, "EXECUTION_ROLES_TOO_MANY", $"Account {account} has {count} execution roles; {most} go at once.")
    {
        Metadata = new Dictionary<string, string> { ["account"] = account.ToString(), ["count"] = $"{count}", ["most"] = $"{most}" },
        Fix = "Name the teams, at most that many at a time.",
    };

    public static RefusedException BoundaryUnfit(BoundaryCheck boundary) => new(
        RefusalKind.Precondition, "EXECUTION_BOUNDARY_UNFIT", $"The boundary '{boundary.Arn}' {(boundary.State is BoundaryState.Missing ? "is not there" : "is not the catalogue's")}, and no role is made or given more under it.")
    {
        Metadata = new Dictionary<string, string> { ["boundary"] = boundary.Arn, ["state"] = boundary.State.ToString() },
        Fix = "Whoever deploys the platform deploys into the account what 'studioctl guardrails roles setup' writes, with the parameters of this control plane: the "
            + "control plane itself cannot change the boundary, so that it cannot lift what holds its roles.",
    };

    public static RefusedException Foreign(ObservedRole seen) => new(
        RefusalKind.Precondition, ForeignReason, $"'{seen.Arn}' does not carry the tag {ExecutionRoleTag.Ours.Key}={ExecutionRoleTag.Ours.Value}: it was not made here and is left alone.")
    {
        Metadata = new Dictionary<string, string> { ["role"] = seen.Arn },
        Fix = "Give the team another role; or, when nobody else maintains this one, hand it over by setting that tag on it.",
    };

    public static RefusedException Elsewhere(DesiredRole wanted, ObservedRole seen) => new(
        RefusalKind.Precondition, ElsewhereReason, $"'{wanted.Arn}' cannot be made: '{seen.Arn}' has the name, which is unique in an account whatever the path.")
    {
        Metadata = new Dictionary<string, string> { ["role"] = seen.Arn, ["wanted"] = wanted.Arn },
        Fix = "Name another role for the team, or remove that one.",
    };

    public static RefusedException TooLarge(DesiredRole wanted, int together, IReadOnlyList<string> others) => new(
        RefusalKind.Precondition, TooLargeReason, $"The inline policies of '{wanted.Arn}' have {together} characters together, and IAM takes {RoleComparison.MostInline}.")
    {
        Metadata = new Dictionary<string, string> { ["role"] = wanted.Arn, ["characters"] = $"{together}", ["most"] = $"{RoleComparison.MostInline}" },
        Fix = others.Count > 0 ? $"Remove what was added by hand: {string.Join(", ", others)}." : "Shorten the lists among the guardrails' parameters.",
    };

    public static RefusedException RolesRefused(IReadOnlyList<RolePlan> roles) => new(
        RefusalKind.Precondition, roles[0].Reason!, roles.Count == 1 ? roles[0].Message! : $"{roles.Count} roles cannot be touched, so none is: {string.Join(", ", roles.Select(r => r.Arn))}.")
    {
        Metadata = new Dictionary<string, string> { ["roles"] = string.Join(",", roles.Select(r => r.Arn)) },
        Violations = [.. roles.Select(r => new Violation(r.Arn, r.Message!))],
        Fix = "Mend what is said of each role, or name the other teams, to leave it out.",
    };
}
