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
        return new([.. Seats.DistinctBy(s => (s.User, s.Team)).Select(s => s with
        {
            Partition = one.Partition,
            Account = one.Account,
            Region = one.Region,
            Domain = one.Domain,
            ExecutionRole = TeamRole.Of(s.Team, s.ExecutionRole).Arn(one.Partition, one.Account),
            BrokerRole = one.BrokerRole,
            VendRole = one.VendRole,
            ExternalId = one.ExternalId,
            HasSourceIdentity = one.HasSourceIdentity,
        })]);
    }

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
