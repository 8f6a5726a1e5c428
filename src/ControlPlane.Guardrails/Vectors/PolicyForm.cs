namespace ControlPlane.Guardrails.Vectors;

/// <summary>Which form of a policy a vector speaks of.</summary>
public enum PolicyForm
{
    /// <summary>As it was printed: the file <c>ID.seed.json</c>.</summary>
    Seed,

    /// <summary>As it was corrected: the file <c>ID.fixed.json</c>.</summary>
    Fixed,
}
