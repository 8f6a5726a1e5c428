using System.Security.Claims;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace ControlPlane.Server.Tests.Authorization;

/// <summary>A call as the gate sees it: its method, and a request whose token was validated already.</summary>
sealed class GateCall : ServerCallContext
{
    readonly string _method;
    readonly Dictionary<object, object> _state = [];

    public GateCall(string method, params (string Claim, string Value)[] claims)
    {
        _method = method;
        Http = new() { User = new(new ClaimsIdentity(claims.Select(c => new Claim(c.Claim, c.Value)), "api:dev")) };
        // Where grpc-dotnet looks for it.
        _state["__HttpContext"] = Http;
    }

    public DefaultHttpContext Http { get; }

    protected override string MethodCore => _method;

    protected override string HostCore => "localhost";

    protected override string PeerCore => "ipv4:127.0.0.1:1";

    protected override DateTime DeadlineCore => DateTime.MaxValue;

    protected override Metadata RequestHeadersCore { get; } = [];

    protected override CancellationToken CancellationTokenCore => Xunit.TestContext.Current.CancellationToken;

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore { get; } = new(null, []);

    protected override IDictionary<object, object> UserStateCore => _state;

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
}
