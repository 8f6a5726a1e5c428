using Amazon.Runtime;
using ControlPlane.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.Server.Tests.Running;

/// <summary>A running server with the clients of long work.</summary>
sealed class OperationTestServer : IAsyncDisposable
{
    readonly RunningServer _server;
    readonly List<WebApplication> _others = [];
    GrpcChannel _channel;

    readonly IReadOnlyDictionary<string, string?>? _settings;

    OperationTestServer(RunningServer server, IReadOnlyDictionary<string, string?>? settings) => (_server, _channel, _settings) = (server, server.Channel(), settings);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public RunningServer Server => _server;

    public OperationService.OperationServiceClient Operations => new(_channel);

    public ProfileService.ProfileServiceClient Profiles => new(_channel);

    public AccountService.AccountServiceClient Accounts => new(_channel);

    public DomainService.DomainServiceClient Domains => new(_channel);

    public EntitlementService.EntitlementServiceClient Entitlements => new(_channel);

    public ExecutionRoleService.ExecutionRoleServiceClient ExecutionRoles => new(_channel);

    public Metadata Operator => _server.As("operator");

    public IServiceProvider Services => (_others.Count > 0 ? _others[^1] : _server.App).Services;

    public GuardrailService.GuardrailServiceClient Guardrails => new(_channel);

    public static async Task<OperationTestServer> StartAsync(IReadOnlyDictionary<string, string?>? settings = null) => new(await RunningServer.StartAsync(settings), settings);

    /// <summary>Starts another process on the same store; calls go there from now on.</summary>
    public async Task StartAnotherAsync()
    {
        var settings = _server.Settings(_settings);
        var other = ControlPlaneServer.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(settings);
            builder.Services.AddSingleton<AWSCredentials>(new SessionAWSCredentials(TestWorld.AccessKey, TestWorld.SecretKey, TestWorld.SessionToken));
        });
        await other.StartAsync(Ct);
        _others.Add(other);
        _channel.Dispose();
        _channel = _server.Channel();
    }

    /// <summary>Waits for an operation's end.</summary>
    public async Task<Operation> EndOfAsync(Operation operation)
    {
        for (var rounds = 0; ; rounds++)
        {
            var now = await Operations.WaitOperationAsync(
                new() { Name = operation.Name, Timeout = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(TimeSpan.FromSeconds(30)) }, Operator, cancellationToken: Ct);
            if (now.Done)
            {
                return now;
            }

            Assert.True(rounds < 4, $"{now.Kind} is at '{now.Progress.Message}' after two minutes.");
        }
    }

    /// <summary>Lets user1 launch Team1, which makes the profile.</summary>
    public async Task<string> LaunchAsync()
    {
        var launch = await new AccessService.AccessServiceClient(_channel).CreateLaunchAsync(
            new() { Parent = "users/me/teams/Team1" }, _server.As("user1"), cancellationToken: Ct);
        return launch.Route.ProfileName;
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        foreach (var other in _others)
        {
            await other.StopAsync(CancellationToken.None);
            await other.DisposeAsync();
        }

        await _server.DisposeAsync();
    }
}
