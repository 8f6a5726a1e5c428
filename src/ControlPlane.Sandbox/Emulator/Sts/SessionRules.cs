using ControlPlane.Guardrails.Policies;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.Sts;

/// <summary>The rules for what is passed to a session (STS API; limits in IAM User Guide, IAM and AWS STS quotas).</summary>
static class SessionRules
{
    // Session policies have 2,048 characters at most, inline and managed together.
    const int MaximumPolicy = 2048;

    // The opaque packed limit, set so that a full policy with a handful of tags fits and 50 long tags do not.
    const int MaximumPacked = 4096;

    /// <summary>Reads and checks the members that AssumeRole and AssumeRoleWithSAML share.</summary>
    public static SessionRequest Check(SessionRequest request, string? policy, IReadOnlyList<string> managedPolicies)
    {
        if (managedPolicies.Count > 0)
        {
            throw AwsErrors.Validation(AwsProtocol.Query, "The emulator knows no managed policies: pass the policy inline.");
        }

        if (policy?.Length > MaximumPolicy)
        {
            throw AwsErrors.Validation(AwsProtocol.Query,
                $"1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to {MaximumPolicy}");
        }

        CheckTags(request);
        var packed = (policy?.Length ?? 0) + request.Tags.Sum(t => t.Key.Length + t.Value.Length);
        return packed <= MaximumPacked
            ? request with { Policies = policy is null ? null : [Parse(policy)], PackedSize = packed * 100 / MaximumPacked }
            : throw new AwsErrorException(
                "PackedPolicyTooLarge", $"Packed size of session policies and tags consumes {packed * 100 / MaximumPacked}% of allotted space.");
    }

    /// <summary>Refuses a tag that the caller's session inherited: an inherited key cannot be passed again.</summary>
    public static void CheckChain(SessionRequest request, Caller caller)
    {
        if (request.Tags.FirstOrDefault(t => caller.TransitiveTagKeys.Contains(t.Key)) is { Key: { } inherited })
        {
            throw new AwsErrorException(
                "InvalidParameterValue", $"One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session: {inherited}");
        }

        if (request.SourceIdentity is { } wanted && caller.SourceIdentity is { } set && wanted != set)
        {
            throw AwsErrors.Denied(AwsProtocol.Query,
                $"User: {caller.Arn} is not authorized to perform: sts:SetSourceIdentity on resource: {request.RoleArn} because the source identity of the session is already set");
        }
    }

    static void CheckTags(SessionRequest request)
    {
        if (request.Tags.GroupBy(t => t.Key, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new AwsErrorException(
                "InvalidParameterValue", $"Duplicate tag keys found. Please note that Tag keys are case insensitive: {twice.Key}");
        }

        if (request.Tags.FirstOrDefault(t => TagRules.Reserved(t.Key)) is { Key: { } reserved })
        {
            throw new AwsErrorException("InvalidParameterValue", $"System tags such as {reserved} cannot be added or removed.");
        }

        var missing = request.TransitiveTagKeys.Except(request.Tags.Select(t => t.Key), StringComparer.OrdinalIgnoreCase).FirstOrDefault();
        if (missing is not null)
        {
            throw new AwsErrorException("InvalidParameterValue", $"The specified transitive tag key must be included in the requested tags: {missing}");
        }

        if (request.SourceIdentity?.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) == true)
        {
            throw AwsErrors.Validation(AwsProtocol.Query, "SourceIdentity must not begin with 'aws:'.");
        }
    }

    static Policy Parse(string policy)
    {
        try
        {
            return Policy.Parse("session policy", policy, PolicyKind.Session);
        }
        catch (FormatException e)
        {
            throw new AwsErrorException("MalformedPolicyDocument", e.Message);
        }
    }
}
