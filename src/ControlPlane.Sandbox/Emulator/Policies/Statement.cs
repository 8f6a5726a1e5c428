using System.Text.Json;

namespace ControlPlane.Sandbox.Emulator.Policies;

/// <summary>One statement of a policy.</summary>
sealed record Statement
{
    /// <summary>True for Allow, false for Deny.</summary>
    public required bool Allows { get; init; }

    /// <summary>The actions, or those that are excepted.</summary>
    public required Selection Actions { get; init; }

    /// <summary>The resources, or those that are excepted; null in a trust policy, which has none.</summary>
    public Selection? Resources { get; init; }

    /// <summary>Who: pairs of kind (AWS, Service, Federated) and value; null in an identity policy, which has none.</summary>
    public IReadOnlyList<(string Kind, string Value)>? Principals { get; init; }

    /// <summary>All must hold.</summary>
    public required IReadOnlyList<Condition> Conditions { get; init; }

    /// <summary>Reads one.</summary>
    public static Statement Read(JsonElement element)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (member.Name is not ("Sid" or "Effect" or "Action" or "NotAction" or "Resource" or "NotResource" or "Principal" or "Condition"))
            {
                throw new FormatException($"Syntax errors in policy: unknown element {member.Name}.");
            }
        }

        return new()
        {
            Allows = element.GetProperty("Effect").GetString() switch
            {
                "Allow" => true,
                "Deny" => false,
                var other => throw new FormatException($"Syntax errors in policy: Effect {other}."),
            },
            Actions = Selection.Read(element, "Action") ?? throw new FormatException("Syntax errors in policy: there is no Action."),
            Resources = Selection.Read(element, "Resource"),
            Principals = element.TryGetProperty("Principal", out var principal) ? ReadPrincipals(principal) : null,
            Conditions = element.TryGetProperty("Condition", out var conditions)
                ? [.. conditions.EnumerateObject().SelectMany(o => o.Value.EnumerateObject().Select(k => Condition.Read(o.Name, k)))]
                : [],
        };
    }

    /// <summary>One text or a list of them.</summary>
    internal static string[] Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => [.. element.EnumerateArray().SelectMany(Texts)],
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number => [element.GetRawText()],
        _ => throw new FormatException("Syntax errors in policy: a text or a list of texts is expected."),
    };

    static (string Kind, string Value)[] ReadPrincipals(JsonElement principal)
        => principal.ValueKind == JsonValueKind.String
            ? [("AWS", principal.GetString()!)]
            : [.. principal.EnumerateObject().SelectMany(kind => Texts(kind.Value).Select(value => (kind.Name, value)))];
}

/// <summary>What an Action or Resource element selects, or excepts when it is the Not form.</summary>
sealed record Selection(IReadOnlyList<string> Patterns, bool Excepts)
{
    /// <summary>Reads the element or its Not form; null when the statement has neither.</summary>
    public static Selection? Read(JsonElement statement, string name)
        => statement.TryGetProperty(name, out var wanted) ? new(Statement.Texts(wanted), false)
            : statement.TryGetProperty($"Not{name}", out var excepted) ? new(Statement.Texts(excepted), true)
            : null;

    /// <summary>True when the text is selected.</summary>
    public bool Selects(string text, RequestContext context, bool variables, bool ignoreCase)
        => Patterns.Any(p => Glob.Expand(p, context, variables)?.Matches(text, ignoreCase) == true) != Excepts;
}
