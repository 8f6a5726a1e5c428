using System.Text.Json.Nodes;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.SageMaker;

/// <summary>The space operations.</summary>
sealed class SpaceOperations(StudioRoom room)
{
    const string Kind = "Space";

    /// <summary>CreateSpace.</summary>
    public JsonObject Create(AwsCall call)
    {
        var members = call.Members();
        var (domainId, name, arn) = Read(call, members);
        members.TextOrNull("SpaceDisplayName", 1, 64);
        var tags = members.Tags();
        var owner = members.Structure("OwnershipSettings")?["OwnerUserProfileName"]?.ToString();
        members.Done();
        TagOperations.CheckKeys(tags);
        room.DemandCreate(call, arn, tags);
        room.Domain(call, domainId);
        if (owner is not null && room.Find(call, Arns.Profile(call.Caller.Account, call.Region, domainId, owner)) is null)
        {
            throw SageMakerErrors.NotFound("UserProfile", owner);
        }

        if (room.FindNow(call, arn) is { } existing)
        {
            throw SageMakerErrors.Exists(Kind, existing.Arn);
        }

        var kept = StudioRoom.Copy(call, "SpaceSettings", "OwnershipSettings", "SpaceSharingSettings", "SpaceDisplayName");
        room.Put(call, StudioRoom.New(call, ResourceKind.Space, arn, domainId, name, kept, tags), "Pending", "Failed");
        return new() { ["SpaceArn"] = arn };
    }

    /// <summary>DescribeSpace.</summary>
    public JsonObject Describe(AwsCall call)
    {
        var space = Existing(call);
        var output = Details(space, call.AsOf);
        output["SpaceArn"] = space.Arn;
        output["FailureReason"] = space.Lifecycle.ReasonAt(call.AsOf);
        foreach (var (name, value) in space.Members)
        {
            output[name] = value?.DeepClone();
        }

        return output;
    }

    /// <summary>ListSpaces.</summary>
    public JsonObject List(AwsCall call)
    {
        var members = call.Members();
        var domainId = members.TextOrNull("DomainIdEquals", 0, 63, Patterns.DomainId());
        var part = members.TextOrNull("SpaceNameContains", 0, 63, Patterns.Name());
        var order = ListOrder.Read(members, "CreationTime", "LastModifiedTime");
        members.Done();
        room.DemandList(call);
        var found = room.All(call, ResourceKind.Space)
            .Where(s => (domainId is null || s.DomainId == domainId)
                && (part is null || s.Name.Contains(part, StringComparison.OrdinalIgnoreCase)));
        return Page.Of(call, "Spaces", [.. order.Sort(found).Select(s => Summary(s, call.AsOf))], order.Size, 10);
    }

    /// <summary>DeleteSpace.</summary>
    public JsonObject Delete(AwsCall call)
    {
        var space = Existing(call);
        if (room.InDomain(call, ResourceKind.App, space.DomainId)
            .Any(a => a.Lifecycle.At(call.Now) is not ("Deleted" or "Failed")
                && string.Equals(a.Text("SpaceName"), space.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw SageMakerErrors.InUse(Kind, space.Arn, "App");
        }

        room.Remove(call, space);
        return [];
    }

    StudioResource Existing(AwsCall call)
    {
        var members = call.Members();
        var (_, _, arn) = Read(call, members);
        members.Done();
        var space = room.Find(call, arn);
        room.Demand(call, call.Operation, arn, space);
        return space ?? throw SageMakerErrors.NotFound(Kind, arn);
    }

    static (string DomainId, string Name, string Arn) Read(AwsCall call, Members members)
    {
        var domainId = members.Text("DomainId", 0, 63, Patterns.DomainId());
        var name = members.Text("SpaceName", 0, 63, Patterns.Name());
        return (domainId, name, Arns.Space(call.Caller.Account, call.Region, domainId, name));
    }

    static JsonObject Summary(StudioResource space, DateTimeOffset asOf)
    {
        var summary = Details(space, asOf);
        summary["SpaceDisplayName"] = space.Text("SpaceDisplayName");
        summary["OwnershipSettingsSummary"] = space.Members["OwnershipSettings"]?.DeepClone();
        summary["SpaceSharingSettingsSummary"] = space.Members["SpaceSharingSettings"]?.DeepClone();
        return summary;
    }

    static JsonObject Details(StudioResource space, DateTimeOffset asOf) => new()
    {
        ["DomainId"] = space.DomainId,
        ["SpaceName"] = space.Name,
        ["Status"] = space.Lifecycle.At(asOf),
        ["CreationTime"] = WireTime.Of(space.Created),
        ["LastModifiedTime"] = WireTime.Of(space.Modified),
    };
}
