using System.Collections.Concurrent;
using System.Net;
using ControlPlane.V1;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ControlPlane.Client.Tests;

/// <summary>A gRPC server on loopback that answers as a test tells it: for what a healthy server never does.</summary>
sealed class ScriptedServer : IAsyncDisposable
{
    readonly WebApplication _app;

    ScriptedServer(WebApplication app, Script script) => (_app, Script) = (app, script);

    public Script Script { get; }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<ScriptedServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        var script = new Script();
        builder.Services.AddSingleton(script);
        var app = builder.Build();
        app.MapGrpcService<Teams>();
        app.MapGrpcService<Access>();
        app.MapGrpcService<Work>();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, script);
    }

    public ControlPlaneClient Client(Func<ControlPlaneClientOptions, ControlPlaneClientOptions>? change = null)
    {
        var options = new ControlPlaneClientOptions { Address = Address };
        return new(change is null ? options : change(options));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>A refusal as the server makes them.</summary>
    public static RpcException Refusal(Code code, string reason, TimeSpan? retry = null, params (string Field, string Description)[] violations)
    {
        var info = new ErrorInfo { Reason = reason, Domain = "controlplane", Metadata = { ["fix"] = "Do this.", ["team"] = "Team1", ["sign_in"] = "ABCD-EFGH-1234" } };
        var status = new Google.Rpc.Status { Code = (int)code, Message = $"It is {reason}.", Details = { Any.Pack(info) } };
        if (retry is { } wait)
        {
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }));
        }

        if (violations.Length > 0)
        {
            status.Details.Add(Any.Pack(new BadRequest { FieldViolations = { violations.Select(v => new BadRequest.Types.FieldViolation { Field = v.Field, Description = v.Description }) } }));
        }

        return status.ToRpcException();
    }

    internal sealed class Teams(Script script) : TeamService.TeamServiceBase
    {
        public override Task<Team> GetTeam(GetTeamRequest request, ServerCallContext context) => script.AnswerAsync(context, request, () => new Team { Name = request.Name });

        public override Task<Team> CreateTeam(CreateTeamRequest request, ServerCallContext context) => script.AnswerAsync(context, request, () => request.Team);

        public override Task<ListTeamsResponse> ListTeams(ListTeamsRequest request, ServerCallContext context) => script.AnswerAsync(context, request, () =>
        {
            var from = request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken, System.Globalization.CultureInfo.InvariantCulture);
            var to = Math.Min(from + request.PageSize, 1000);
            return new ListTeamsResponse { Teams = { Enumerable.Range(from, to - from).Select(i => new Team { Name = $"teams/t{i}" }) }, NextPageToken = to < 1000 ? $"{to}" : "" };
        });

        public override async Task WatchTeams(WatchTeamsRequest request, IServerStreamWriter<WatchTeamsResponse> responseStream, ServerCallContext context)
        {
            var from = await script.AnswerAsync(context, request, () => request.ResumeToken.Length == 0 ? "0" : request.ResumeToken);
            for (var i = int.Parse(from, System.Globalization.CultureInfo.InvariantCulture) + 1; ; i++)
            {
                await responseStream.WriteAsync(new() { Type = ChangeType.Added, Team = new() { Name = $"teams/t{i}" }, ResumeToken = $"{i}" });
                if (i % 3 == 0)
                {
                    throw new RpcException(new(StatusCode.Unavailable, "going down"));
                }
            }
        }
    }

    internal sealed class Access(Script script) : AccessService.AccessServiceBase
    {
        public override Task<ListLaunchTargetsResponse> ListLaunchTargets(ListLaunchTargetsRequest request, ServerCallContext context) => script.AnswerAsync(context, request, () =>
        {
            var from = request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken, System.Globalization.CultureInfo.InvariantCulture);
            var to = Math.Min(from + request.PageSize, 1200);
            return new ListLaunchTargetsResponse { LaunchTargets = { Enumerable.Range(from, to - from).Select(i => new LaunchTarget { Name = $"users/me/teams/t{i}" }) }, NextPageToken = to < 1200 ? $"{to}" : "" };
        });

        public override Task<Launch> CreateLaunch(CreateLaunchRequest request, ServerCallContext context) => script.AnswerAsync(context, request, () => new Launch { SignIn = "signIns/x" });
    }

    internal sealed class Work(Script script) : OperationService.OperationServiceBase
    {
        int _step;

        public override Task<Operation> WaitOperation(WaitOperationRequest request, ServerCallContext context)
            => script.AnswerAsync(context, request, () => new Operation { Name = request.Name, Done = Interlocked.Increment(ref _step) > 0 && script.Calls.Count >= 3, Progress = new() { Completed = script.Calls.Count, Total = 3 } });
    }
}

/// <summary>What the next calls meet, and what they sent.</summary>
sealed class Script
{
    public ConcurrentQueue<Exception> Failures { get; } = new();

    public ConcurrentQueue<(object Request, string? Authorization, string? Agent)> Calls { get; } = new();

    public ConcurrentQueue<string> Parents { get; } = new();

    public TimeSpan Delay { get; set; }

    public async Task<T> AnswerAsync<T>(ServerCallContext context, object request, Func<T> answer)
    {
        Calls.Enqueue((request, context.RequestHeaders.GetValue("authorization"), context.RequestHeaders.GetValue("user-agent")));
        Parents.Enqueue(context.RequestHeaders.GetValue("traceparent") ?? "");
        await Task.Delay(Delay, TimeProvider.System, context.CancellationToken);
        return Failures.TryDequeue(out var failure) ? throw failure : answer();
    }
}
