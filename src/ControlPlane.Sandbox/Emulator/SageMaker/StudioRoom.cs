using System.Text.Json.Nodes;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Sandbox.Emulator.Policies;
using ControlPlane.Sandbox.Emulator.Studio;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.SageMaker;

/// <summary>What the SageMaker operations share: finding, authorising, making and changing resources.</summary>
sealed class StudioRoom(EmulatedWorld world)
{
    static readonly Dictionary<string, string> None = [];

    /// <summary>The Studio sessions.</summary>
    public StudioSessions Sessions => world.Sessions;

    /// <summary>The caller's account.</summary>
    public AccountSeed Account(AwsCall call) => world.Accounts[call.Caller.Account];

    /// <summary>A resource as the call sees it; null when there is none.</summary>
    public StudioResource? Find(AwsCall call, string arn) => world.Studio.Find(arn, call.AsOf);

    /// <summary>A resource as it is, whatever staleness the call sees.</summary>
    public StudioResource? FindNow(AwsCall call, string arn) => world.Studio.Find(arn, call.Now);

    /// <summary>The resources of the call's account and Region, as the call sees them.</summary>
    public IEnumerable<StudioResource> All(AwsCall call, ResourceKind kind)
        => world.Studio.All(call.Caller.Account, call.Region, kind, call.AsOf);

    /// <summary>The resources of a domain, as they are.</summary>
    public IEnumerable<StudioResource> InDomain(AwsCall call, ResourceKind kind, string domainId)
        => world.Studio.All(call.Caller.Account, call.Region, kind, call.Now).Where(r => r.DomainId == domainId);

    /// <summary>The domain of a call.</summary>
    /// <exception cref="AwsErrorException"><c>ResourceNotFound</c>.</exception>
    public StudioResource Domain(AwsCall call, string domainId)
        => Find(call, Arns.Domain(call.Caller.Account, call.Region, domainId)) ?? throw SageMakerErrors.DomainNotFound(domainId);

    /// <summary>Demands an action on a resource, whose tags count as the call sees them. A name that is not there is authorised as well,
    /// so that nobody learns what exists.</summary>
    public void Demand(AwsCall call, string action, string arn, StudioResource? resource, RequestContext? more = null)
        => Access.Demand(world, call, new($"sagemaker:{action}", resource?.Arn ?? arn, (more ?? call.Context())
            .WithTags("aws:ResourceTag", resource?.Tags ?? None)
            .WithTags("sagemaker:ResourceTag", resource?.Tags ?? None)
            .With("aws:ResourceAccount", call.Caller.Account)));

    /// <summary>Whether the policies around a call allow it at a later moment, with the resource as it is then.</summary>
    public bool StillAllows(AwsCall call, string arn, DateTimeOffset now)
    {
        var later = call with { Now = now, AsOf = now };
        try
        {
            Demand(later, call.Operation, arn, Find(later, arn));
            return true;
        }
        catch (AwsErrorException)
        {
            return false;
        }
    }

    /// <summary>Demands a Create action with its tags, and <c>sagemaker:AddTags</c> for them (Service Authorization Reference,
    /// <c>sagemaker:TaggingAction</c>).</summary>
    public void DemandCreate(AwsCall call, string arn, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        Access.Demand(world, call, new($"sagemaker:{call.Operation}", arn, Tagged(call, tags)));
        if (tags.Count > 0)
        {
            Access.Demand(world, call, new("sagemaker:AddTags", arn, Tagged(call, tags).With("sagemaker:TaggingAction", call.Operation)));
        }
    }

    /// <summary>Demands an action that has no resource type.</summary>
    public void DemandList(AwsCall call) => Access.Demand(world, call, new($"sagemaker:{call.Operation}", "*", call.Context()));

    /// <summary>Checks an execution role: it is there, it trusts SageMaker, and the caller may pass it.</summary>
    public void CheckExecutionRole(AwsCall call, string? roleArn)
    {
        if (roleArn is null)
        {
            return;
        }

        Access.Demand(world, call, new("iam:PassRole", roleArn, call.Context().With("iam:PassedToService", "sagemaker.amazonaws.com")));
        if (world.Iam.FindRole(roleArn) is not { } role || role.Account != call.Caller.Account || !TrustsSageMaker(call, role))
        {
            throw SageMakerErrors.RoleInvalid(roleArn);
        }
    }

    /// <summary>Writes a resource that is new or changed: it settles after the world's settle time, or fails when the call is to fail.</summary>
    public void Put(AwsCall call, StudioResource resource, string whileSettling, string onFailure)
    {
        var then = call.FailWith is null ? "InService" : onFailure;
        Write(call, resource with { Lifecycle = new(whileSettling, call.Now + world.SettleTime, then, call.FailWith) });
    }

    /// <summary>Begins the deletion of a resource.</summary>
    public void Remove(AwsCall call, StudioResource resource, string? then = null)
        => Write(call, resource with { Lifecycle = new("Deleting", call.Now + world.SettleTime, then) });

    /// <summary>Writes a version.</summary>
    public void Write(AwsCall call, StudioResource resource) => world.Studio.Put(resource with { Modified = call.Now }, call.Now);

    /// <summary>Writes a version that differs in nothing that a caller sees.</summary>
    public void WriteCounter(AwsCall call, StudioResource resource) => world.Studio.Put(resource, call.Now);

    static bool TrustsSageMaker(AwsCall call, Principal role)
    {
        var context = new RequestContext()
            .With("aws:SourceAccount", call.Caller.Account)
            .With("aws:SourceArn", $"arn:aws:sagemaker:{call.Region}:{call.Caller.Account}:*");
        return Access.Trusts(role, "sagemaker.amazonaws.com", "sts:AssumeRole", context);
    }

    static RequestContext Tagged(AwsCall call, IReadOnlyList<KeyValuePair<string, string>> tags) => call.Context()
        .WithTags("aws:RequestTag", tags)
        .With("aws:TagKeys", tags.Select(t => t.Key));

    /// <summary>A resource of a Create call; <see cref="Put"/> writes it.</summary>
    public static StudioResource New(
        AwsCall call, ResourceKind kind, string arn, string domainId, string name, JsonObject members,
        IReadOnlyList<KeyValuePair<string, string>> tags) => new()
        {
            Kind = kind,
            Arn = arn,
            Account = call.Caller.Account,
            Region = call.Region,
            DomainId = domainId,
            Name = name,
            Members = members,
            Tags = new Dictionary<string, string>(tags),
            Created = call.Now,
            Modified = call.Now,
            Lifecycle = Lifecycle.InService,
        };

    /// <summary>The members that are given, copied.</summary>
    public static JsonObject Copy(AwsCall call, params IEnumerable<string> names)
    {
        var copy = new JsonObject();
        foreach (var name in names.Where(n => call.Input[n] is not null))
        {
            copy[name] = call.Input[name]!.DeepClone();
        }

        return copy;
    }
}
