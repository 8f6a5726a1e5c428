namespace ControlPlane.Sandbox.Emulator;

/// <summary>What the data file keeps.</summary>
sealed record WorldState
{
    /// <summary>The domains, profiles, spaces and apps.</summary>
    public IReadOnlyList<StudioResource> Resources { get; init; } = [];

    /// <summary>The ARNs that came from a seed at some time: they are not loaded again once they are deleted.</summary>
    public IReadOnlyList<string> Seeded { get; init; } = [];

    /// <summary>What was made or changed through IAM; files that are older than this have none.</summary>
    public IamState Iam { get; init => field = value ?? new(); } = new();

    /// <summary>The organization; null when there is none.</summary>
    public OrganizationState? Organization { get; init; }

    /// <summary>The state of a world.</summary>
    public static WorldState Of(EmulatedWorld world) => new()
    {
        Resources = [.. world.Studio.All(world.Now)],
        Iam = world.Iam.State,
        Organization = world.Organization?.State,
        Seeded = [.. world.Accounts.Values
            .SelectMany(a => a.Domains.SelectMany(d => SeedLoader.Resources(a.Id, d, world.Now)))
            .Select(r => r.Arn)],
    };
}
