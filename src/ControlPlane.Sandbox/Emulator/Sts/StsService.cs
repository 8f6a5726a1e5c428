using System.Text.Json.Nodes;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.Sts;

/// <summary>AWS STS: who is asking, and sessions of roles.</summary>
static class StsService
{
    /// <summary>The service over a world.</summary>
    public static AwsService Create(EmulatedWorld world)
    {
        var sessions = new RoleSessions(world);
        return new("sts", AwsProtocol.Query, "2011-06-15", new Dictionary<string, AwsOperation>
        {
            ["AssumeRole"] = new AssumeRole(world, sessions).Invoke,
            ["AssumeRoleWithSAML"] = new AssumeRoleWithSaml(world, sessions).Invoke,
            ["GetCallerIdentity"] = GetCallerIdentity,
        })
        {
            Unsigned = new HashSet<string> { "AssumeRoleWithSAML" },
        };
    }

    // Needs no permission and cannot be denied (STS API, GetCallerIdentity).
    static JsonObject GetCallerIdentity(AwsCall call) => new()
    {
        ["Arn"] = call.Caller.Arn,
        ["UserId"] = call.Caller.UserId,
        ["Account"] = call.Caller.Account,
    };
}
