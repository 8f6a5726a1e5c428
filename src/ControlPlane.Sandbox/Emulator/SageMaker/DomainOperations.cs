using System.Text.Json.Nodes;
using ControlPlane.Sandbox.Emulator.Studio;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.SageMaker;

/// <summary>The domain operations.</summary>
sealed class DomainOperations(StudioRoom room)
{
    const string Kind = "Domain";

    static readonly string[] Kept =
    [
        "AuthMode", "DefaultUserSettings", "DomainSettings", "SubnetIds", "VpcId", "AppNetworkAccessType", "HomeEfsFileSystemKmsKeyId", "KmsKeyId",
        "AppSecurityGroupManagement", "HomeEfsFileSystemCreation", "TagPropagation", "DefaultSpaceSettings",
    ];

    /// <summary>CreateDomain.</summary>
    public JsonObject Create(AwsCall call)
    {
        var members = call.Members();
        var name = members.Text("DomainName", 0, 63, Patterns.Name());
        members.OneOf("AuthMode", "SSO", "IAM");
        members.OneOfOrNull("AppNetworkAccessType", "PublicInternetOnly", "VpcOnly");
        members.Texts("SubnetIds", 16);
        var tags = members.Tags();
        var settings = members.Structure("DefaultUserSettings") ?? throw SageMakerErrors.Invalid(
            "1 validation error detected: Value null at 'defaultUserSettings' failed to satisfy constraint: Member must not be null");
        members.Done();
        TagOperations.CheckKeys(tags);
        var id = Ids.Small("d-", 12);
        var arn = Arns.Domain(call.Caller.Account, call.Region, id);
        room.DemandCreate(call, arn, tags);
        room.CheckExecutionRole(call, UserSettings.ExecutionRole(settings));
        if (room.All(call with { AsOf = call.Now }, ResourceKind.Domain).Any(d => d.Name == name))
        {
            throw SageMakerErrors.Exists(Kind, name);
        }

        var kept = StudioRoom.Copy(call, Kept);
        kept["HomeEfsFileSystemId"] = Ids.Small("fs-", 17);
        room.Put(call, StudioRoom.New(call, ResourceKind.Domain, arn, id, name, kept, tags), "Pending", "Failed");
        return new() { ["DomainArn"] = arn, ["DomainId"] = id, ["Url"] = Url(id, call.Region) };
    }

    /// <summary>DescribeDomain.</summary>
    public JsonObject Describe(AwsCall call)
    {
        var domain = Existing(call);
        var output = Details(domain, call.AsOf);
        output["FailureReason"] = domain.Lifecycle.ReasonAt(call.AsOf);
        foreach (var (name, value) in domain.Members.Where(m => m.Key != "NextUid"))
        {
            output[name] = value?.DeepClone();
        }

        return output;
    }

    /// <summary>UpdateDomain.</summary>
    public JsonObject Update(AwsCall call)
    {
        var domain = Existing(call);
        room.CheckExecutionRole(call, call.Input["DefaultUserSettings"]?["ExecutionRole"]?.ToString());
        if (domain.Lifecycle.At(call.Now) is var status and not ("InService" or "Update_Failed"))
        {
            throw SageMakerErrors.NotReady(Kind, domain.Arn, status ?? "Deleted");
        }

        var update = StudioRoom.Copy(call, Kept.Except(["AuthMode", "DomainSettings", "KmsKeyId", "HomeEfsFileSystemKmsKeyId"]));
        if (call.Input["DomainSettingsForUpdate"] is JsonObject settings)
        {
            CheckIdentityChange(call, domain, settings);
            update["DomainSettings"] = UserSettings.Merge(domain.Members["DomainSettings"] as JsonObject, settings);
        }

        if (update["DefaultUserSettings"] is JsonObject user)
        {
            update["DefaultUserSettings"] = UserSettings.Merge(domain.Members["DefaultUserSettings"] as JsonObject, user);
        }

        room.Put(call, domain with { Members = UserSettings.Merge(domain.Members, update) }, "Updating", "Update_Failed");
        return new() { ["DomainArn"] = domain.Arn };
    }

    /// <summary>ListDomains.</summary>
    public JsonObject List(AwsCall call)
    {
        var members = call.Members();
        var size = members.Number("MaxResults", 1, 100);
        members.Done();
        room.DemandList(call);
        var domains = room.All(call, ResourceKind.Domain).OrderBy(d => d.Created).ThenBy(d => d.Arn, StringComparer.Ordinal);
        return Page.Of(call, "Domains", [.. domains.Select(d => Details(d, call.AsOf))], size, 10);
    }

    /// <summary>DeleteDomain. What is kept or deleted of its file system makes no difference here.</summary>
    public JsonObject Delete(AwsCall call)
    {
        var domain = Existing(call);
        foreach (var kind in (ResourceKind[])[ResourceKind.App, ResourceKind.Space, ResourceKind.UserProfile])
        {
            if (room.InDomain(call, kind, domain.DomainId).Any(r => r.Lifecycle.At(call.Now) is not ("Deleted" or "Failed")))
            {
                throw SageMakerErrors.InUse(Kind, domain.Arn, kind.ToString());
            }
        }

        room.Remove(call, domain);
        return [];
    }

    // The setting cannot change while an app runs (SageMaker API, UpdateDomain).
    void CheckIdentityChange(AwsCall call, StudioResource domain, JsonObject settings)
    {
        var wanted = settings["ExecutionRoleIdentityConfig"]?.ToString();
        if (wanted is not null && wanted != domain.Members["DomainSettings"]?["ExecutionRoleIdentityConfig"]?.ToString()
            && room.InDomain(call, ResourceKind.App, domain.DomainId).Any(a => a.Lifecycle.At(call.Now) is "InService" or "Pending"))
        {
            throw SageMakerErrors.Invalid("ExecutionRoleIdentityConfig can not be updated while the domain has apps that are InService or Pending.");
        }
    }

    StudioResource Existing(AwsCall call)
    {
        var members = call.Members();
        var id = members.Text("DomainId", 0, 63, Patterns.DomainId());
        members.Done();
        var arn = Arns.Domain(call.Caller.Account, call.Region, id);
        var domain = room.Find(call, arn);
        room.Demand(call, call.Operation, arn, domain);
        return domain ?? throw SageMakerErrors.DomainNotFound(id);
    }

    static JsonObject Details(StudioResource domain, DateTimeOffset asOf) => new()
    {
        ["DomainArn"] = domain.Arn,
        ["DomainId"] = domain.DomainId,
        ["DomainName"] = domain.Name,
        ["Status"] = domain.Lifecycle.At(asOf),
        ["CreationTime"] = WireTime.Of(domain.Created),
        ["LastModifiedTime"] = WireTime.Of(domain.Modified),
        ["Url"] = Url(domain.DomainId, domain.Region),
    };

    static string Url(string id, string region) => $"https://{StudioHost.Of(id, region)}";
}
