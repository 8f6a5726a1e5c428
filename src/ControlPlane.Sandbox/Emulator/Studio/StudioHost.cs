namespace ControlPlane.Sandbox.Emulator.Studio;

/// <summary>The name that Studio has in AWS, which is a path segment here because loopback has no such names.</summary>
static class StudioHost
{
    /// <summary>The name of a domain's Studio (SageMaker Developer Guide).</summary>
    public static string Of(string domainId, string region) => $"{domainId}.studio.{region}.sagemaker.aws";
}
