using System.Collections.Concurrent;

namespace ControlPlane.Faults;

/// <summary>What was seen while a scenario ran, and which rules it breaks.</summary>
sealed class Evidence
{
    readonly ConcurrentBag<string> _broken = [];
    readonly ConcurrentDictionary<string, bool> _secrets = new(StringComparer.Ordinal);
    readonly ConcurrentBag<string> _redirects = [];
    readonly ConcurrentDictionary<(string Person, string Team), int> _launches = new();

    /// <summary>The findings, as sentences that begin with the rule's number.</summary>
    public IReadOnlyCollection<string> Findings => [.. _broken.Order(StringComparer.Ordinal)];

    /// <summary>What must stand nowhere.</summary>
    public IEnumerable<string> Secrets => _secrets.Keys;

    public IEnumerable<string> Redirects => _redirects;

    /// <summary>How many URLs browsers got.</summary>
    public IReadOnlyDictionary<(string Person, string Team), int> Launches => _launches;

    public void Broken(int rule, string what) => _broken.Add($"rule {rule}: {what}");

    public void Secret(string text) => _secrets.TryAdd(text, true);

    /// <summary>A presigned URL reached a browser.</summary>
    public void Launched(string person, string team, string location)
    {
        _launches.AddOrUpdate((person, team), 1, (_, count) => count + 1);
        _redirects.Add(location);
        var token = location.IndexOf("token=", StringComparison.Ordinal);
        if (token > 0)
        {
            Secret(location[(token + "token=".Length)..]);
        }
    }
}
