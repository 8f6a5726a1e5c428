using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ControlPlane.Sandbox.Emulator.Studio;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.SageMaker;

/// <summary>CreatePresignedDomainUrl.</summary>
sealed partial class PresignedUrlOperation(StudioRoom room)
{
    /// <summary>Carries it out.</summary>
    public JsonObject Create(AwsCall call)
    {
        var members = call.Members();
        var domainId = members.Text("DomainId", 0, 63, Patterns.DomainId());
        var name = members.Text("UserProfileName", 0, 63, Patterns.Name());
        var expires = members.Number("ExpiresInSeconds", 5, 300);
        var session = members.Number("SessionExpirationDurationInSeconds", 1800, 43200);
        var space = members.TextOrNull("SpaceName", 0, 63, Patterns.Name());
        var landing = members.TextOrNull("LandingUri", 0, 1023);
        members.Done();
        var arn = Arns.Profile(call.Caller.Account, call.Region, domainId, name);
        var found = room.Find(call, arn);
        room.Demand(call, call.Operation, arn, found);
        var domain = room.Domain(call, domainId);
        var profile = Check(call, domain, found, arn, landing);
        if (space is not null && room.Find(call, Arns.Space(call.Caller.Account, call.Region, domainId, space)) is null)
        {
            throw SageMakerErrors.NotFound("Space", space);
        }

        var host = StudioHost.Of(domainId, call.Region);
        var token = room.Sessions.Issue(Ticket(call, domain, profile) with
        {
            Host = host,
            StillAllowed = now => room.StillAllows(call, arn, now),
            Landing = landing,
            Space = space,
            UsableUntil = call.Now + TimeSpan.FromSeconds(expires ?? 300),
            SessionLength = TimeSpan.FromSeconds(session ?? 43200),
        }, call.Now);
        return new() { ["AuthorizedUrl"] = $"{call.BaseUrl}/studio/{host}/auth?token={token}" };
    }

    static StudioResource Check(AwsCall call, StudioResource domain, StudioResource? found, string arn, string? landing)
    {
        if (domain.Text("AuthMode") != "IAM")
        {
            throw SageMakerErrors.Invalid("CreatePresignedDomainUrl is only supported for domains with the AuthMode IAM.");
        }

        var profile = found ?? throw SageMakerErrors.NotFound("UserProfile", arn);
        if (profile.Lifecycle.At(call.AsOf) is var status and not ("InService" or "Updating" or "Update_Failed"))
        {
            throw SageMakerErrors.Invalid($"UserProfile [{profile.Arn}] is in [{status}] state: a presigned URL needs one that is InService.");
        }

        return landing is null || Landing().IsMatch(landing)
            ? profile
            : throw SageMakerErrors.Invalid($"Invalid LandingUri: {landing}");
    }

    static StudioTicket Ticket(AwsCall call, StudioResource domain, StudioResource profile) => new()
    {
        Account = call.Caller.Account,
        Region = call.Region,
        DomainId = domain.DomainId,
        DomainName = domain.Name,
        Profile = profile.Name,
        ExecutionRole = UserSettings.ExecutionRole(profile.Members["UserSettings"] as JsonObject)
            ?? UserSettings.ExecutionRole(domain.Members["DefaultUserSettings"] as JsonObject) ?? "",
        Tags = profile.Tags,
        VendedBy = call.Caller.Arn,
        SourceIdentity = call.Caller.SourceIdentity,
        HandsOnIdentity = domain.Members["DomainSettings"]?["ExecutionRoleIdentityConfig"]?.ToString() == "USER_PROFILE_NAME",
        Host = "",
        StillAllowed = _ => false,
    };

    // SageMaker API, CreatePresignedDomainUrl.LandingUri.
    [GeneratedRegex(@"^(studio::|app:(JupyterServer|JupyterLab|RStudioServerPro|CodeEditor|Canvas):)[^\s]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Landing();
}
