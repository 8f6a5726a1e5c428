using System.Text.Json.Nodes;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.SageMaker;

/// <summary>The experiment operations: what teams make, so that isolation can be seen on the wire. Experiments belong to an account and Region
/// and to no domain.</summary>
sealed class ExperimentOperations(StudioRoom room)
{
    const string Kind = "Experiment";
    const int LongestName = 120;
    const int LongestDescription = 3072;

    /// <summary>CreateExperiment.</summary>
    public JsonObject Create(AwsCall call)
    {
        var members = call.Members();
        var name = Name(members);
        Describe(members);
        var tags = members.Tags();
        members.Done();
        TagOperations.CheckKeys(tags);
        var arn = Arns.Experiment(call.Caller.Account, call.Region, name);
        room.DemandCreate(call, arn, tags);
        if (room.FindNow(call, arn) is { } existing)
        {
            throw SageMakerErrors.Exists(Kind, existing.Arn);
        }

        room.Write(call, StudioRoom.New(call, ResourceKind.Experiment, arn, "", name, StudioRoom.Copy(call, "DisplayName", "Description"), tags));
        return new() { ["ExperimentArn"] = arn };
    }

    /// <summary>DescribeExperiment.</summary>
    public JsonObject Describe(AwsCall call)
    {
        var members = call.Members();
        var experiment = Existing(call, members);
        var output = Summary(experiment);
        output["Description"] = experiment.Text("Description");
        return output;
    }

    /// <summary>UpdateExperiment.</summary>
    public JsonObject Update(AwsCall call)
    {
        var members = call.Members();
        Describe(members);
        var changed = Existing(call, members);
        foreach (var (name, value) in StudioRoom.Copy(call, "DisplayName", "Description"))
        {
            changed = changed.With(name, value);
        }

        room.Write(call, changed);
        return new() { ["ExperimentArn"] = changed.Arn };
    }

    /// <summary>ListExperiments.</summary>
    public JsonObject List(AwsCall call)
    {
        var members = call.Members();
        var byName = members.OneOfOrNull("SortBy", "Name", "CreationTime") == "Name";
        var ascending = members.OneOfOrNull("SortOrder", "Ascending", "Descending") == "Ascending";
        var size = members.Number("MaxResults", 1, 100);
        members.Done();
        room.DemandList(call);
        var all = room.All(call, ResourceKind.Experiment).OrderBy(e => byName ? default : e.Created).ThenBy(e => e.Name, StringComparer.Ordinal);
        return Page.Of(call, "ExperimentSummaries", [.. (ascending ? all : all.Reverse()).Select(Summary)], size, 10);
    }

    /// <summary>DeleteExperiment.</summary>
    public JsonObject Delete(AwsCall call)
    {
        var experiment = Existing(call, call.Members());
        room.Remove(call, experiment);
        return new() { ["ExperimentArn"] = experiment.Arn };
    }

    StudioResource Existing(AwsCall call, Members members)
    {
        var name = Name(members);
        members.Done();
        var arn = Arns.Experiment(call.Caller.Account, call.Region, name);
        var experiment = room.Find(call, arn);
        room.Demand(call, call.Operation, arn, experiment);
        return experiment ?? throw SageMakerErrors.NotFound(Kind, arn);
    }

    static string Name(Members members) => members.Text("ExperimentName", 1, LongestName, Patterns.ExperimentName());

    static void Describe(Members members)
    {
        members.TextOrNull("DisplayName", 1, LongestName, Patterns.ExperimentName());
        members.TextOrNull("Description", 0, LongestDescription);
    }

    static JsonObject Summary(StudioResource experiment) => new()
    {
        ["ExperimentArn"] = experiment.Arn,
        ["ExperimentName"] = experiment.Name,
        ["DisplayName"] = experiment.Text("DisplayName") ?? experiment.Name,
        ["CreationTime"] = WireTime.Of(experiment.Created),
        ["LastModifiedTime"] = WireTime.Of(experiment.Modified),
    };
}
