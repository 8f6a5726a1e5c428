using System.Text.Json;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Reading;

/// <summary>Reads one statement.</summary>
sealed class StatementReader(PolicyKind kind, bool variables, Findings findings)
{
    readonly PatternReader _patterns = new(variables, findings);

    bool NamesPrincipals => kind is PolicyKind.Resource or PolicyKind.Trust or PolicyKind.VpcEndpoint or PolicyKind.ResourceControl;

    public void Read(JsonPart part, int index, List<Statement> read)
    {
        if (part.Kind is not JsonValueKind.Object)
        {
            findings.Error(part.Path, "A statement is a JSON object.");
            return;
        }

        var members = part.Members(findings).ToDictionary(StringComparer.Ordinal);
        foreach (var (name, member) in members)
        {
            CheckName(name, member);
        }

        var effect = ReadEffect(members, part.Path);
        var actions = Either(members, part, "Action", _patterns.Actions);
        var resources = kind is PolicyKind.Trust ? null : Either(members, part, "Resource", _patterns.Resources);
        var principals = NamesPrincipals ? ReadPrincipals(members, part) : null;
        var conditions = members.TryGetValue("Condition", out var condition) ? new ConditionReader(variables, findings).Read(condition) : [];
        var sid = ReadSid(members);
        if (effect is { } does && actions is not null)
        {
            var statement = new Statement
            {
                Index = index,
                Sid = sid,
                Effect = does,
                Actions = actions,
                Resources = resources,
                Principals = principals,
                Conditions = conditions,
            };
            StatementRemarks.Add(statement, kind, part.Path, findings);
            read.Add(statement);
        }
    }

    void CheckName(string name, JsonPart member)
    {
        if (name is "Sid" or "Effect" or "Action" or "NotAction" or "Condition")
        {
            return;
        }

        if (name is "Resource" or "NotResource")
        {
            if (kind is PolicyKind.Trust)
            {
                findings.Error(member.Path, "A trust policy has none: the role is the resource.");
            }
        }
        else if (name is "Principal" or "NotPrincipal")
        {
            if (!NamesPrincipals || (name is "NotPrincipal" && kind is PolicyKind.Trust or PolicyKind.ResourceControl))
            {
                findings.Error(member.Path, $"It is not allowed in a {KindNames.Of(kind)}.");
            }
        }
        else
        {
            findings.Error(member.Path, "A statement has no such element.");
        }
    }

    Effect? ReadEffect(Dictionary<string, JsonPart> members, string path)
    {
        if (!members.TryGetValue("Effect", out var part))
        {
            findings.Error($"{path}.Effect", "It is missing.");
            return null;
        }

        Effect? effect = part.Kind is not JsonValueKind.String ? null : part.Element.GetString() switch
        {
            "Allow" => Effect.Allow,
            "Deny" => Effect.Deny,
            _ => null,
        };
        if (effect is null)
        {
            findings.Error(part.Path, "It must be Allow or Deny, in this case of letters.");
        }

        return effect;
    }

    string? ReadSid(Dictionary<string, JsonPart> members)
    {
        if (!members.TryGetValue("Sid", out var part))
        {
            return null;
        }

        if (part.Kind is not JsonValueKind.String)
        {
            findings.Error(part.Path, "It must be a text.");
            return null;
        }

        var sid = part.Element.GetString()!;
        // Services with resource policies of their own also take spaces.
        if (!NamesPrincipals && !sid.All(char.IsAsciiLetterOrDigit))
        {
            findings.Error(part.Path, $"'{sid}' has more than letters and digits.");
        }

        return sid.Length > 0 ? sid : null;
    }

    Selection? Either(Dictionary<string, JsonPart> members, JsonPart statement, string name, Func<string, JsonPart, Selection> read)
    {
        var (plain, not) = (members.TryGetValue(name, out var wanted), members.TryGetValue($"Not{name}", out var excepted));
        if (plain == not)
        {
            findings.Error($"{statement.Path}.{name}", plain ? $"{name} and Not{name} exclude each other." : $"{name} or Not{name} is missing.");
        }

        return plain ? read(name, wanted) : not ? read($"Not{name}", excepted) : null;
    }

    PrincipalSelection? ReadPrincipals(Dictionary<string, JsonPart> members, JsonPart statement)
    {
        var (plain, not) = (members.TryGetValue("Principal", out var wanted), members.TryGetValue("NotPrincipal", out var excepted));
        if (plain == not)
        {
            findings.Error($"{statement.Path}.Principal", plain ? "Principal and NotPrincipal exclude each other." : "It is missing.");
        }

        return plain || not ? new PrincipalReader(kind, findings).Read(plain ? wanted : excepted, excepts: !plain) : null;
    }
}
