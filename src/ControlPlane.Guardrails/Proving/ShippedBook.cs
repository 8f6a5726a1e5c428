using System.Collections.Concurrent;
using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Proving;

/// <summary>The guardrails that ship, filled with the accounts and roles of the catalog. Service control policies count as attached to
/// every account, except those for public addresses: <c>presign-endpoint</c> is there.</summary>
public sealed class ShippedBook : PolicyBook
{
    readonly GuardrailParameters _parameters;
    readonly ConcurrentDictionary<Seat, PolicySet> _vend = new();
    readonly ConcurrentDictionary<(string Account, string Role), IReadOnlyList<Policy>> _studio = new();
    readonly ConcurrentDictionary<(string Account, string Guardrail), Policy> _policies = new();
    readonly ConcurrentDictionary<string, IReadOnlyList<PolicyLevel>> _control = new(StringComparer.Ordinal);

    /// <summary>Fills the guardrails.</summary>
    /// <param name="world">Whose roles the policies name.</param>
    /// <param name="parameters">All else.</param>
    public ShippedBook(ProofWorld world, GuardrailParameters parameters)
        => _parameters = WithRoles(parameters, world.Seats.Select(s => s.ExecutionRole), world.Seats.Select(s => s.BrokerRole), world.Seats.Select(s => s.VendRole));

    /// <inheritdoc/>
    public override string Id => "shipped";

    /// <inheritdoc/>
    public override string Title => "As shipped";

    /// <summary>The service control policies that it counts as attached.</summary>
    public static IReadOnlyList<Guardrail> ControlPolicies { get; } = [.. GuardrailCatalogue.All.Where(g => g.Kind is PolicyKind.ServiceControl && g.Id != "presign-ip-range")];

    /// <summary>Parameters that name the roles that are in use. What the organization says stands when it covers them.</summary>
    /// <param name="parameters">What the organization says.</param>
    /// <param name="execution">The ARNs of the execution roles.</param>
    /// <param name="broker">The ARNs of the broker roles.</param>
    /// <param name="vend">The ARNs of the vend roles.</param>
    public static GuardrailParameters WithRoles(GuardrailParameters parameters, IEnumerable<string> execution, IEnumerable<string> broker, IEnumerable<string> vend)
        => parameters.With(
            ("execution-roles", Roles(parameters, "execution-roles", execution)), ("broker-roles", Roles(parameters, "broker-roles", broker)),
            ("vend-roles", Roles(parameters, "vend-roles", vend)));

    internal override PolicySet PoliciesOf(Actor actor)
    {
        var account = actor.Seat.Account;
        return actor.Kind switch
        {
            ActorKind.Vend or ActorKind.VendElsewhere => _vend.GetOrAdd(actor.Seat, Vend),
            ActorKind.Broker => new() { Identity = [Of(actor.Seat, "broker-permissions")], ServiceControl = Control(actor.Seat) },
            ActorKind.Administrator => new() { Identity = [Administrator], ServiceControl = Control(actor.Seat) },
            ActorKind.Widened => new() { Identity = [Administrator], Boundary = Of(actor.Seat, "execution-boundary"), ServiceControl = Control(actor.Seat) },
            _ => new()
            {
                Identity = _studio.GetOrAdd((account, actor.Seat.ExecutionRole), _ => Studio(actor.Seat)),
                Boundary = Of(actor.Seat, "execution-boundary"),
                ServiceControl = Control(actor.Seat),
            },
        };
    }

    internal override Policy? TrustOf(TrustedRole role, Seat seat) => role switch
    {
        TrustedRole.None => null,
        TrustedRole.Execution => Of(seat, "execution-trust"),
        TrustedRole.Vend => Of(seat, "gateway-trust"),
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "There is no such role."),
    };

    static IReadOnlyList<string> Roles(GuardrailParameters parameters, string name, IEnumerable<string> inUse)
    {
        var used = inUse.Distinct(StringComparer.Ordinal).ToList();
        return used.TrueForAll(arn => parameters.Covers(name, arn)) ? parameters[name] : RolePatterns.Covering(used);
    }

    PolicySet Vend(Seat seat)
    {
        var session = Of(seat).With(("region", [seat.Region]), ("domain", [seat.Domain]), ("profile", [seat.Profile]));
        return new()
        {
            Identity = [Of(seat, "vend-permissions")],
            Session = [GuardrailCatalogue.Get("vend-session").ToPolicy(session)],
            ServiceControl = Control(seat),
        };
    }

    IReadOnlyList<Policy> Studio(Seat seat) =>
    [
        .. RoleSet.SharedPolicies.Select(id => Of(seat, id)),
        GuardrailCatalogue.Get("pass-own-role").ToPolicy(Of(seat).With(("team-roles", [seat.ExecutionRole]))),
    ];

    IReadOnlyList<PolicyLevel> Control(Seat seat) => _control.GetOrAdd(
        seat.Account, account => [new($"account {account}", [Policy.FullAccess, .. ControlPolicies.Select(g => Of(seat, g.Id))])]);

    Policy Of(Seat seat, string guardrail) => _policies.GetOrAdd((seat.Account, guardrail), _ => GuardrailCatalogue.Get(guardrail).ToPolicy(Of(seat)));

    GuardrailParameters Of(Seat seat) => _parameters.With(
        ("partition", [seat.Partition]), ("account", [seat.Account]), ("region", [seat.Region]), ("external-id", [seat.ExternalId]));
}
