using System.Text.Json;

namespace ControlPlane.Planning;

/// <summary>The dated list of AWS's limits that plans go by (<c>capacity-limits.json</c>).</summary>
/// <param name="Date">When it was compared with its sources.</param>
/// <param name="Limits">The limits by name.</param>
public sealed record CapacityLimits(DateOnly Date, IReadOnlyDictionary<string, KnownLimit> Limits)
{
    /// <summary>The list that the product ships.</summary>
    public static CapacityLimits Shipped { get; } = Read();

    internal KnownLimit AppsPerAccount => Limits["apps-per-account"];

    internal KnownLimit UserProfiles => Limits["user-profiles"];

    internal KnownLimit StudioApps => Limits["studio-apps"];

    internal int ReservedPerSubnet => (int)Limits["addresses-reserved-per-subnet"].Value;

    /// <summary>The addresses that a person's instances take at once.</summary>
    internal int AddressesPerUser(int studioInstances, int trainingInstances, bool efa) => studioInstances + (trainingInstances * PerTrainingInstance(efa));

    int PerTrainingInstance(bool efa) => (int)Limits[efa ? "addresses-per-training-instance-efa" : "addresses-per-training-instance"].Value;

    static CapacityLimits Read()
    {
        using var stream = typeof(CapacityLimits).Assembly.GetManifestResourceStream("capacity-limits.json")!;
        return JsonSerializer.Deserialize(stream, CapacityLimitsJson.Default.CapacityLimits)!;
    }
}

/// <summary>A limit of AWS.</summary>
/// <param name="Value">The limit; for a quota that can be raised, what a new account has.</param>
/// <param name="Source">Who says so.</param>
/// <param name="QuotaCode">The code in Service Quotas; null for what cannot be raised there.</param>
/// <param name="QuotaName">The name in Service Quotas.</param>
public sealed record KnownLimit(long Value, string Source, string? QuotaCode = null, string? QuotaName = null);
