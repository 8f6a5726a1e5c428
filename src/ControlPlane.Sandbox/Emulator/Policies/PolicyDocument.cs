using System.Text.Json;

namespace ControlPlane.Sandbox.Emulator.Policies;

/// <summary>An IAM policy, read once and strictly: an element or operator that the emulator does not evaluate refuses the document,
/// because a condition that is skipped would open what its author closed.</summary>
sealed class PolicyDocument
{
    PolicyDocument(bool variables, IReadOnlyList<Statement> statements)
    {
        Variables = variables;
        Statements = statements;
    }

    /// <summary>Whether <c>${...}</c> is filled in: only under the version 2012-10-17.</summary>
    public bool Variables { get; }

    /// <summary>The statements in their order.</summary>
    public IReadOnlyList<Statement> Statements { get; }

    /// <summary>Reads a policy.</summary>
    /// <exception cref="FormatException">It is no policy, or one that is not evaluated here.</exception>
    public static PolicyDocument Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("Statement", out var statements))
            {
                throw new FormatException("Syntax errors in policy: there is no Statement.");
            }

            if (root.EnumerateObject().Select(p => p.Name).FirstOrDefault(n => n is not ("Version" or "Id" or "Statement")) is { } unknown)
            {
                throw new FormatException($"Syntax errors in policy: unknown element {unknown}.");
            }

            var version = root.TryGetProperty("Version", out var text) ? text.GetString() : "2008-10-17";
            if (version is not ("2012-10-17" or "2008-10-17"))
            {
                throw new FormatException("The policy must contain a valid version string.");
            }

            var list = statements.ValueKind == JsonValueKind.Array ? statements.EnumerateArray().ToArray() : [statements];
            return new(version == "2012-10-17", [.. list.Select(Statement.Read)]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException("Syntax errors in policy.", e);
        }
    }
}
