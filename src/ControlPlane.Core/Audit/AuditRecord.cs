namespace ControlPlane.Audit;

/// <summary>An event in its place in the chain.</summary>
/// <param name="Sequence">Its place: 1 for the first, without gaps.</param>
/// <param name="PreviousHash">The hash of the record before it; 64 zeros for the first.</param>
/// <param name="Hash">SHA-256, in lower-case hexadecimal, over the canonical JSON of sequence, previous hash and event.</param>
/// <param name="Event">The event.</param>
public sealed record AuditRecord(long Sequence, string PreviousHash, string Hash, AuditEvent Event);

/// <summary>The end of the chain: kept outside the store, it proves later that nothing up to it was changed.</summary>
/// <param name="Count">How many records there are, which is also the last one's sequence.</param>
/// <param name="Hash">The last one's hash; 64 zeros when there is none.</param>
public sealed record AuditHead(long Count, string Hash)
{
    /// <summary>The head of an empty trail.</summary>
    public static AuditHead Empty { get; } = new(0, new('0', 64));
}

/// <summary>What a check of the chain found.</summary>
/// <param name="Count">How many records hold, from the first one that is kept.</param>
/// <param name="FirstBad">The sequence of the first record that does not; null when all hold.</param>
/// <param name="Finding">What is wrong with it, in a sentence; null when all hold.</param>
public sealed record AuditVerification(long Count, long? FirstBad, string? Finding)
{
    /// <summary>Whether the whole chain holds.</summary>
    public bool Intact => FirstBad is null;

    /// <summary>The first record that is kept: 1 until retention removes some.</summary>
    public required long First { get; init; }

    /// <summary>The last record that holds.</summary>
    public required AuditHead Head { get; init; }
}
