namespace ControlPlane.Guardrails.Evaluation;

/// <summary>What is asked.</summary>
/// <param name="Action">Such as <c>sagemaker:DescribeDomain</c>.</param>
/// <param name="Resource">The ARN, or <c>*</c> for an action without resource types.</param>
/// <param name="Context">The condition keys.</param>
public sealed record PolicyRequest(string Action, string Resource, RequestContext Context)
{
    /// <summary>Who asks. Null when it does not matter: then only identity-side policies are asked for, and resource policies take in what
    /// they give to everybody.</summary>
    public RequestPrincipal? Principal { get; init; }

    /// <summary>The account that owns the resource. Null takes it from the ARN; an ARN without one, as S3's, counts as the principal's.</summary>
    public string? ResourceAccount { get; init; }

    internal bool CrossesAccounts
        => Principal?.Account is { } asking && (ResourceAccount ?? AccountOf(Resource)) is { } owning && asking != owning;

    static string? AccountOf(string arn) => arn.Split(':', 6) is ["arn", _, _, _, { Length: 12 } account, _] ? account : null;
}
