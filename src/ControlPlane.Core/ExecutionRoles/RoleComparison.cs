using System.Text.Json;
using ControlPlane.Errors;
using ControlPlane.Operations;

namespace ControlPlane.ExecutionRoles;

/// <summary>Compares a role as it is with what it is to be. Nothing of AWS is asked here.</summary>
static class RoleComparison
{
    /// <summary>What all inline policies of a role have together, white space not counted (IAM User Guide, IAM and AWS STS quotas, 2026).</summary>
    public const int MostInline = 10_240;

    public const string Boundary = "boundary";
    public const string Trust = "trust";
    public const string Tags = "tags";
    public const string Role = "role";
    public const string PolicyPrefix = "policy ";

    /// <summary>The plan for a role that is not there.</summary>
    public static RolePlan Create(DesiredRole wanted) => Plan(wanted, RoleAction.Create,
    [
        new(Role, "is made with its trust policy, its boundary and its tags"),
        .. wanted.Policies.Select(p => new RoleChange(PolicyPrefix + p.Name, $"is written, {Length(p.Document)} characters")),
    ]);

    /// <summary>The plan for a role of others.</summary>
    public static RolePlan Foreign(DesiredRole wanted, ObservedRole seen)
        => Refuse(wanted, seen.Arn == wanted.Arn ? ExecutionRoleErrors.Foreign(seen) : ExecutionRoleErrors.Elsewhere(wanted, seen));

    /// <summary>Whether a role is ours to change.</summary>
    public static bool IsOurs(DesiredRole wanted, ObservedRole seen)
        => seen.Arn == wanted.Arn && seen.Tags.TryGetValue(ExecutionRoleTag.Ours.Key, out var value) && value == ExecutionRoleTag.Ours.Value;

    /// <summary>The plan for a role of ours.</summary>
    public static RolePlan Update(DesiredRole wanted, ObservedRole seen, ObservedPolicies policies)
    {
        var changes = Changes(wanted, seen, policies).ToList();
        var others = policies.Inline.Where(p => wanted.Policies.All(w => w.Name != p.Key)).ToList();
        var plan = Plan(wanted, changes.Count > 0 ? RoleAction.Update : RoleAction.None, changes) with
        {
            Kept = [.. others.Select(p => p.Key), .. policies.Attached],
        };
        var together = wanted.Policies.Sum(p => Length(p.Document)) + others.Sum(p => Length(p.Value));
        return together <= MostInline ? plan : Refuse(wanted, ExecutionRoleErrors.TooLarge(wanted, together, [.. others.Select(o => o.Key)]));
    }

    /// <summary>The plan as it is when the policies are longer than IAM takes; null when they are not.</summary>
    public static RolePlan? TooLarge(DesiredRole wanted)
        => wanted.Policies.Sum(p => Length(p.Document)) is > MostInline and var together
            ? Refuse(wanted, ExecutionRoleErrors.TooLarge(wanted, together, []))
            : null;

    // The boundary first: nothing is granted to a role that is not under it.
    static IEnumerable<RoleChange> Changes(DesiredRole wanted, ObservedRole seen, ObservedPolicies policies)
    {
        if (seen.Boundary != wanted.Boundary)
        {
            yield return new(Boundary, seen.Boundary is null ? "is set: it has none" : "is replaced", DocumentDiff.Of(Text(seen.Boundary), Text(wanted.Boundary)));
        }

        if (!DocumentDiff.AreSame(seen.Trust, wanted.Trust))
        {
            yield return new(Trust, "is replaced", DocumentDiff.Of(seen.Trust, wanted.Trust));
        }

        if (wanted.Tags.Any(t => seen.Tags.GetValueOrDefault(t.Key) != t.Value))
        {
            yield return new(Tags, "are set", DocumentDiff.Of(Json(Concerned(wanted, seen)), Json(wanted.Tags)));
        }

        foreach (var (name, document) in wanted.Policies)
        {
            if (!policies.Inline.TryGetValue(name, out var before))
            {
                yield return new(PolicyPrefix + name, $"is written, {Length(document)} characters");
            }
            else if (!DocumentDiff.AreSame(before, document))
            {
                yield return new(PolicyPrefix + name, "is replaced", DocumentDiff.Of(before, document));
            }
        }
    }

    /// <summary>The tags of a role that it is to have otherwise, as they are.</summary>
    internal static IReadOnlyDictionary<string, string> Concerned(DesiredRole wanted, ObservedRole seen)
        => new SortedDictionary<string, string>(seen.Tags.Where(t => wanted.Tags.ContainsKey(t.Key)).ToDictionary(), StringComparer.Ordinal);

    internal static string Json(IReadOnlyDictionary<string, string> tags) => JsonSerializer.Serialize(tags.ToDictionary(), OperationJson.Readable.DictionaryStringString);

    internal static string Text(string? text) => text is null ? "null" : JsonSerializer.Serialize(text, OperationJson.Readable.String);

    static int Length(string document) => document.Count(c => !char.IsWhiteSpace(c));

    static RolePlan Plan(DesiredRole wanted, RoleAction action, IReadOnlyList<RoleChange> changes)
        => new() { Arn = wanted.Arn, Team = wanted.Team, Action = action, Changes = changes };

    static RolePlan Refuse(DesiredRole wanted, RefusedException refusal)
        => new() { Arn = wanted.Arn, Team = wanted.Team, Action = RoleAction.Refuse, Reason = refusal.Reason, Message = $"{refusal.Message} {refusal.Fix}" };
}
