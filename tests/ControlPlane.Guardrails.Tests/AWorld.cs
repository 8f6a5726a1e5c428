using ControlPlane.Guardrails.Proving;

namespace ControlPlane.Guardrails.Tests;

/// <summary>Organizations to prove things about.</summary>
static class AWorld
{
    public static Seat Seat(string user, string team, string account = "111122223333", string domain = "d-one", string region = "us-east-1", bool named = true) => new()
    {
        User = user,
        Team = team,
        Account = account,
        Region = region,
        Domain = domain,
        Profile = $"{user}-{team}",
        ExecutionRole = $"arn:aws:iam::{account}:role/studio/{team}",
        BrokerRole = $"arn:aws:iam::{account}:role/studio-gateway/StudioGatewayBroker",
        VendRole = $"arn:aws:iam::{account}:role/studio-gateway/StudioGatewayVend",
        ExternalId = $"of-{account}",
        HasSourceIdentity = named,
    };

    /// <summary>Two teams in a domain, one in another domain of the account, one in another account; one person in two teams.</summary>
    public static ProofWorld Small() => new(
    [
        Seat("a1", "TeamA"), Seat("a2", "TeamA"), Seat("b1", "TeamB"), Seat("a1", "TeamB"), Seat("c1", "TeamC", domain: "d-two"), Seat("d1", "TeamD", "444455556666", "d-far", "eu-central-1"),
    ]);

    /// <summary>Many teams of two, spread over accounts.</summary>
    public static ProofWorld Of(int teams) => new([.. Enumerable.Range(0, teams).SelectMany(t => new[] { "x", "y" }.Select(u => Seat($"{u}{t}", $"team{t}", $"{111100000000 + (t % 20)}", $"d-{t % 40}")))]);
}
