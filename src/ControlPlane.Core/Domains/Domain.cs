namespace ControlPlane.Domains;

/// <summary>A SageMaker domain in one account and Region.</summary>
public sealed record Domain
{
    /// <summary>Its resource name.</summary>
    public required DomainName Name { get; init; }

    /// <summary>Its name for people.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>How people sign in to it. Only <see cref="AuthMode.Iam"/> can be launched (SageMaker API, CreatePresignedDomainUrl).</summary>
    public AuthMode AuthMode { get; init; } = AuthMode.Iam;

    /// <summary>How many profiles placement may put here: the account's quota for the Region, or less. 1 or more; the AWS default of
    /// user profiles is 2 and is raised by a quota request, so the catalog must say it.</summary>
    public required int ProfileLimit { get; init; }

    /// <summary>How many apps may run at once, as the account's quotas say; 0 when nobody said.</summary>
    public int AppLimit { get; init; }

    /// <summary>Whether the domain hands the profile's name on as source identity (<c>ExecutionRoleIdentityConfig</c>).</summary>
    public bool SourceIdentity { get; init; }

    /// <summary>Whether launches and placements may use it.</summary>
    public DomainState State { get; init; } = DomainState.Active;
}

/// <summary>How people sign in to a domain.</summary>
public enum AuthMode
{
    /// <summary>By IAM: presigned URLs work.</summary>
    Iam,

    /// <summary>By IAM Identity Center: presigned URLs are refused by AWS.</summary>
    Sso,
}

/// <summary>Whether launches and placements may use a domain.</summary>
public enum DomainState
{
    /// <summary>Both.</summary>
    Active,

    /// <summary>Those who have a profile may launch; nobody new is placed.</summary>
    Draining,

    /// <summary>Neither.</summary>
    Suspended,
}
