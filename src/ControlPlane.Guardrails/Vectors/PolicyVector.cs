using ControlPlane.Guardrails.Evaluation;

namespace ControlPlane.Guardrails.Vectors;

/// <summary>A request and what a policy must decide.</summary>
public sealed record PolicyVector
{
    /// <summary>The policy's id, which names its files.</summary>
    public required string Policy { get; init; }

    /// <summary>What the printed form is.</summary>
    public required PolicyRole SeedRole { get; init; }

    /// <summary>What the corrected form is.</summary>
    public required PolicyRole FixedRole { get; init; }

    /// <summary>What it shows; empty when the file does not say.</summary>
    public required string Case { get; init; }

    /// <summary>The request.</summary>
    public required PolicyRequest Request { get; init; }

    /// <summary>What the printed form decides; null when that is not asked.</summary>
    public Outcome? ExpectSeed { get; init; }

    /// <summary>What the corrected form decides; null when that is not asked.</summary>
    public Outcome? ExpectFixed { get; init; }

    /// <summary>Whether FullAWSAccess was detached.</summary>
    public bool ScpAlone { get; init; }

    /// <summary>Placeholders of the printed text and what stands for them.</summary>
    public IReadOnlyDictionary<string, string> SeedSubstitutions { get; init; } = new Dictionary<string, string>();

    /// <summary>The forms that it asks about, with the decision that it wants.</summary>
    public IEnumerable<(PolicyForm Form, Outcome Expected)> Expectations
    {
        get
        {
            if (ExpectSeed is { } seed)
            {
                yield return (PolicyForm.Seed, seed);
            }

            if (ExpectFixed is { } repaired)
            {
                yield return (PolicyForm.Fixed, repaired);
            }
        }
    }
}
