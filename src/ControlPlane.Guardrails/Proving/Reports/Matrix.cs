namespace ControlPlane.Guardrails.Proving.Reports;

/// <summary>The pairs of a case as a picture's rows and columns: seats, or teams where there are many.</summary>
sealed class Matrix
{
    const int MostSeats = 24;
    readonly PairState[,] _states;

    public Matrix(ProofWorld world, CaseProof proof)
    {
        ByTeam = world.Seats.Count > MostSeats;
        var asking = proof.PairStates.Keys.Select(p => p.Asking).Distinct().Order().Select(i => (Place: i, Name: NameOf(world, i))).ToList();
        var targets = proof.PairStates.Keys.Select(p => p.Target).Distinct().Order().Select(i => (Place: i, Name: NameOf(world, i))).ToList();
        Rows = [.. asking.Select(a => a.Name).Distinct(StringComparer.Ordinal)];
        Columns = [.. targets.Select(t => t.Name).Distinct(StringComparer.Ordinal)];
        var (rowOf, columnOf) = (PlacesOf(asking, Rows), PlacesOf(targets, Columns));
        _states = new PairState[Rows.Count, Columns.Count];
        foreach (var ((from, to), state) in proof.PairStates)
        {
            _states[rowOf[from], columnOf[to]] |= state;
        }
    }

    /// <summary>Whether a row is a team and not a person.</summary>
    public bool ByTeam { get; }

    public IReadOnlyList<string> Rows { get; }

    public IReadOnlyList<string> Columns { get; }

    public PairState this[int row, int column] => _states[row, column];

    static Dictionary<int, int> PlacesOf(IEnumerable<(int Place, string Name)> seats, IReadOnlyList<string> names)
    {
        var place = names.Index().ToDictionary(n => n.Item, n => n.Index, StringComparer.Ordinal);
        return seats.ToDictionary(s => s.Place, s => place[s.Name]);
    }

    // Two domains of one account tell a person's seats apart.
    string NameOf(ProofWorld world, int seat) => ByTeam ? world.Seats[seat].Team
        : world.Seats.Count(s => s.User == world.Seats[seat].User && s.Team == world.Seats[seat].Team) > 1 ? $"{world.Seats[seat].Label} · {world.Seats[seat].Region}"
        : world.Seats[seat].Label;
}
