using System.Globalization;
using System.Text.Json.Nodes;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;
using ControlPlane.Sandbox.Emulator.Policies;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.IdentityManagement;

/// <summary>What the operations of IAM share: who may call, how things are found, and how they look on the wire.</summary>
sealed class IamRoom(EmulatedWorld world)
{
    public Iam Iam => world.Iam;

    /// <summary>A time in an answer.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>A policy in an answer: IAM encodes it as in an address (IAM API, GetRolePolicy).</summary>
    public static string Document(string json) => Uri.EscapeDataString(json);

    /// <summary>Tags in an answer.</summary>
    public static JsonArray Tags(IReadOnlyDictionary<string, string> tags)
        => [.. tags.Select(t => new JsonObject { ["Key"] = t.Key, ["Value"] = t.Value })];

    /// <summary>The role that a call names, if the caller may do this with it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="more">Further condition keys, once the role is known.</param>
    /// <exception cref="AwsErrorException">There is none, or the caller may not.</exception>
    public RoleState Role(AwsCall call, Action<RoleState, RequestContext>? more = null)
    {
        var members = call.Members();
        var name = members.Text("RoleName", 1, 64, Patterns.IamName());
        members.Done();
        var context = call.Context();
        if (Iam.FindRole(call.Caller.Account, name) is not { } role)
        {
            // Nobody knows the path of a role that is not there, so policies are asked about the name alone.
            Demand(call, $"arn:aws:iam::{call.Caller.Account}:role/{name}", context);
            throw IamErrors.NoRole(name);
        }

        more?.Invoke(role, context);
        Demand(call, role.Arn(), context.WithTags("aws:ResourceTag", role.Tags).WithTags("iam:ResourceTag", role.Tags));
        return role;
    }

    /// <summary>The same for what changes the policies of a role: the boundary that it has is a condition key then (Service Authorization
    /// Reference, IAM).</summary>
    public RoleState BoundedRole(AwsCall call, Action<RequestContext>? more = null) => Role(call, (role, context) =>
    {
        context.With("iam:PermissionsBoundary", role.Boundary);
        more?.Invoke(context);
    });

    /// <summary>The managed policy that a call names, if the caller may do this with it.</summary>
    /// <exception cref="AwsErrorException">There is none, or the caller may not.</exception>
    public ManagedPolicyState Policy(AwsCall call)
    {
        var arn = PolicyArn(call);
        var policy = Iam.FindPolicy(arn);
        Demand(call, arn, call.Context().WithTags("aws:ResourceTag", policy?.Tags ?? new Dictionary<string, string>()));
        return policy is not null && (policy.Account == call.Caller.Account || policy.Account == "aws") ? policy : throw IamErrors.NoPolicy(arn);
    }

    /// <summary>The ARN of a managed policy that a call names.</summary>
    public static string PolicyArn(AwsCall call, string name = "PolicyArn")
    {
        var members = call.Members();
        var arn = members.Text(name, 20, 2048);
        members.Done();
        return arn;
    }

    /// <summary>A managed policy that a role may have.</summary>
    /// <exception cref="AwsErrorException">There is none.</exception>
    public ManagedPolicyState Attachable(AwsCall call, string arn)
        => Iam.FindPolicy(arn) is { } policy && (policy.Account == call.Caller.Account || policy.Account == "aws") ? policy : throw IamErrors.NoPolicy(arn);

    /// <summary>Demands the call's action, or another.</summary>
    public void Demand(AwsCall call, string resource, RequestContext context, string? operation = null)
        => Access.Demand(world, call, new($"iam:{operation ?? call.Operation}", resource, context));

    /// <summary>A document that a call brings.</summary>
    /// <param name="call">The call.</param>
    /// <param name="member">The member's name.</param>
    /// <param name="kind">What it is to be.</param>
    /// <param name="tooLong">The error for one that is longer than IAM takes.</param>
    /// <param name="most">The most characters, without white space.</param>
    /// <exception cref="AwsErrorException"><c>MalformedPolicyDocument</c> or <c>LimitExceeded</c>.</exception>
    public static string Document(AwsCall call, string member, PolicyKind kind, int most, Func<AwsErrorException> tooLong)
    {
        var members = call.Members();
        var document = members.Text(member, 1, 131072, Patterns.SessionPolicy());
        members.Done();
        if (Length(document) > most)
        {
            throw tooLong();
        }

        var reading = Guardrails.Policies.Policy.Read(call.Operation, document, kind);
        return reading.Policy is null ? throw IamErrors.Malformed(reading.Errors.First().Message) : document;
    }

    /// <summary>How long IAM counts a document: without its white space.</summary>
    public static int Length(string document) => document.Count(c => !char.IsWhiteSpace(c));

    /// <summary>Tags that a call brings.</summary>
    /// <exception cref="AwsErrorException">One is not a tag.</exception>
    public static IReadOnlyDictionary<string, string> TagsOf(AwsCall call)
    {
        var members = call.Members();
        var tags = members.Tags();
        members.Done();
        return tags.GroupBy(t => t.Key, StringComparer.OrdinalIgnoreCase).Any(g => g.Count() > 1)
            ? throw IamErrors.Invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
            : tags.Any(t => TagRules.Reserved(t.Key)) ? throw IamErrors.Invalid("System tags cannot be added, updated or removed.")
            : new Dictionary<string, string>(tags);
    }

    /// <summary>The condition keys of tags that a call brings.</summary>
    public static RequestContext WithTags(RequestContext context, IReadOnlyDictionary<string, string> tags)
        => context.WithTags("aws:RequestTag", tags).With("aws:TagKeys", tags.Keys);

    /// <summary>Writes tags over those that are there; keys ignore case.</summary>
    public static IReadOnlyDictionary<string, string> Overlay(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> tags)
        => new Dictionary<string, string>(before.Where(b => !tags.Keys.Contains(b.Key, StringComparer.OrdinalIgnoreCase)).Concat(tags));

    /// <summary>A page of a list, by IAM's own markers.</summary>
    public static JsonObject Page(AwsCall call, string member, IReadOnlyList<JsonNode> items)
    {
        var members = call.Members();
        var (marker, most) = (members.TextOrNull("Marker", 1, 320), members.Number("MaxItems", 1, 1000) ?? 100);
        members.Done();
        var start = marker is null ? 0
            : int.TryParse(marker, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at
            : throw AwsErrors.Validation(call.Protocol, "Invalid Marker.");
        var page = items.Skip(start).Take(most).ToArray();
        var isCut = start + page.Length < items.Count;
        return new()
        {
            [member] = new JsonArray(page),
            ["IsTruncated"] = isCut,
            ["Marker"] = isCut ? $"{start + page.Length}" : null,
        };
    }
}
