namespace ControlPlane.Guardrails.Proving;

/// <summary>How much is asked.</summary>
/// <param name="Exhaustive">Every pair of seats. Otherwise every seat with itself and with its team mates, and a sample of the pairs of different teams.</param>
public sealed record ProofPlan(bool Exhaustive)
{
    /// <summary>How many pairs of different teams a sample has; all are asked where there are no more. 2000 unless set.</summary>
    public int Sample { get; init; } = 2000;

    /// <summary>Which sample: the same seed asks the same pairs.</summary>
    public ulong Seed { get; init; }

    /// <summary>The pairs of seats by their place in the world, in a fixed order.</summary>
    internal IReadOnlyList<(int Asking, int Target)> PairsOf(ProofWorld world)
    {
        var seats = world.Seats;
        var all = from a in Enumerable.Range(0, seats.Count) from t in Enumerable.Range(0, seats.Count) select (Asking: a, Target: t);
        if (Exhaustive)
        {
            return [.. all];
        }

        var across = all.Where(p => seats[p.Asking].Team != seats[p.Target].Team).OrderBy(p => Mix(Seed, p)).Take(Sample);
        return [.. all.Where(p => seats[p.Asking].Team == seats[p.Target].Team).Concat(across).Order()];
    }

    // SplitMix64: an order that looks random and is the same everywhere.
    static ulong Mix(ulong seed, (int Asking, int Target) pair)
    {
        var z = unchecked(seed + (((ulong)(uint)pair.Asking << 32) | (uint)pair.Target) * 0x9E3779B97F4A7C15);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}
