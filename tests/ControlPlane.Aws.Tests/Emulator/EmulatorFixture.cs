using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using ControlPlane.Sandbox.Emulator;
using Xunit;

namespace ControlPlane.Aws.Tests.Emulator;

/// <summary>An emulator with the clients of its world.</summary>
sealed class EmulatorFixture : IAsyncDisposable
{
    readonly List<IDisposable> _clients = [];

    EmulatorFixture(EmulatorHost host, TimeProvider time)
    {
        Host = host;
        Time = time;
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public EmulatorHost Host { get; }

    public EmulatedWorld World => Host.World;

    public TimeProvider Time { get; }

    public static async Task<EmulatorFixture> StartAsync(Func<EmulatorOptions, EmulatorOptions>? change = null)
    {
        var options = new EmulatorOptions { Seed = Seeds.World };
        options = change?.Invoke(options) ?? options;
        return new(await EmulatorHost.StartAsync(options, Ct), options.SignatureTime ?? options.Time);
    }

    public AmazonSecurityTokenServiceClient Sts() => Sts(
        new SessionAWSCredentials(Seeds.MachineKey.Id, Seeds.MachineKey.Secret, Seeds.MachineKey.SessionToken));

    public AmazonSecurityTokenServiceClient Sts(AWSCredentials credentials) => Keep(new AmazonSecurityTokenServiceClient(
        credentials, new AmazonSecurityTokenServiceConfig
        {
            ServiceURL = Host.Endpoint.ToString(),
            AuthenticationRegion = Seeds.Region,
            MaxErrorRetry = 0,
        }));

    public RawClient Raw(Credentials session, string region = Seeds.Region)
        => Keep(new RawClient(Host.Endpoint, session.AccessKeyId, session.SecretAccessKey, session.SessionToken, Time) { Region = region });

    public RawClient Machine() => Keep(
        new RawClient(Host.Endpoint, Seeds.MachineKey.Id, Seeds.MachineKey.Secret, Seeds.MachineKey.SessionToken, Time));

    public RawClient Admin(string region = Seeds.Region)
        => Keep(new RawClient(Host.Endpoint, Seeds.UserKey.Id, Seeds.UserKey.Secret, null, Time) { Region = region });

    public RawClient TargetAdmin(string region = Seeds.Region)
        => Keep(new RawClient(Host.Endpoint, Seeds.TargetKey.Id, Seeds.TargetKey.Secret, null, Time) { Region = region });

    public async Task<RawClient> BrokerAsync(string region = Seeds.Region)
        => Raw((await Sts().AssumeRoleAsync(BrokerRequest(), Ct)).Credentials, region);

    public async Task<RawClient> VendAsync(string user, string profile)
        => Raw((await Sts().AssumeRoleAsync(VendRequest(user, profile), Ct)).Credentials);

    public static AssumeRoleRequest BrokerRequest() => new()
    {
        RoleArn = Seeds.Broker,
        RoleSessionName = "broker",
        ExternalId = Seeds.ExternalId,
    };

    public static AssumeRoleRequest VendRequest(string user, string profile) => new()
    {
        RoleArn = Seeds.Vend,
        RoleSessionName = user,
        ExternalId = Seeds.ExternalId,
        SourceIdentity = user,
        Tags = [new() { Key = "studiouserid", Value = user }, new() { Key = "team", Value = "Team1" }],
        TransitiveTagKeys = ["studiouserid"],
        Policy = $$"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sagemaker:CreatePresignedDomainUrl",
            "Resource":"arn:aws:sagemaker:{{Seeds.Region}}:{{Seeds.Account}}:user-profile/{{Seeds.Domain}}/{{profile}}"}]}
            """,
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        await Host.DisposeAsync();
    }

    T Keep<T>(T client)
        where T : IDisposable
    {
        _clients.Add(client);
        return client;
    }
}
