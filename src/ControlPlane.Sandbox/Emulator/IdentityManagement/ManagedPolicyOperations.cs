using System.Globalization;
using System.Text.Json.Nodes;
using ControlPlane.Guardrails.Policies;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.IdentityManagement;

/// <summary>Managed policies and their versions.</summary>
sealed class ManagedPolicyOperations(IamRoom room)
{
    // IAM User Guide, IAM and AWS STS quotas (2026).
    const int MaximumDocument = 6144;
    const int MaximumVersions = 5;

    public JsonObject Create(AwsCall call)
    {
        var members = call.Members();
        var (name, path, description) = (
            members.Text("PolicyName", 1, 128, Patterns.IamName()), members.TextOrNull("Path", 1, 512, Patterns.IamPath()) ?? "/",
            members.TextOrNull("Description", 0, 1000) ?? "");
        members.Done();
        var policy = new ManagedPolicyState
        {
            Account = call.Caller.Account,
            Path = path,
            Name = name,
            Id = Ids.Of("ANPA", Guid.CreateVersion7(call.Now).ToString()),
            Description = description,
            Tags = IamRoom.TagsOf(call),
            Created = call.Now,
            Versions = [new(1, Document(call), call.Now)],
        };
        room.Demand(call, policy.Arn(), IamRoom.WithTags(call.Context(), policy.Tags));
        if (room.Iam.FindPolicy(policy.Account, policy.Name) is not null)
        {
            throw IamErrors.PolicyExists(policy.Name);
        }

        room.Iam.Write(policy);
        return new() { ["Policy"] = Show(policy) };
    }

    public JsonObject Get(AwsCall call) => new() { ["Policy"] = Show(room.Policy(call)) };

    public JsonObject GetVersion(AwsCall call)
    {
        var policy = room.Policy(call);
        return new() { ["PolicyVersion"] = Show(policy, Version(call, policy), withDocument: true) };
    }

    public JsonObject ListVersions(AwsCall call)
    {
        var policy = room.Policy(call);
        return IamRoom.Page(call, "Versions", [.. policy.Versions.Reverse().Select(v => Show(policy, v, withDocument: false))]);
    }

    public JsonObject CreateVersion(AwsCall call)
    {
        var document = Document(call);
        var policy = Own(call);
        if (policy.Versions.Count >= MaximumVersions)
        {
            throw IamErrors.TooManyVersions();
        }

        var version = new ManagedPolicyVersion(policy.Versions[^1].Number + 1, document, call.Now);
        var after = policy with { Versions = [.. policy.Versions, version] };
        after = call.Members().Flag("SetAsDefault") ? after with { DefaultVersion = version.Number } : after;
        room.Iam.Write(after);
        return new() { ["PolicyVersion"] = Show(after, version, withDocument: false) };
    }

    public JsonObject DeleteVersion(AwsCall call)
    {
        var policy = Own(call);
        var version = Version(call, policy);
        room.Iam.Write(version.Number == policy.DefaultVersion
            ? throw IamErrors.DefaultVersion()
            : policy with { Versions = [.. policy.Versions.Where(v => v != version)] });
        return [];
    }

    // What belongs to AWS is changed by nobody.
    ManagedPolicyState Own(AwsCall call)
        => room.Policy(call) is var policy && policy.Account == call.Caller.Account ? policy : throw IamErrors.Invalid("Policies of AWS cannot be changed.");

    static ManagedPolicyVersion Version(AwsCall call, ManagedPolicyState policy)
    {
        var members = call.Members();
        var id = members.Text("VersionId", 2, 20);
        members.Done();
        return policy.Versions.FirstOrDefault(v => Id(v) == id) ?? throw IamErrors.NoVersion(policy.Arn(), id);
    }

    static string Document(AwsCall call)
        => IamRoom.Document(call, "PolicyDocument", PolicyKind.Identity, MaximumDocument, () => IamErrors.QuotaExceeded("PolicySize", MaximumDocument));

    static string Id(ManagedPolicyVersion version) => string.Create(CultureInfo.InvariantCulture, $"v{version.Number}");

    JsonObject Show(ManagedPolicyState policy)
    {
        var (attachments, boundaries) = room.Iam.UsesOf(policy.Arn());
        return new()
        {
            ["PolicyName"] = policy.Name,
            ["PolicyId"] = policy.Id,
            ["Arn"] = policy.Arn(),
            ["Path"] = policy.Path,
            ["DefaultVersionId"] = Id(policy.Default()),
            ["AttachmentCount"] = attachments,
            ["PermissionsBoundaryUsageCount"] = boundaries,
            ["IsAttachable"] = true,
            ["Description"] = policy.Description,
            ["CreateDate"] = IamRoom.Time(policy.Created),
            ["UpdateDate"] = IamRoom.Time(policy.Versions[^1].Created),
            ["Tags"] = IamRoom.Tags(policy.Tags),
        };
    }

    static JsonObject Show(ManagedPolicyState policy, ManagedPolicyVersion version, bool withDocument) => new()
    {
        ["Document"] = withDocument ? IamRoom.Document(version.Document) : null,
        ["VersionId"] = Id(version),
        ["IsDefaultVersion"] = version.Number == policy.DefaultVersion,
        ["CreateDate"] = IamRoom.Time(version.Created),
    };
}
