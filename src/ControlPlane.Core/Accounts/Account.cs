using ControlPlane.Domains;

namespace ControlPlane.Accounts;

/// <summary>An AWS account that the control plane may enter.</summary>
public sealed record Account
{
    /// <summary>The account id.</summary>
    public required AccountId Id { get; init; }

    /// <summary>The partition in its ARNs: <c>aws</c>, <c>aws-cn</c> or <c>aws-us-gov</c>; <c>aws</c> unless set.</summary>
    public string Partition { get; init; } = "aws";

    /// <summary>Its name for people.</summary>
    public string Alias { get; init; } = "";

    /// <summary>The kind of account, such as <c>dev</c> or <c>prod</c>.</summary>
    public string Environment { get; init; } = "";

    /// <summary>The Regions that may be used.</summary>
    public required IReadOnlyList<RegionName> Regions { get; init; }

    /// <summary>The ARN of the role that describes, lists, creates and tags.</summary>
    public required string BrokerRole { get; init; }

    /// <summary>The ARN of the role that vends presigned URLs, one user and team at a time.</summary>
    public required string VendRole { get; init; }

    /// <summary>The external id that both roles' trust policies demand (IAM User Guide, confused deputy); 2 to 1224 characters.</summary>
    public required string ExternalId { get; init; }

    /// <summary>Whether it is in use.</summary>
    public AccountState State { get; init; } = AccountState.Active;
}

/// <summary>Whether an account is in use.</summary>
public enum AccountState
{
    /// <summary>In use.</summary>
    Active,

    /// <summary>No launch enters it until an operator lifts the suspension.</summary>
    Suspended,
}
