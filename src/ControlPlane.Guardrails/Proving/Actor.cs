using ControlPlane.Guardrails.Evaluation;

namespace ControlPlane.Guardrails.Proving;

/// <summary>Somebody in a guise.</summary>
/// <param name="Kind">The guise.</param>
/// <param name="Seat">Whose; of a broker or administrator its account alone counts.</param>
public sealed record Actor(ActorKind Kind, Seat Seat)
{
    /// <summary>The role that signs.</summary>
    public string Role => Kind switch
    {
        ActorKind.Vend or ActorKind.VendElsewhere => Seat.VendRole,
        ActorKind.Broker => Seat.BrokerRole,
        ActorKind.Administrator => $"arn:{Seat.Partition}:iam::{Seat.Account}:role/Administrator",
        _ => Seat.ExecutionRole,
    };

    /// <summary>The principal that policies see.</summary>
    public RequestPrincipal Principal
        => RequestPrincipal.Session($"arn:{Seat.Partition}:sts::{Seat.Account}:assumed-role/{Role[(Role.LastIndexOf('/') + 1)..]}/session", Role);
}
