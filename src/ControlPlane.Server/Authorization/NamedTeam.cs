using ControlPlane.Teams;
using Google.Protobuf;

namespace ControlPlane.Server.Authorization;

/// <summary>The team that a request names, read only to decide who may make it; the handler parses the names itself.</summary>
/// <param name="Team">The team; null for all of them.</param>
readonly record struct NamedTeam(TeamId? Team)
{
    const string All = "-";

    /// <summary>Reads the fields of a rule; null when they do not name one team, or all teams where the rule allows it.</summary>
    public static NamedTeam? Read(DelegationRule rule, IMessage request)
    {
        if (rule.TeamFields.Count is 0)
        {
            return new(null);
        }

        var names = rule.TeamFields.Select(path => Value(request, path)).ToList();
        var segments = names.Where((name, i) => i is 0 || name is not "").Select(Segment).Distinct(StringComparer.Ordinal).ToList();
        return segments switch
        {
            [All] when rule.IsNarrowed => new(null),
            [{ } one] when TeamId.TryParse(one, null, out var team) => new(team),
            _ => null,
        };
    }

    static string? Segment(string name) => name.Split('/') is ["teams", var team, ..] ? team : null;

    // Null on the way means that the field is not set.
    static string Value(IMessage message, string path)
    {
        object? value = message;
        foreach (var name in path.Split('.'))
        {
            if (value is not IMessage holder)
            {
                return "";
            }

            value = holder.Descriptor.FindFieldByName(name).Accessor.GetValue(holder);
        }

        return value as string ?? "";
    }
}
