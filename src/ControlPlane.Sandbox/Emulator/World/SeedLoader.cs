using System.Text.Json.Nodes;

namespace ControlPlane.Sandbox.Emulator;

/// <summary>Turns the seed into the world's own records.</summary>
static class SeedLoader
{
    // The first numeric user id that SageMaker gives out on a domain's file system.
    public const int FirstUid = 200000;

    // The distance of two such ids.
    public const int UidStep = 5;

    public static void LoadIdentities(Iam iam, AccountSeed account, DateTimeOffset now)
    {
        foreach (var policy in account.Policies)
        {
            iam.Put(account.Id, policy, now);
        }

        foreach (var role in account.Roles)
        {
            iam.Put(account.Id, role, now);
        }

        foreach (var user in account.Users)
        {
            iam.Put(account.Id, user, now);
        }

        foreach (var provider in account.SamlProviders)
        {
            iam.Put(account.Id, provider);
        }
    }

    /// <summary>Loads the domains and profiles that were never loaded before: one that was deleted since stays deleted.</summary>
    public static void LoadDomains(ResourceTable table, AccountSeed account, IReadOnlyCollection<string> seeded, DateTimeOffset now)
    {
        foreach (var resource in account.Domains.SelectMany(d => Resources(account.Id, d, now)).Where(r => !seeded.Contains(r.Arn)))
        {
            table.Put(resource, now);
        }
    }

    /// <summary>The domains and profiles of a seed.</summary>
    public static IEnumerable<StudioResource> Resources(string account, DomainSeed seed, DateTimeOffset now)
    {
        yield return new()
        {
            Kind = ResourceKind.Domain,
            Arn = Arns.Domain(account, seed.Region, seed.Id),
            Account = account,
            Region = seed.Region,
            DomainId = seed.Id,
            Name = seed.Name ?? seed.Id,
            Tags = seed.Tags,
            Created = now,
            Modified = now,
            Lifecycle = Lifecycle.InService,
            Members = new()
            {
                ["AuthMode"] = seed.AuthMode,
                ["DefaultUserSettings"] = new JsonObject { ["ExecutionRole"] = seed.DefaultExecutionRole },
                ["DomainSettings"] = new JsonObject { ["ExecutionRoleIdentityConfig"] = seed.SourceIdentity ? "USER_PROFILE_NAME" : "DISABLED" },
                ["AppNetworkAccessType"] = "VpcOnly",
                ["SubnetIds"] = new JsonArray("subnet-0a1b2c3d4e5f60718"),
                ["VpcId"] = "vpc-0a1b2c3d4e5f60718",
                ["HomeEfsFileSystemId"] = "fs-0a1b2c3d4e5f60718",
                ["NextUid"] = $"{FirstUid + (UidStep * seed.Profiles.Count)}",
            },
        };
        var uid = FirstUid;
        foreach (var profile in seed.Profiles)
        {
            yield return new()
            {
                Kind = ResourceKind.UserProfile,
                Arn = Arns.Profile(account, seed.Region, seed.Id, profile.Name),
                Account = account,
                Region = seed.Region,
                DomainId = seed.Id,
                Name = profile.Name,
                Tags = profile.Tags,
                Created = now,
                Modified = now,
                Lifecycle = Lifecycle.InService,
                Members = new()
                {
                    ["HomeEfsFileSystemUid"] = $"{uid}",
                    ["UserSettings"] = profile.ExecutionRole is { } role ? new JsonObject { ["ExecutionRole"] = role } : new JsonObject(),
                },
            };
            uid += UidStep;
        }
    }
}
