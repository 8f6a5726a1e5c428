using ControlPlane.Guardrails.Reading;

namespace ControlPlane.Guardrails.Policies;

/// <summary>A policy document that was read without errors. It is immutable and may be shared by threads.</summary>
public sealed record Policy
{
    /// <summary>What it is called in explanations, such as its file.</summary>
    public required string Name { get; init; }

    /// <summary>What it is attached to.</summary>
    public required PolicyKind Kind { get; init; }

    /// <summary><c>2012-10-17</c>, or <c>2008-10-17</c>, which it is also when the document has none. Only the newer one fills policy
    /// variables in.</summary>
    public required string Version { get; init; }

    /// <summary>The statements in their order.</summary>
    public required IReadOnlyList<Statement> Statements { get; init; }

    /// <summary>How long the document is, counted as AWS counts for its kind: see <see cref="PolicyLimits"/>.</summary>
    public required int Size { get; init; }

    /// <summary>The policy that AWS attaches at first to every root, unit and account: it allows everything.</summary>
    public static Policy FullAccess { get; } = Parse(
        "FullAWSAccess", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", PolicyKind.ServiceControl);

    /// <summary>Reads a policy and tells everything that is wrong with it.</summary>
    /// <param name="name">What it is called in explanations.</param>
    /// <param name="json">The document.</param>
    /// <param name="kind">What it is attached to.</param>
    public static PolicyReading Read(string name, string json, PolicyKind kind) => new PolicyReader(name, kind).Read(json);

    /// <summary>Reads a policy that must be one.</summary>
    /// <param name="name">What it is called in explanations.</param>
    /// <param name="json">The document.</param>
    /// <param name="kind">What it is attached to.</param>
    /// <exception cref="PolicyFormatException">It has errors.</exception>
    public static Policy Parse(string name, string json, PolicyKind kind)
    {
        var reading = Read(name, json, kind);
        return reading.Policy ?? throw new PolicyFormatException(name, [.. reading.Errors]);
    }
}
