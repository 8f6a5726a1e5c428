using ControlPlane.Guardrails.Catalogue;

namespace ControlPlane.Guardrails.Proving;

/// <summary>What a proof speaks of: who may work where.</summary>
/// <param name="Seats">Every place that the catalog gives.</param>
public sealed record ProofWorld(IReadOnlyList<Seat> Seats)
{
    /// <summary>The teams by their id.</summary>
    public IReadOnlyList<string> Teams { get; } = [.. Seats.Select(s => s.Team).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The same people and teams as if all of them shared one account and one domain: the hardest case, in which no border of
    /// AWS's own helps.</summary>
    public ProofWorld Together()
    {
        var one = Seats[0];
        // Accounts often have a role of the same name: in one account each team's has one of its own.
        var shared = Seats.GroupBy(s => TeamRole.Of(s.Team, s.ExecutionRole) with { Team = "" }).Where(g => g.Select(s => s.Team).Distinct().Count() > 1).Select(g => g.Key.Name).ToHashSet(StringComparer.Ordinal);
        return new([.. Seats.DistinctBy(s => (s.User, s.Team)).Select(s => s with
        {
            Partition = one.Partition,
            Account = one.Account,
            Region = one.Region,
            Domain = one.Domain,
            ExecutionRole = TeamRole.Of(s.Team, s.ExecutionRole) is var role && shared.Contains(role.Name) ? $"{role.Arn(one.Partition, one.Account)}-{s.Team}" : role.Arn(one.Partition, one.Account),
            BrokerRole = one.BrokerRole,
            VendRole = one.VendRole,
            ExternalId = one.ExternalId,
            HasSourceIdentity = one.HasSourceIdentity,
        })]);
    }

    /// <summary>What no policy can mend: people or teams that AWS cannot tell apart. A proof with one of them does not hold.</summary>
    public IReadOnlyList<string> Problems { get; } =
    [
        .. from role in Seats.GroupBy(s => s.ExecutionRole, StringComparer.Ordinal)
           let teams = role.Select(s => s.Team).Distinct(StringComparer.Ordinal).ToList()
           where teams.Count > 1
           select $"{Some(teams)} share the execution role {role.Key}: its tag can name one team only, so AWS cannot tell them apart. Give each team a role of its own.",
        // Names of profiles ignore case (SageMaker API, CreateUserProfile).
        .. from profile in Seats.GroupBy(s => (s.Account, s.Region, s.Domain, s.Profile.ToUpperInvariant()))
           where profile.Count() > 1
           select $"{Some(profile.Select(s => s.Label))} share the profile {profile.First().Profile} of {profile.Key.Domain}: whoever opens it opens it for all.",
    ];

    /// <summary>What an engineer should know before reading the proof.</summary>
    public IEnumerable<string> Remarks
    {
        get
        {
            var nameless = Seats.Where(s => !s.HasSourceIdentity).ToList();
            if (nameless.Count > 0)
            {
                yield return $"{Some(nameless.Select(s => $"{s.Domain} of {s.Account}"))} hand no source identity on, so nobody of {Some(nameless.Select(s => s.Team))} makes or changes anything "
                    + "from a notebook there. That is what is proven; set sourceIdentity on the domain to let people work.";
            }
        }
    }

    static string Some(IEnumerable<string> names)
    {
        const int Named = 5;
        var all = names.Distinct(StringComparer.Ordinal).ToList();
        return string.Join(", ", all.Take(Named)) + (all.Count > Named ? $" and {all.Count - Named} more" : "");
    }
}
