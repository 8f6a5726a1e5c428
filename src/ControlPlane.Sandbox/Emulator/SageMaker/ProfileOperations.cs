using System.Globalization;
using System.Text.Json.Nodes;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.SageMaker;

/// <summary>The user profile operations.</summary>
sealed class ProfileOperations(StudioRoom room)
{
    const string Kind = "UserProfile";

    /// <summary>CreateUserProfile.</summary>
    public JsonObject Create(AwsCall call)
    {
        var members = call.Members();
        var (domainId, name, arn) = Read(call, members);
        members.TextOrNull("SingleSignOnUserValue", 0, 256);
        members.OneOfOrNull("SingleSignOnUserIdentifier", "UserName");
        var tags = members.Tags();
        var settings = members.Structure("UserSettings");
        members.Done();
        TagOperations.CheckKeys(tags);
        room.DemandCreate(call, arn, tags);
        var domain = room.Domain(call, domainId);
        CheckSignOn(call, domain);
        room.CheckExecutionRole(call, UserSettings.ExecutionRole(settings));
        CheckRoom(call, arn);

        var uid = int.Parse(domain.Text("NextUid") ?? $"{SeedLoader.FirstUid}", CultureInfo.InvariantCulture);
        room.WriteCounter(call, domain.With("NextUid", $"{uid + SeedLoader.UidStep}"));
        var kept = StudioRoom.Copy(call, "SingleSignOnUserIdentifier", "SingleSignOnUserValue", "UserSettings");
        kept["HomeEfsFileSystemUid"] = $"{uid}";
        room.Put(call, StudioRoom.New(call, ResourceKind.UserProfile, arn, domainId, name, kept, tags), "Pending", "Failed");
        return new() { ["UserProfileArn"] = arn };
    }

    /// <summary>DescribeUserProfile.</summary>
    public JsonObject Describe(AwsCall call)
    {
        var members = call.Members();
        var (_, _, arn) = Read(call, members);
        members.Done();
        var profile = Existing(call, arn);

        var output = Details(profile, call.AsOf);
        output["UserProfileArn"] = profile.Arn;
        output["FailureReason"] = profile.Lifecycle.ReasonAt(call.AsOf);
        foreach (var (name, value) in profile.Members)
        {
            output[name] = value?.DeepClone();
        }

        return output;
    }

    /// <summary>UpdateUserProfile.</summary>
    public JsonObject Update(AwsCall call)
    {
        var members = call.Members();
        var (_, _, arn) = Read(call, members);
        var settings = members.Structure("UserSettings");
        members.Done();
        var profile = Existing(call, arn);
        room.CheckExecutionRole(call, UserSettings.ExecutionRole(settings));
        if (profile.Lifecycle.At(call.Now) is var status and not ("InService" or "Update_Failed"))
        {
            throw SageMakerErrors.NotReady(Kind, profile.Arn, status ?? "Deleted");
        }

        var merged = UserSettings.Merge(profile.Members["UserSettings"] as JsonObject, settings);
        room.Put(call, profile.With("UserSettings", merged), "Updating", "Update_Failed");
        return new() { ["UserProfileArn"] = profile.Arn };
    }

    /// <summary>ListUserProfiles.</summary>
    public JsonObject List(AwsCall call)
    {
        var members = call.Members();
        var domainId = members.TextOrNull("DomainIdEquals", 0, 63, Patterns.DomainId());
        var part = members.TextOrNull("UserProfileNameContains", 0, 63, Patterns.Name());
        var order = ListOrder.Read(members, "CreationTime", "LastModifiedTime");
        members.Done();
        room.DemandList(call);
        var found = room.All(call, ResourceKind.UserProfile)
            .Where(p => (domainId is null || p.DomainId == domainId)
                && (part is null || p.Name.Contains(part, StringComparison.OrdinalIgnoreCase)));
        return Page.Of(call, "UserProfiles", [.. order.Sort(found).Select(p => Details(p, call.AsOf))], order.Size, 10);
    }

    /// <summary>DeleteUserProfile.</summary>
    public JsonObject Delete(AwsCall call)
    {
        var members = call.Members();
        var (domainId, _, arn) = Read(call, members);
        members.Done();
        var profile = Existing(call, arn);
        if (room.InDomain(call, ResourceKind.App, domainId).Any(a => IsLive(a, call.Now) && Same(a.Text("UserProfileName"), profile.Name)))
        {
            throw SageMakerErrors.InUse(Kind, profile.Arn, "App");
        }

        if (room.InDomain(call, ResourceKind.Space, domainId)
            .Any(s => Same(s.Members["OwnershipSettings"]?["OwnerUserProfileName"]?.ToString(), profile.Name)))
        {
            throw SageMakerErrors.InUse(Kind, profile.Arn, "Space");
        }

        room.Remove(call, profile);
        return [];
    }

    /// <summary>The profile that a call names, authorised.</summary>
    StudioResource Existing(AwsCall call, string arn)
    {
        var profile = room.Find(call, arn);
        room.Demand(call, call.Operation, arn, profile);
        return profile ?? throw SageMakerErrors.NotFound(Kind, arn);
    }

    static (string DomainId, string Name, string Arn) Read(AwsCall call, Members members)
    {
        var domainId = members.Text("DomainId", 0, 63, Patterns.DomainId());
        var name = members.Text("UserProfileName", 0, 63, Patterns.Name());
        return (domainId, name, Arns.Profile(call.Caller.Account, call.Region, domainId, name));
    }

    static void CheckSignOn(AwsCall call, StudioResource domain)
    {
        var given = call.Input["SingleSignOnUserValue"] is not null || call.Input["SingleSignOnUserIdentifier"] is not null;
        if (domain.Text("AuthMode") == "SSO" && !given)
        {
            throw SageMakerErrors.Invalid("SingleSignOnUserIdentifier and SingleSignOnUserValue are required when the AuthMode is SSO.");
        }

        if (domain.Text("AuthMode") == "IAM" && given)
        {
            throw SageMakerErrors.Invalid("SingleSignOnUserIdentifier and SingleSignOnUserValue are not allowed when the AuthMode is IAM.");
        }
    }

    // A rival that created the same name a moment ago is seen whatever staleness the call has: creation is decided by the owner of truth.
    void CheckRoom(AwsCall call, string arn)
    {
        if (room.FindNow(call, arn) is { } existing)
        {
            throw SageMakerErrors.Exists(Kind, existing.Arn);
        }

        var current = room.All(call with { AsOf = call.Now }, ResourceKind.UserProfile).Count();
        if (current >= room.Account(call).ProfileQuota)
        {
            throw SageMakerErrors.LimitExceeded("UserProfiles", room.Account(call).ProfileQuota, current);
        }
    }

    static JsonObject Details(StudioResource profile, DateTimeOffset asOf) => new()
    {
        ["DomainId"] = profile.DomainId,
        ["UserProfileName"] = profile.Name,
        ["Status"] = profile.Lifecycle.At(asOf),
        ["CreationTime"] = WireTime.Of(profile.Created),
        ["LastModifiedTime"] = WireTime.Of(profile.Modified),
    };

    static bool IsLive(StudioResource app, DateTimeOffset now) => app.Lifecycle.At(now) is not ("Deleted" or "Failed");

    static bool Same(string? a, string b) => b.Equals(a, StringComparison.OrdinalIgnoreCase);
}
