using System.Text.Json.Nodes;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.SageMaker;

/// <summary>The tag operations and the rules for tags.</summary>
sealed class TagOperations(StudioRoom room)
{
    // ListTags has pages of 50 at least (botocore 1.43.67), and a resource has 50 tags at most: one page holds them all.
    const int PageSize = 50;

    /// <summary>AddTags.</summary>
    public JsonObject Add(AwsCall call)
    {
        var members = call.Members();
        var arn = Arn(members);
        var tags = members.Tags();
        members.Done();
        CheckKeys(tags);
        var resource = Existing(call, arn, call.Context()
            .WithTags("aws:RequestTag", tags).With("aws:TagKeys", tags.Select(t => t.Key)));
        var all = new Dictionary<string, string>(resource.Tags);
        foreach (var (key, value) in tags)
        {
            all[key] = value;
        }

        if (all.Count > TagRules.Maximum)
        {
            throw SageMakerErrors.Invalid($"A resource can have {TagRules.Maximum} tags at most.");
        }

        room.Write(call, resource with { Tags = all });
        return new() { ["Tags"] = List(all) };
    }

    /// <summary>ListTags.</summary>
    public JsonObject List(AwsCall call)
    {
        var members = call.Members();
        var arn = Arn(members);
        members.Number("MaxResults", PageSize, int.MaxValue);
        members.Done();
        return new() { ["Tags"] = List(Existing(call, arn, call.Context()).Tags) };
    }

    /// <summary>DeleteTags.</summary>
    public JsonObject Delete(AwsCall call)
    {
        var members = call.Members();
        var arn = Arn(members);
        var keys = members.Texts("TagKeys", TagRules.Maximum);
        members.Done();
        var resource = Existing(call, arn, call.Context().With("aws:TagKeys", keys));
        room.Write(call, resource with { Tags = new Dictionary<string, string>(resource.Tags.Where(t => !keys.Contains(t.Key))) });
        return [];
    }

    /// <summary>Refuses keys that are reserved or given twice.</summary>
    public static void CheckKeys(IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        if (tags.FirstOrDefault(t => TagRules.Reserved(t.Key)) is { Key: { } reserved })
        {
            throw SageMakerErrors.Invalid($"aws: prefixed tag key names are not allowed for external use: {reserved}");
        }

        if (tags.GroupBy(t => t.Key, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw SageMakerErrors.Invalid($"Duplicate tag keys found: {twice.Key}");
        }
    }

    StudioResource Existing(AwsCall call, string arn, RequestContext context)
    {
        var resource = room.Find(call, arn);
        room.Demand(call, call.Operation, arn, resource, context);
        return resource is not null && resource.Account == call.Caller.Account && resource.Region == call.Region
            ? resource
            : throw SageMakerErrors.Invalid($"The resource {arn} does not exist.");
    }

    static string Arn(Members members) => members.Text("ResourceArn", 0, 256, Patterns.SageMakerArn());

    static JsonArray List(IReadOnlyDictionary<string, string> tags)
        => [.. tags.Select(t => new JsonObject { ["Key"] = t.Key, ["Value"] = t.Value })];
}
