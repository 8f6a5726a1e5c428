using System.Text.Json.Nodes;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.SageMaker;

/// <summary>The app operations.</summary>
sealed class AppOperations(StudioRoom room)
{
    const string Kind = "App";

    static readonly string[] Types =
    [
        "JupyterServer", "KernelGateway", "DetailedProfiler", "TensorBoard", "CodeEditor", "JupyterLab", "RStudioServerPro", "RSessionGateway", "Canvas",
    ];

    /// <summary>CreateApp.</summary>
    public JsonObject Create(AwsCall call)
    {
        var members = call.Members();
        var (domainId, name, arn) = Read(call, members);
        var tags = members.Tags();
        members.Done();
        TagOperations.CheckKeys(tags);
        room.DemandCreate(call, arn, tags);
        room.Domain(call, domainId);
        CheckOwner(call, domainId);
        if (room.FindNow(call, arn) is { } existing && existing.Lifecycle.At(call.Now) is not ("Deleted" or "Failed"))
        {
            throw SageMakerErrors.Exists(Kind, existing.Arn);
        }

        var kept = StudioRoom.Copy(call, "UserProfileName", "SpaceName", "AppType", "ResourceSpec");
        room.Put(call, StudioRoom.New(call, ResourceKind.App, arn, domainId, name, kept, tags), "Pending", "Failed");
        return new() { ["AppArn"] = arn };
    }

    /// <summary>DescribeApp.</summary>
    public JsonObject Describe(AwsCall call)
    {
        var app = Existing(call);
        var output = Details(app, call.AsOf);
        output["AppArn"] = app.Arn;
        output["FailureReason"] = app.Lifecycle.ReasonAt(call.AsOf);
        return output;
    }

    /// <summary>ListApps. Deleted apps stay in the list.</summary>
    public JsonObject List(AwsCall call)
    {
        var members = call.Members();
        var domainId = members.TextOrNull("DomainIdEquals", 0, 63, Patterns.DomainId());
        var profile = members.TextOrNull("UserProfileNameEquals", 0, 63, Patterns.Name());
        var space = members.TextOrNull("SpaceNameEquals", 0, 63, Patterns.Name());
        var order = ListOrder.Read(members, "CreationTime");
        members.Done();
        if (profile is not null && space is not null)
        {
            throw SageMakerErrors.Invalid("UserProfileNameEquals and SpaceNameEquals can not be given together.");
        }

        room.DemandList(call);
        var found = room.All(call, ResourceKind.App)
            .Where(a => (domainId is null || a.DomainId == domainId)
                && (profile is null || Same(a.Text("UserProfileName"), profile))
                && (space is null || Same(a.Text("SpaceName"), space)));
        return Page.Of(call, "Apps", [.. order.Sort(found).Select(a => Details(a, call.AsOf))], order.Size, 10);
    }

    /// <summary>DeleteApp.</summary>
    public JsonObject Delete(AwsCall call)
    {
        var app = Existing(call);
        if (app.Lifecycle.At(call.Now) is var status and not "InService")
        {
            throw SageMakerErrors.NotReady(Kind, app.Arn, status ?? "Deleted");
        }

        room.Remove(call, app, then: "Deleted");
        return [];
    }

    StudioResource Existing(AwsCall call)
    {
        var members = call.Members();
        var (_, _, arn) = Read(call, members);
        members.Done();
        var app = room.Find(call, arn);
        room.Demand(call, call.Operation, arn, app);
        return app ?? throw SageMakerErrors.NotFound(Kind, arn);
    }

    void CheckOwner(AwsCall call, string domainId)
    {
        var arn = call.Input["UserProfileName"]?.ToString() is { } profile
            ? Arns.Profile(call.Caller.Account, call.Region, domainId, profile)
            : Arns.Space(call.Caller.Account, call.Region, domainId, call.Input["SpaceName"]!.ToString());
        if (room.Find(call, arn)?.Lifecycle.At(call.AsOf) != "InService")
        {
            throw SageMakerErrors.NotFound("Owner of the app", arn);
        }
    }

    static (string DomainId, string Name, string Arn) Read(AwsCall call, Members members)
    {
        var domainId = members.Text("DomainId", 0, 63, Patterns.DomainId());
        var name = members.Text("AppName", 0, 63, Patterns.Name());
        var type = members.OneOf("AppType", Types);
        var profile = members.TextOrNull("UserProfileName", 0, 63, Patterns.Name());
        var space = members.TextOrNull("SpaceName", 0, 63, Patterns.Name());
        members.Done();
        return profile is null != space is null
            ? (domainId, name, Arns.App(call.Caller.Account, call.Region, domainId, profile ?? space!, type, name))
            : throw SageMakerErrors.Invalid("Exactly one of UserProfileName and SpaceName is required.");
    }

    static JsonObject Details(StudioResource app, DateTimeOffset asOf) => new()
    {
        ["DomainId"] = app.DomainId,
        ["UserProfileName"] = app.Text("UserProfileName"),
        ["SpaceName"] = app.Text("SpaceName"),
        ["AppType"] = app.Text("AppType"),
        ["AppName"] = app.Name,
        ["Status"] = app.Lifecycle.At(asOf),
        ["CreationTime"] = WireTime.Of(app.Created),
        ["ResourceSpec"] = app.Members["ResourceSpec"]?.DeepClone(),
    };

    static bool Same(string? a, string b) => b.Equals(a, StringComparison.OrdinalIgnoreCase);
}
