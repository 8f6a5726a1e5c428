using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.SageMaker;

/// <summary>Amazon SageMaker, as far as Studio needs it.</summary>
static class SageMakerService
{
    /// <summary>The service over a world.</summary>
    public static AwsService Create(EmulatedWorld world)
    {
        var room = new StudioRoom(world);
        var profiles = new ProfileOperations(room);
        var presigned = new PresignedUrlOperation(room);
        return new("sagemaker", AwsProtocol.Json11, "SageMaker", new Dictionary<string, AwsOperation>
        {
            ["CreateUserProfile"] = profiles.Create,
            ["DescribeUserProfile"] = profiles.Describe,
            ["UpdateUserProfile"] = profiles.Update,
            ["ListUserProfiles"] = profiles.List,
            ["DeleteUserProfile"] = profiles.Delete,
            ["CreatePresignedDomainUrl"] = presigned.Create,
        });
    }
}
