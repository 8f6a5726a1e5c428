using ControlPlane.Sandbox.Emulator;

namespace ControlPlane.Aws.Tests.Emulator;

/// <summary>The world of the tests: a hub account whose machine role enters one target account.</summary>
static class Seeds
{
    public const string Hub = "444455556666";
    public const string Account = "111122223333";
    public const string Region = "us-east-1";
    public const string Domain = "d-abc123def456";
    public const string ExternalId = "studio-111122223333";
    public const string Broker = "arn:aws:iam::111122223333:role/studio-gateway/StudioBroker";
    public const string Vend = "arn:aws:iam::111122223333:role/studio-gateway/StudioVend";
    public const string TeamRole = "arn:aws:iam::111122223333:role/studio/Team1";

    public static AccessKeySeed MachineKey { get; } = new("ASIAHUBMACHINE00001", "hub-secret-for-the-emulator-only", "hub-token");

    public static AccessKeySeed UserKey { get; } = new("AKIAHUBUSER000000001", "user-secret-for-the-emulator-only");

    public static AccessKeySeed TargetKey { get; } = new("AKIATARGETUSER0000001", "target-secret-for-the-emulator-only");

    public static WorldSeed World { get; } = new()
    {
        Accounts =
        [
            StudioSeeds.Hub(Hub, "StudioControlPlane", MachineKey) with
            {
                Users = [new("admin") { Policies = [SeedPolicies.AllowAll], AccessKeys = [UserKey] }],
            },
            StudioSeeds.Target(Account, Hub, "StudioControlPlane", ExternalId, "Team1") with
            {
                Users = [new("admin") { Policies = [SeedPolicies.AllowAll], AccessKeys = [TargetKey] }],
                Domains = [new(Domain, Region) { DefaultExecutionRole = TeamRole, SourceIdentity = true }],
            },
        ],
        Organization = new(Hub),
    };
}
