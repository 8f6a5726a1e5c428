namespace ControlPlane.Guardrails.Evaluation;

/// <summary>The condition keys of a request. Names of keys ignore case, also the tag key inside <c>aws:RequestTag/Team</c>; values
/// never do. Fill it before the first evaluation; from then on threads may share it.</summary>
public sealed class RequestContext
{
    readonly Dictionary<string, (string[] Values, bool IsList)> _keys = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names that are set, in no order.</summary>
    public IReadOnlyCollection<string> Keys => _keys.Keys;

    /// <summary>All values of a key; null when the request has none.</summary>
    public string[]? Find(string key) => _keys.TryGetValue(key, out var found) ? found.Values : null;

    /// <summary>The value of a key that has exactly one by its nature; null otherwise, so that a list never fills a policy variable.</summary>
    public string? Only(string key) => _keys.TryGetValue(key, out var found) && !found.IsList ? found.Values[0] : null;

    /// <summary>Sets a key that has one value; nothing when the value is null.</summary>
    public RequestContext With(string key, string? value)
    {
        if (value is not null)
        {
            _keys[key] = ([value], false);
        }

        return this;
    }

    /// <summary>Sets a key that has a list of values, even if it is a list of one; nothing when it is empty, as AWS leaves the key out then.</summary>
    public RequestContext With(string key, IEnumerable<string> values)
    {
        var list = values.ToArray();
        if (list.Length > 0)
        {
            _keys[key] = (list, true);
        }

        return this;
    }

    /// <summary>Sets one key for each tag, such as <c>aws:RequestTag/team</c>.</summary>
    public RequestContext WithTags(string prefix, IEnumerable<KeyValuePair<string, string>> tags)
    {
        foreach (var (key, value) in tags)
        {
            With($"{prefix}/{key}", value);
        }

        return this;
    }

    /// <summary>Sets <c>aws:PrincipalArn</c> and <c>aws:PrincipalAccount</c> as AWS would, unless they are set.</summary>
    public RequestContext WithPrincipal(RequestPrincipal principal)
    {
        With("aws:PrincipalArn", Only("aws:PrincipalArn") ?? principal.RoleArn ?? (principal.PolicyType is "AWS" ? principal.Arn : null));
        return With("aws:PrincipalAccount", Only("aws:PrincipalAccount") ?? principal.Account);
    }
}
