using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.SageMaker;

/// <summary>Amazon SageMaker, as far as Studio needs it.</summary>
static class SageMakerService
{
    /// <summary>The service over a world.</summary>
    public static AwsService Create(EmulatedWorld world)
    {
        var room = new StudioRoom(world);
        var domains = new DomainOperations(room);
        var profiles = new ProfileOperations(room);
        var spaces = new SpaceOperations(room);
        var apps = new AppOperations(room);
        var experiments = new ExperimentOperations(room);
        var tags = new TagOperations(room);
        return new("sagemaker", AwsProtocol.Json11, "SageMaker", new Dictionary<string, AwsOperation>
        {
            ["CreateDomain"] = domains.Create,
            ["DescribeDomain"] = domains.Describe,
            ["UpdateDomain"] = domains.Update,
            ["ListDomains"] = domains.List,
            ["DeleteDomain"] = domains.Delete,
            ["CreateUserProfile"] = profiles.Create,
            ["DescribeUserProfile"] = profiles.Describe,
            ["UpdateUserProfile"] = profiles.Update,
            ["ListUserProfiles"] = profiles.List,
            ["DeleteUserProfile"] = profiles.Delete,
            ["CreatePresignedDomainUrl"] = new PresignedUrlOperation(room).Create,
            ["CreateSpace"] = spaces.Create,
            ["DescribeSpace"] = spaces.Describe,
            ["ListSpaces"] = spaces.List,
            ["DeleteSpace"] = spaces.Delete,
            ["CreateApp"] = apps.Create,
            ["DescribeApp"] = apps.Describe,
            ["ListApps"] = apps.List,
            ["DeleteApp"] = apps.Delete,
            ["CreateExperiment"] = experiments.Create,
            ["DescribeExperiment"] = experiments.Describe,
            ["UpdateExperiment"] = experiments.Update,
            ["ListExperiments"] = experiments.List,
            ["DeleteExperiment"] = experiments.Delete,
            ["AddTags"] = tags.Add,
            ["ListTags"] = tags.List,
            ["DeleteTags"] = tags.Delete,
        });
    }
}
