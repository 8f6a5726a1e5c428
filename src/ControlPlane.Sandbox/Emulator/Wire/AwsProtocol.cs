namespace ControlPlane.Sandbox.Emulator.Wire;

/// <summary>How a service speaks.</summary>
enum AwsProtocol
{
    /// <summary>JSON in and out, the operation in <c>X-Amz-Target</c>.</summary>
    Json11,

    /// <summary>A form in, XML out, the operation in <c>Action</c>.</summary>
    Query,
}
