using System.Text.Json.Nodes;

namespace ControlPlane.Guardrails.Catalogue;

/// <summary>The execution roles of an account: one for each team, and one without a team for the domains' default. The one source of what they
/// are, for <see cref="RoleStack"/> and for roles that the control plane makes itself.</summary>
public sealed class RoleSet
{
    readonly GuardrailParameters _parameters;

    RoleSet(IReadOnlyList<TeamRole> teams, GuardrailParameters parameters)
    {
        var (partition, account) = (parameters.One("partition"), parameters.One("account"));
        var all = teams.Prepend(Default).ToList();
        Uncovered = [.. all.Where(t => !parameters.Covers("execution-roles", t.Arn(partition, account)))];
        _parameters = parameters.With(("execution-roles", [.. parameters["execution-roles"].Concat(Uncovered.Select(t => t.Arn(partition, account))).Distinct()]));
        Roles = [.. all.Select(Role)];
    }

    /// <summary>The guardrails that the role of a team carries, beside its boundary, its trust policy and <c>pass-own-role</c>.</summary>
    public static IReadOnlyList<string> SharedPolicies { get; } = ["studio-read", "team-isolation", "owner-isolation", "team-bucket", "own-prefix", "job-logs", "job-metrics"];

    /// <summary>The role for the domains' default.</summary>
    public static TeamRole Default { get; } = new("", "/studio/", "StudioDefault");

    /// <summary>The roles: the default one first, then the teams' in their order.</summary>
    public IReadOnlyList<ExecutionRole> Roles { get; }

    /// <summary>The roles that the parameter <c>execution-roles</c> does not take in. The documents here count them as execution roles all the
    /// same; what was rendered elsewhere does not.</summary>
    public IReadOnlyList<TeamRole> Uncovered { get; }

    /// <summary>The permissions boundary of all of them.</summary>
    public JsonNode Boundary => Document("execution-boundary");

    /// <summary>The ARN of the managed policy that is the boundary of roles that the control plane makes.</summary>
    public string BoundaryArn => InAccount(_parameters, "boundary-policy");

    /// <summary>The roles of an account.</summary>
    /// <param name="teams">The roles of the teams; the names differ.</param>
    /// <param name="parameters">The account and all else. The roles of the teams count as execution roles, whatever the parameter says.</param>
    public static RoleSet Of(IReadOnlyList<TeamRole> teams, GuardrailParameters parameters) => new(teams, parameters);

    /// <summary>The ARN of the role that makes execution roles in the parameters' account.</summary>
    public static string MakerArn(GuardrailParameters parameters) => InAccount(parameters, "roles-role");

    internal JsonNode Document(string guardrail) => GuardrailCatalogue.Get(guardrail).Render(_parameters);

    ExecutionRole Role(TeamRole role)
    {
        IReadOnlyList<string> shared = role == Default ? ["studio-read"] : SharedPolicies;
        var policies = shared.Select(id => (id, Document(id)));
        return new()
        {
            Role = role,
            Trust = Document("execution-trust"),
            Shared = shared,
            Policies = role == Default ? [.. policies] : [.. policies, ("pass-own-role", PassOwn(role))],
            Tags = role == Default ? new Dictionary<string, string>() : new Dictionary<string, string> { [_parameters.One("team-tag")] = role.Team },
        };
    }

    JsonNode PassOwn(TeamRole role) => GuardrailCatalogue.Get("pass-own-role")
        .Render(_parameters.With(("team-roles", [role.Arn(_parameters.One("partition"), _parameters.One("account"))])));

    static string InAccount(GuardrailParameters parameters, string name)
        => parameters.One(name).Replace("::*:", $"::{parameters.One("account")}:", StringComparison.Ordinal);
}
