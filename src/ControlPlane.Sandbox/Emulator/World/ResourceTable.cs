namespace ControlPlane.Sandbox.Emulator;

/// <summary>All SageMaker resources by ARN, with their recent past, so that a reader may be answered as of a while ago (eventual
/// consistency). Guarded by the world's gate.</summary>
sealed class ResourceTable
{
    // Longer than any staleness that a test asks for.
    static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    // Names differ in more than case, or they are the same (SageMaker API: "This value is not case sensitive").
    readonly Dictionary<string, List<(DateTimeOffset Since, StudioResource Value)>> _versions = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A resource as it was at a moment; null when there was none.</summary>
    public StudioResource? Find(string arn, DateTimeOffset asOf)
        => _versions.TryGetValue(arn, out var versions) ? Pick(versions, asOf) : null;

    /// <summary>All resources of a kind in an account and Region as they were at a moment.</summary>
    public IEnumerable<StudioResource> All(string account, string region, ResourceKind kind, DateTimeOffset asOf)
        => All(asOf).Where(r => r.Kind == kind && r.Account == account && r.Region == region);

    /// <summary>All resources as they were at a moment.</summary>
    public IEnumerable<StudioResource> All(DateTimeOffset asOf) => _versions.Values.Select(v => Pick(v, asOf)).OfType<StudioResource>();

    /// <summary>Writes a version.</summary>
    public void Put(StudioResource resource, DateTimeOffset now)
    {
        if (!_versions.TryGetValue(resource.Arn, out var versions))
        {
            _versions[resource.Arn] = versions = [];
        }

        var past = versions.FindLastIndex(v => v.Since < now - Memory);
        if (past > 0)
        {
            versions.RemoveRange(0, past);
        }

        versions.Add((now, resource));
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => _versions.Clear();

    static StudioResource? Pick(List<(DateTimeOffset Since, StudioResource Value)> versions, DateTimeOffset asOf)
    {
        StudioResource? found = versions.FindLast(v => v.Since <= asOf).Value;
        return found?.Lifecycle.At(asOf) is null ? null : found;
    }
}
