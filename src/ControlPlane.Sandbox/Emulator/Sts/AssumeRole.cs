using System.Text.Json.Nodes;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Sandbox.Emulator.Policies;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.Sts;

/// <summary>STS AssumeRole.</summary>
sealed class AssumeRole(EmulatedWorld world, RoleSessions sessions)
{
    /// <summary>Carries it out.</summary>
    public JsonObject Invoke(AwsCall call)
    {
        var request = Read(call);
        SessionRules.CheckChain(request, call.Caller);

        // A role that is not there and one that may not be assumed read the same (STS API).
        var role = world.Iam.FindRole(request.RoleArn) ?? throw Denied(call, "sts:AssumeRole", request.RoleArn);
        Demand(call, role, "sts:AssumeRole", Context(call, request)
            .With("sts:ExternalId", request.ExternalId)
            .With("sts:RoleSessionName", request.SessionName)
            .With("sts:SourceIdentity", request.SourceIdentity));
        if (request.Tags.Count > 0 || call.Caller.TransitiveTagKeys.Count > 0)
        {
            Demand(call, role, "sts:TagSession", Context(call, request));
        }

        if (request.SourceIdentity is not null || call.Caller.SourceIdentity is not null)
        {
            Demand(call, role, "sts:SetSourceIdentity",
                call.Context().With("sts:SourceIdentity", request.SourceIdentity ?? call.Caller.SourceIdentity));
        }

        return sessions.Open(call, role, request, call.Caller);
    }

    static SessionRequest Read(AwsCall call)
    {
        var members = call.Members();
        var request = new SessionRequest
        {
            RoleArn = members.Text("RoleArn", 20, 2048),
            SessionName = members.Text("RoleSessionName", 2, 64, Patterns.SessionName()),
            Duration = members.Number("DurationSeconds", 900, 43200),
            Tags = members.Tags(),
            TransitiveTagKeys = members.Texts("TransitiveTagKeys", TagRules.Maximum),
            SourceIdentity = members.TextOrNull("SourceIdentity", 2, 64, Patterns.SessionName()),
            ExternalId = members.TextOrNull("ExternalId", 2, 1224, Patterns.ExternalId()),
        };
        var policy = members.TextOrNull("Policy", 1, int.MaxValue, Patterns.SessionPolicy());
        var managed = members.TextsOf("PolicyArns", "arn");
        members.Done();
        return SessionRules.Check(request, policy, managed);
    }

    static RequestContext Context(AwsCall call, SessionRequest request) => call.Context()
        .WithTags("aws:RequestTag", request.Tags)
        .With("aws:TagKeys", request.Tags.Select(t => t.Key))
        .With("sts:TransitiveTagKeys", request.TransitiveTagKeys);

    void Demand(AwsCall call, Principal role, string action, RequestContext context)
    {
        var request = new PolicyRequest(action, role.Arn, context.WithTags("aws:ResourceTag", role.Tags).WithTags("iam:ResourceTag", role.Tags));
        if (!Access.Decide(world, call.Caller, request, role.Trust).IsAllowed)
        {
            throw Denied(call, action, role.Arn);
        }
    }

    static AwsErrorException Denied(AwsCall call, string action, string roleArn)
        => AwsErrors.Denied(AwsProtocol.Query, $"User: {call.Caller.Arn} is not authorized to perform: {action} on resource: {roleArn}");
}
