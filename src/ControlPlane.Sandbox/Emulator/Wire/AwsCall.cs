using System.Text.Json.Nodes;
using ControlPlane.Guardrails.Evaluation;

namespace ControlPlane.Sandbox.Emulator.Wire;

/// <summary>A call whose signature held.</summary>
sealed record AwsCall
{
    public required string Service { get; init; }

    public required string Operation { get; init; }

    public required AwsProtocol Protocol { get; init; }

    /// <summary>The Region of the credential scope.</summary>
    public required string Region { get; init; }

    /// <summary>The members as they came.</summary>
    public required JsonObject Input { get; init; }

    /// <summary>Who signed; null only for AssumeRoleWithSAML, which is not signed.</summary>
    public Caller? Signer { get; init; }

    /// <summary>Where the emulator was reached, without a slash at the end.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>The caller's address.</summary>
    public string? SourceIp { get; init; }

    /// <summary>The time of the call.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The time as of which the world is seen: <see cref="Now"/>, or earlier under a stale fault.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The reason for which what is made shall fail; null for none.</summary>
    public string? FailWith { get; init; }

    /// <summary>Who signed.</summary>
    public Caller Caller => Signer ?? throw AwsErrors.MissingSignature(Protocol);

    /// <summary>True when the call changes nothing that is kept.</summary>
    public bool IsRead => Service == "sts" || Operation == "CreatePresignedDomainUrl" || Operation.StartsWith("Get", StringComparison.Ordinal)
        || Operation.StartsWith("Describe", StringComparison.Ordinal) || Operation.StartsWith("List", StringComparison.Ordinal);

    /// <summary>Reads and checks the members.</summary>
    public Members Members() => new(Input, Protocol);

    /// <summary>The condition keys that every request has (IAM User Guide, global condition context keys).</summary>
    public RequestContext Context() => new RequestContext()
        .With("aws:PrincipalArn", Caller.PrincipalArn)
        .With("aws:PrincipalAccount", Caller.Account)
        .With("aws:PrincipalType", Caller.IsRoleSession ? "AssumedRole" : "User")
        .With("aws:userid", Caller.UserId)
        .With("aws:username", Caller.IsRoleSession ? null : Caller.PrincipalArn[(Caller.PrincipalArn.LastIndexOf('/') + 1)..])
        .With("aws:SourceIdentity", Caller.SourceIdentity)
        .With("aws:SourceIp", SourceIp)
        .With("aws:RequestedRegion", Region)
        .With("aws:CurrentTime", Now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture))
        .WithTags("aws:PrincipalTag", Caller.Tags);
}
