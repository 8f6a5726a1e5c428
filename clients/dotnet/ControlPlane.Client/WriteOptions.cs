namespace ControlPlane.Client;

/// <summary>How something is written.</summary>
public sealed record WriteOptions
{
    /// <summary>As it is, once.</summary>
    public static WriteOptions Default { get; } = new();

    /// <summary>Checks everything, answers as if it were done, and changes nothing.</summary>
    public bool ValidateOnly { get; init; }

    /// <summary>For an update: creates it when it is not there. For a deletion: succeeds also when it is not there.</summary>
    public bool AllowMissing { get; init; }

    /// <summary>A UUID that makes a repeated request answer as the first did; a new one for each call unless set.</summary>
    public string RequestId { get; init; } = "";
}
