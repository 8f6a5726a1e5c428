namespace ControlPlane.Sandbox.Emulator.Wire;

/// <summary>An error that AWS would answer; the protocol of the service gives it its form.</summary>
/// <param name="code">The code on the wire, such as <c>ResourceNotFound</c>.</param>
/// <param name="message">AWS's message.</param>
/// <param name="status">The HTTP status; 400 unless set.</param>
sealed class AwsErrorException(string code, string message, int status = 400) : Exception(message)
{
    /// <summary>The code on the wire.</summary>
    public string Code { get; } = code;

    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Further members of the error, such as <c>Reason</c> in Organizations.</summary>
    public IReadOnlyDictionary<string, string> Members { get; init; } = new Dictionary<string, string>();
}
