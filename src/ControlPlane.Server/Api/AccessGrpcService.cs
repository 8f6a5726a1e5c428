using ControlPlane.Errors;
using ControlPlane.Server.Authorization;
using ControlPlane.Server.Options;
using ControlPlane.SignIn;
using ControlPlane.Teams;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>The gRPC door: parses, asks the core, maps.</summary>
sealed class AccessGrpcService(
    SignInFlow flow, AccessQueries queries, TeamContacts contacts, PageTokens pages, CallAudit audit, IOptions<ApiOptions> options)
    : Wire.AccessService.AccessServiceBase
{
    static readonly TimeSpan _defaultWait = TimeSpan.FromSeconds(10);
    static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(30);

    public override async Task<Wire.ListLaunchTargetsResponse> ListLaunchTargets(Wire.ListLaunchTargetsRequest request, ServerCallContext context)
    {
        var user = ResourceNames.User(request.Parent, "parent");
        var size = ResourceNames.PageSize(request.PageSize);
        var principal = RpcGate.CallerOf(context).ActFor(user, Permissions.InspectAll);
        var whose = principal.User.ToString();
        var plain = new Wire.ListLaunchTargetsRequest { Parent = request.Parent };
        var after = pages.Read(request.PageToken, plain, whose) is { } last ? TeamId.Parse(last) : (TeamId?)null;

        await audit.InspectedAsync(context, principal);
        var targets = await queries.ListTargetsAsync(principal, after, size, context.CancellationToken);
        return new()
        {
            LaunchTargets = { targets.Select(t => t.ToWire(principal.User)) },
            // A full page may be the last one; the token then leads to an empty page, which AIP-158 allows.
            NextPageToken = targets.Count < size ? "" : pages.Next(plain, whose, targets[^1].Team.Id.ToString()),
        };
    }

    public override async Task<Wire.Route> ResolveRoute(Wire.ResolveRouteRequest request, ServerCallContext context)
    {
        var (user, team) = ResourceNames.UserTeam(request.Name, "name");
        var principal = RpcGate.CallerOf(context).ActFor(user, Permissions.InspectAll);

        await audit.InspectedAsync(context, principal);
        return (await queries.ResolveAsync(principal, team, context.CancellationToken)).ToWire();
    }

    public override async Task<Wire.Launch> CreateLaunch(Wire.CreateLaunchRequest request, ServerCallContext context)
    {
        var (user, team) = ResourceNames.UserTeam(request.Parent, "parent");
        var command = new LaunchCommand(team, NullIfEmpty(request.Space), NullIfEmpty(request.LandingUri), MaxWait(request.MaxWait));
        var principal = RpcGate.CallerOf(context).ActFor(user, Permissions.OnBehalf);
        if (request.ValidateOnly)
        {
            command.Check();
            await audit.InspectedAsync(context, principal);
            return new() { Route = (await queries.ResolveAsync(principal, team, context.CancellationToken)).ToWire() };
        }

        var launch = await flow.LaunchAsync(principal, command, context.CancellationToken);
        return new()
        {
            SignIn = $"signIns/{launch.Reference}",
            Url = launch.Url.Reveal().AbsoluteUri,
            UrlExpireTime = launch.Url.ExpiresAt.ToTimestamp(),
            Route = launch.Route.ToWire(),
        };
    }

    public override async Task<Wire.AccessExplanation> ExplainAccess(Wire.ExplainAccessRequest request, ServerCallContext context)
    {
        var (user, team) = ResourceNames.UserTeam(request.Name, "name");
        var principal = RpcGate.CallerOf(context).ActFor(user, Permissions.InspectAll);

        await audit.InspectedAsync(context, principal);
        var explanation = await queries.ExplainAsync(principal, team, context.CancellationToken);
        // Owners and policies tell that the team exists, which not everybody may know.
        var mayRead = explanation.IsRelated || await RpcGate.AccessOf(context).MayAsync(Permissions.TeamsGet, team, context.CancellationToken);
        var owners = mayRead || options.Value.NameOwnersToUsers ? await contacts.ListAsync(team, context.CancellationToken) : [];
        return explanation.ToWire($"users/{principal.User}/teams/{team}", owners, mayRead);
    }

    public override async Task<Wire.SignIn> GetSignIn(Wire.GetSignInRequest request, ServerCallContext context)
    {
        var reference = ResourceNames.SignIn(request.Name, "name");
        var caller = RpcGate.CallerOf(context);

        var record = await queries.FindSignInAsync(reference, context.CancellationToken);
        // Not-there and not-yours read the same.
        return record is not null && (caller.Permissions.Contains(Permissions.SignInsReadAll) || IsOwn(record, caller))
            ? record.ToWire()
            : throw ApiErrors.SignInNotFound(reference.ToString());
    }

    // The same id at another identity provider may be another person.
    static bool IsOwn(FlightRecord record, Caller caller)
        => caller.User is { } user && record.User == user.ToString() && record.IdentityProvider == caller.IdentityProvider;

    static TimeSpan MaxWait(Duration? wanted)
    {
        var wait = wanted?.ToTimeSpan() ?? _defaultWait;
        return wait >= TimeSpan.Zero && wait <= _longestWait
            ? wait
            : throw ApiErrors.RequestInvalid(new Violation("max_wait", "It is 0 to 30 seconds."));
    }

    static string? NullIfEmpty(string text) => text is "" ? null : text;
}
