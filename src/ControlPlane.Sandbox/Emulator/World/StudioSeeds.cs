namespace ControlPlane.Sandbox.Emulator;

/// <summary>Accounts as this product wants them: a hub that the control plane runs in, and targets with broker, vend and execution
/// roles. Add domains by <c>with { Domains = [...] }</c>.</summary>
public static class StudioSeeds
{
    /// <summary>The account of the control plane, with its machine role.</summary>
    /// <param name="account">The account.</param>
    /// <param name="roleName">The name of the machine role.</param>
    /// <param name="keys">The keys that the control plane runs with.</param>
    public static AccountSeed Hub(string account, string roleName, params IReadOnlyList<AccessKeySeed> keys) => new()
    {
        Id = account,
        Name = "Control plane",
        Roles = [new(roleName, SeedPolicies.TrustEc2) { Policies = [SeedPolicies.AssumeStudioGateway], MachineKeys = keys }],
    };

    /// <summary>A target account with <see cref="BrokerRole"/>, <see cref="VendRole"/> and one <see cref="ExecutionRole"/> for each
    /// team.</summary>
    /// <param name="account">The account.</param>
    /// <param name="hub">The control plane's account.</param>
    /// <param name="hubRole">The name of its machine role.</param>
    /// <param name="externalId">The external id that both trust policies demand.</param>
    /// <param name="teams">The names of the execution roles.</param>
    public static AccountSeed Target(
        string account, string hub, string hubRole, string externalId, params IEnumerable<string> teams)
    {
        var trust = SeedPolicies.TrustControlPlane($"arn:aws:iam::{hub}:role/{hubRole}", externalId);
        return new()
        {
            Id = account,
            Roles =
            [
                new("StudioBroker", trust) { Path = "/studio-gateway/", Policies = [SeedPolicies.Broker(account)] },
                new("StudioVend", trust) { Path = "/studio-gateway/", Policies = [SeedPolicies.Vend(account)] },
                .. teams.Select(team => new RoleSeed(team, SeedPolicies.TrustSageMaker(account)) { Path = "/studio/" }),
            ],
        };
    }

    /// <summary>The ARN of a target's broker role.</summary>
    public static string BrokerRole(string account) => $"arn:aws:iam::{account}:role/studio-gateway/StudioBroker";

    /// <summary>The ARN of a target's vend role.</summary>
    public static string VendRole(string account) => $"arn:aws:iam::{account}:role/studio-gateway/StudioVend";

    /// <summary>The ARN of a team's execution role in a target.</summary>
    public static string ExecutionRole(string account, string team) => $"arn:aws:iam::{account}:role/studio/{team}";
}
