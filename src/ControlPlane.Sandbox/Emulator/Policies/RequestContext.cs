namespace ControlPlane.Sandbox.Emulator.Policies;

/// <summary>The condition keys of one request. Names of keys ignore case, also the tag key inside <c>aws:RequestTag/Team</c>.</summary>
sealed class RequestContext
{
    readonly Dictionary<string, string[]> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All values of a key; null when the request has none.</summary>
    public string[]? Find(string key) => _values.GetValueOrDefault(key);

    /// <summary>The value of a key that has exactly one; null otherwise, so that a list never fills a policy variable.</summary>
    public string? Single(string key) => _values.TryGetValue(key, out var values) && values.Length == 1 ? values[0] : null;

    /// <summary>Sets a key that has one value; nothing when the value is null.</summary>
    public RequestContext With(string key, string? value)
    {
        if (value is not null)
        {
            _values[key] = [value];
        }

        return this;
    }

    /// <summary>Sets a key that has a list of values; nothing when the list is empty, as AWS leaves the key out then.</summary>
    public RequestContext With(string key, IEnumerable<string> values)
    {
        var list = values.ToArray();
        if (list.Length > 0)
        {
            _values[key] = list;
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
}
