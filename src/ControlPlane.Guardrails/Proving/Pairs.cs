namespace ControlPlane.Guardrails.Proving;

/// <summary>How two seats stand to each other.</summary>
static class Pairs
{
    public static bool Own(Seat asking, Seat target) => ReferenceEquals(asking, target);

    /// <summary>The own seat, in a domain that says whose it is.</summary>
    public static bool OwnAndNamed(Seat asking, Seat target) => Own(asking, target) && asking.HasSourceIdentity;

    public static bool Mates(Seat asking, Seat target) => asking.Team == target.Team && asking.User != target.User;

    public static bool OtherTeam(Seat asking, Seat target) => asking.Team != target.Team;

    /// <summary>Another person or another team. The same person's other domain for the same team is neither own nor foreign.</summary>
    public static bool Foreign(Seat asking, Seat target) => asking.Team != target.Team || asking.User != target.User;

    public static bool SameAccount(Seat asking, Seat target) => asking.Account == target.Account;

    public static bool OtherAccount(Seat asking, Seat target) => asking.Account != target.Account;

    public static bool OtherDomain(Seat asking, Seat target) => asking.Account == target.Account && asking.Domain != target.Domain && Foreign(asking, target);
}
