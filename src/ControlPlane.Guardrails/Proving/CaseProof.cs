using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Proving;

/// <summary>What a book of policies makes of a case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Book">The book.</param>
public sealed record CaseProof(ProofCase Case, PolicyBook Book)
{
    readonly Dictionary<(Outcome Outcome, PolicyKind Kind, Statement? Statement), (long Count, ProofCell Example)> _reasons = new(ByReference.Instance);
    readonly List<ProofCell> _differences = [];
    readonly List<ProofCell> _cells = [];
    readonly Dictionary<(int Asking, int Target), PairState> _pairs = [];

    /// <summary>How many requests were decided.</summary>
    public long Asked { get; private set; }

    /// <summary>How many are not as they must be.</summary>
    public long Different { get; private set; }

    /// <summary>Whether all is as it must be.</summary>
    public bool Holds => Different == 0;

    /// <summary>The first decisions that are not as they must be; at most 20.</summary>
    public IReadOnlyList<ProofCell> Differences => _differences;

    /// <summary>All decisions, when the proof keeps them.</summary>
    public IReadOnlyList<ProofCell> Cells => _cells;

    /// <summary>What each pair of seats came to, by their places in the world.</summary>
    public IReadOnlyDictionary<(int Asking, int Target), PairState> PairStates => _pairs;

    /// <summary>What decided, with how often, the commonest first.</summary>
    public IReadOnlyList<(string Reason, long Count)> Reasons =>
    [
        .. _reasons.Values.GroupBy(r => r.Example.Decision.Reason, StringComparer.Ordinal)
            .Select(g => (g.Key, g.Sum(r => r.Count))).OrderByDescending(g => g.Item2).ThenBy(g => g.Key, StringComparer.Ordinal),
    ];

    internal void Add((int Asking, int Target) pair, ProofCell cell, bool keep)
    {
        const int Shown = 20;
        Asked++;
        if (!cell.Holds)
        {
            Different++;
            if (_differences.Count < Shown)
            {
                _differences.Add(cell);
            }
        }

        if (keep)
        {
            _cells.Add(cell);
        }

        var key = (cell.Decision.Outcome, cell.Decision.Kind, cell.Decision.Statement?.Statement);
        _reasons[key] = _reasons.TryGetValue(key, out var known) ? (known.Count + 1, known.Example) : (1, cell);
        _pairs[pair] = _pairs.GetValueOrDefault(pair) | (cell.Decision.IsAllowed ? PairState.Allowed : PairState.Denied) | (cell.Holds ? PairState.None : PairState.Differs);
    }

    // Statements are read once and shared: the object says which it is.
    sealed class ByReference : IEqualityComparer<(Outcome Outcome, PolicyKind Kind, Statement? Statement)>
    {
        public static readonly ByReference Instance = new();

        public bool Equals((Outcome Outcome, PolicyKind Kind, Statement? Statement) x, (Outcome Outcome, PolicyKind Kind, Statement? Statement) y)
            => x.Outcome == y.Outcome && x.Kind == y.Kind && ReferenceEquals(x.Statement, y.Statement);

        public int GetHashCode((Outcome Outcome, PolicyKind Kind, Statement? Statement) key)
            => HashCode.Combine(key.Outcome, key.Kind, key.Statement is null ? 0 : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Statement));
    }
}
