using ControlPlane.Diagnostics;
using ControlPlane.Errors;
using ControlPlane.IdentityProviders;
using ControlPlane.Server.Authorization;
using ControlPlane.Server.Hosting;
using ControlPlane.Teams;
using ControlPlane.Users;
using Grpc.Core;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>Answers about the server itself and about what does not work. Changes nothing.</summary>
sealed class DiagnosticsGrpcService(
    ServerIdentity server, TeamOwners owners, IdentityProviderRegistry providers, SignInTester tester, SessionTracer tracer, EndpointChecks endpoints,
    UserCatalog users, CallAudit audit)
    : Wire.DiagnosticsService.DiagnosticsServiceBase
{
    const int MostOwnedTeams = 200;

    public override Task<Wire.ServerInfo> GetServerInfo(Wire.GetServerInfoRequest request, ServerCallContext context)
        => Task.FromResult(server.ToWire());

    public override async Task<Wire.Caller> GetCaller(Wire.GetCallerRequest request, ServerCallContext context)
    {
        var caller = RpcGate.CallerOf(context);
        var owned = caller.Own is { } principal ? await owners.ListAsync(principal, MostOwnedTeams, context.CancellationToken) : [];
        var name = caller.DisplayName ?? (caller.User is { } user ? (await users.FindAsync(user, context.CancellationToken))?.DisplayName : null);
        return caller.ToWire(name ?? "", owned);
    }

    public override Task<Wire.ListIdentityProvidersResponse> ListIdentityProviders(
        Wire.ListIdentityProvidersRequest request, ServerCallContext context)
        => Task.FromResult(new Wire.ListIdentityProvidersResponse { IdentityProviders = { providers.Status.Select(s => s.ToWire()) } });

    public override async Task<Wire.CheckEndpointsResponse> CheckEndpoints(Wire.CheckEndpointsRequest request, ServerCallContext context)
        => new() { Endpoints = { (await endpoints.CheckAsync(context.CancellationToken)).Select(e => e.ToWire()) } };

    public override async Task<Wire.SessionTrace> TraceSession(Wire.TraceSessionRequest request, ServerCallContext context)
    {
        var reference = ResourceNames.SignIn(request.Name, "name");
        var trace = await tracer.TraceAsync(reference, context.CancellationToken);
        return trace?.ToWire($"signIns/{reference}") ?? throw ApiErrors.SignInNotFound(reference.ToString());
    }

    public override async Task<Wire.SignInTest> TestSignIn(Wire.TestSignInRequest request, ServerCallContext context)
    {
        var response = request.SamlResponse is "" ? throw ApiErrors.RequestInvalid(new Violation("saml_response", "Required: give the form field.")) : request.SamlResponse;
        var team = request.Team is "" ? (TeamId?)null : ResourceNames.Team(request.Team, "team");
        try
        {
            var test = await tester.TestAsync(response, team, request.AtTime?.ToDateTimeOffset(), context.CancellationToken);
            await audit.TestedAsync(context, test.Allowed ? "allowed" : "refused", test.Reason);
            return test.ToWire();
        }
        catch (RefusedException refusal) when (refusal.Kind is RefusalKind.Unavailable)
        {
            await audit.TestedAsync(context, "failed", refusal.Reason);
            throw;
        }
    }
}
