using System.Globalization;
using System.Text.Json.Nodes;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.Sts;

/// <summary>Makes sessions of roles, once the request is authorised.</summary>
sealed class RoleSessions(EmulatedWorld world)
{
    // Chained sessions last one hour at most (IAM User Guide, role chaining).
    const int ChainedMaximum = 3600;

    /// <summary>Makes a session and answers with its credentials.</summary>
    /// <param name="call">The call.</param>
    /// <param name="role">The role.</param>
    /// <param name="request">What the session shall be.</param>
    /// <param name="parent">The session it is assumed from; null for none.</param>
    public JsonObject Open(AwsCall call, Principal role, SessionRequest request, Caller? parent)
    {
        var duration = Duration(role, request, parent);
        var caller = role.Session(request.SessionName) with
        {
            Tags = Overlay(role.Tags, Inherited(parent), request.Tags),
            TransitiveTagKeys = new HashSet<string>(
                [.. parent?.TransitiveTagKeys ?? new HashSet<string>(), .. request.TransitiveTagKeys], StringComparer.OrdinalIgnoreCase),
            SourceIdentity = request.SourceIdentity ?? parent?.SourceIdentity,
            SessionPolicies = request.Policies,
        };
        var key = new AccessKey(Ids.AccessKey(), Ids.Secret(30), caller)
        {
            SessionToken = Ids.Secret(300),
            ExpiresAt = call.Now + TimeSpan.FromSeconds(duration),
        };
        world.Iam.AddKey(key, call.Now);
        return new()
        {
            ["Credentials"] = new JsonObject
            {
                ["AccessKeyId"] = key.Id,
                ["SecretAccessKey"] = key.Secret,
                ["SessionToken"] = key.SessionToken,
                ["Expiration"] = key.ExpiresAt.Value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            },
            ["AssumedRoleUser"] = new JsonObject { ["AssumedRoleId"] = caller.UserId, ["Arn"] = caller.Arn },
            ["PackedPolicySize"] = request.PackedSize,
            ["SessionTokenSize"] = key.SessionToken.Length,
            ["SessionTokenUtilization"] = request.PackedSize,
            ["SourceIdentity"] = caller.SourceIdentity,
        };
    }

    static int Duration(Principal role, SessionRequest request, Caller? parent)
    {
        if (parent?.IsRoleSession == true && request.Duration > ChainedMaximum)
        {
            throw AwsErrors.Validation(
                AwsProtocol.Query, "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
        }

        return (request.Duration ?? ChainedMaximum) <= role.MaxSessionDuration.TotalSeconds
            ? request.Duration ?? ChainedMaximum
            : throw AwsErrors.Validation(
                AwsProtocol.Query, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }

    static IEnumerable<KeyValuePair<string, string>> Inherited(Caller? parent)
        => parent?.Tags.Where(t => parent.TransitiveTagKeys.Contains(t.Key)) ?? [];

    // A later layer wins: session tags override the role's tags of the same key.
    static Dictionary<string, string> Overlay(params IEnumerable<IEnumerable<KeyValuePair<string, string>>> layers)
    {
        var tags = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in layers.SelectMany(l => l))
        {
            tags[key] = value;
        }

        return tags;
    }
}
