namespace ControlPlane.Sandbox.Emulator;

/// <summary>An organization. Immutable: a change makes another one.</summary>
sealed record OrganizationState
{
    /// <summary>The organizational units, a parent before its children.</summary>
    public IReadOnlyList<OrganizationalUnit> Units { get; init; } = [];

    /// <summary>The parent of each account: the root or a unit.</summary>
    public IReadOnlyDictionary<string, string> AccountParents { get; init; } = new Dictionary<string, string>();

    /// <summary>The accounts that were closed.</summary>
    public IReadOnlyList<string> Closed { get; init; } = [];

    /// <summary>The policies of our own making; <c>FullAWSAccess</c> is not among them.</summary>
    public IReadOnlyList<OrganizationPolicy> Policies { get; init; } = [];

    /// <summary>Which policy hangs on which target, in the order of attaching.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>The enabled policy types.</summary>
    public IReadOnlyList<string> EnabledTypes { get; init; } = [];

    /// <summary>Tags by the id of what has them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Tags { get; init; }
        = new Dictionary<string, IReadOnlyDictionary<string, string>>();
}

/// <summary>An organizational unit.</summary>
sealed record OrganizationalUnit(string Id, string Name, string ParentId);

/// <summary>A policy of an organization.</summary>
sealed record OrganizationPolicy(string Id, string Name, string Description, string Type, string Content, bool AwsManaged = false);

/// <summary>A policy on a target.</summary>
sealed record Attachment(string PolicyId, string TargetId);
