namespace ControlPlane.Guardrails.Proving;

/// <summary>What all requests of a case came to for one pair of seats.</summary>
[Flags]
public enum PairState : byte
{
    /// <summary>The pair was not asked.</summary>
    None = 0,

    /// <summary>Something was allowed.</summary>
    Allowed = 1,

    /// <summary>Something was denied.</summary>
    Denied = 2,

    /// <summary>Something was not as it must be.</summary>
    Differs = 4,
}
