using ControlPlane.Catalog;
using ControlPlane.Diagnostics;
using ControlPlane.IdentityProviders;
using ControlPlane.Server.Authorization;
using ControlPlane.Server.Hosting;
using ControlPlane.Teams;
using Google.Protobuf.WellKnownTypes;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>Wire types of <c>diagnostics.proto</c> from the core's.</summary>
static class DiagnosticsMapping
{
    public static Wire.ServerInfo ToWire(this ServerIdentity server) => new()
    {
        Version = server.Version,
        ServerTime = server.Now.ToTimestamp(),
        PublicUrl = server.PublicUrl,
        Storage = server.Storage,
        StartTime = server.StartedAt.ToTimestamp(),
    };

    public static Wire.Caller ToWire(this Caller caller, string displayName, IReadOnlyList<TeamId> owned) => new()
    {
        Name = caller.Name,
        User = caller.User is { } user ? SubjectName.Of(user) : "",
        Roles = { caller.Roles },
        Permissions = { caller.Permissions.Order(StringComparer.Ordinal) },
        Groups = { caller.Groups.Select(g => g.ToString()) },
        OwnedTeams = { owned.Select(t => $"teams/{t}") },
        Method = caller.Method switch
        {
            CallerMethod.Token => "token",
            CallerMethod.Certificate => "certificate",
            CallerMethod.Session => "session",
            CallerMethod.BreakGlass => "break-glass",
            _ => throw new InvalidOperationException($"No wire value for {caller.Method}."),
        },
        DisplayName = displayName,
        ExpireTime = caller.ExpireTime?.ToTimestamp(),
    };

    public static Wire.Endpoint ToWire(this EndpointCheck check) => new()
    {
        Service = check.Service,
        Region = check.Region.ToString(),
        Url = check.Url.AbsoluteUri,
        Addresses = { check.Addresses.Select(a => a.ToString()) },
        Private = check.IsPrivate,
        Elapsed = Duration.FromTimeSpan(check.Elapsed),
        Problem = check.Problem ?? "",
    };

    public static Wire.SessionTrace ToWire(this SessionTrace trace, string name) => new()
    {
        SignIn = name,
        Links =
        {
            trace.Links.Select(l => new Wire.SessionTrace.Types.Link
            {
                Kind = l.Kind,
                Value = l.Value,
                Time = l.Time?.ToTimestamp(),
                Facts = { l.Facts.ToDictionary() },
            }),
        },
        Queries =
        {
            trace.Queries.Select(q => new Wire.SessionTrace.Types.CloudTrailQuery
            {
                Account = q.Account,
                Region = q.Region,
                EventName = q.EventName,
                Fields = { q.Fields.ToDictionary() },
                BeginTime = q.Begin.ToTimestamp(),
                EndTime = q.End.ToTimestamp(),
                Shows = q.Shows,
            }),
        },
        Gaps = { trace.Gaps },
    };

    public static Wire.SignInTest ToWire(this SignInTest test) => new()
    {
        Allowed = test.Allowed,
        Reason = test.Reason ?? "",
        Message = test.Message,
        Steps = { test.Steps.Select(s => s.ToWire()) },
        Attributes =
        {
            test.Attributes.Select(a => new Wire.SignInTest.Types.Attribute { Name = a.Name, Values = { a.Values }, UsedFor = a.UsedFor ?? "" }),
        },
        IdentityProvider = test.IdentityProvider ?? "",
        Advice = { test.Advice },
    };

    public static Wire.IdentityProvider ToWire(this IdentityProviderStatus status) => new()
    {
        Name = status.Name,
        EntityId = status.EntityId ?? "",
        MetadataSource = status.Source,
        RefreshTime = status.LastRefresh?.ToTimestamp(),
        Problem = status.ErrorReason ?? "",
        ProblemMessage = status.Error ?? "",
        SigningCertificates =
        {
            status.Certificates.Select(c => new Wire.IdentityProvider.Types.Certificate
            {
                Fingerprint = c.Thumbprint.ToLowerInvariant(),
                Subject = c.Subject,
                ExpireTime = c.Expires.ToTimestamp(),
            }),
        },
    };
}
