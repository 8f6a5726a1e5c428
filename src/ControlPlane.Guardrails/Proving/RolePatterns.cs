namespace ControlPlane.Guardrails.Proving;

/// <summary>Patterns that take roles of any account in, so few that control policies stay short.</summary>
static class RolePatterns
{
    // Above that many roles they are put together by path or by how their names begin.
    const int Listed = 8;
    const int ShortestBeginning = 4;

    /// <summary>Patterns that cover all of some ARNs.</summary>
    public static IReadOnlyList<string> Covering(IEnumerable<string> arns)
    {
        var roles = arns.Select(arn => arn.Split(':', 6)).Select(p => (Partition: p[1], Name: p[5]["role/".Length..])).Distinct().ToList();
        var patterns = roles.Count <= Listed ? roles : [.. roles.GroupBy(r => (r.Partition, Path: PathOf(r.Name))).SelectMany(Together)];
        return [.. patterns.Select(r => $"arn:{r.Partition}:iam::*:role/{r.Name}")];
    }

    static IEnumerable<(string Partition, string Name)> Together(IGrouping<(string Partition, string Path), (string Partition, string Name)> group)
    {
        if (group.Key.Path.Length > 0)
        {
            return [(group.Key.Partition, $"{group.Key.Path}*")];
        }

        var beginning = group.Select(r => r.Name).Aggregate(Common);
        return beginning.Length >= ShortestBeginning ? [(group.Key.Partition, $"{beginning}*")] : group;
    }

    // studio/Team1/ of the role studio/Team1/Role has studio/ before it.
    static string PathOf(string name) => name.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? name[..(slash + 1)] : "";

    static string Common(string a, string b)
    {
        var length = 0;
        while (length < a.Length && length < b.Length && a[length] == b[length])
        {
            length++;
        }

        return a[..length];
    }
}
