namespace ControlPlane.Sandbox.Emulator;

/// <summary>The world that an emulator starts with. Roles, users, keys, policies and SAML providers come from the seed at every start, less
/// those roles and policies that somebody changed through IAM; these, domains, profiles and the organization come from the data file once there
/// is one.</summary>
public sealed record WorldSeed
{
    /// <summary>The accounts, ids unique.</summary>
    public IReadOnlyList<AccountSeed> Accounts { get; init; } = [];

    /// <summary>The organization; null when the accounts stand alone.</summary>
    public OrganizationSeed? Organization { get; init; }
}

/// <summary>An account.</summary>
public sealed record AccountSeed
{
    /// <summary>Its id of 12 digits.</summary>
    public required string Id { get; init; }

    /// <summary>Its name; the id unless set.</summary>
    public string? Name { get; init; }

    /// <summary>The address of its root user; made of the id unless set.</summary>
    public string? Email { get; init; }

    /// <summary>The enabled Regions; <c>us-east-1</c> and <c>eu-central-1</c> unless set. Elsewhere STS and SageMaker refuse.</summary>
    public IReadOnlyList<string> Regions { get; init; } = ["us-east-1", "eu-central-1"];

    /// <summary>The most user profiles in each Region, 0 or more; 100 unless set. AWS starts with 2 (General Reference, 2026).</summary>
    public int ProfileQuota { get; init; } = 100;

    /// <summary>The path of organizational units from the root, such as <c>Workloads/Dev</c>; empty for the root.</summary>
    public string OrganizationalUnit { get; init; } = "";

    /// <summary>IAM roles.</summary>
    public IReadOnlyList<RoleSeed> Roles { get; init; } = [];

    /// <summary>IAM managed policies.</summary>
    public IReadOnlyList<PolicySeed> Policies { get; init; } = [];

    /// <summary>IAM users.</summary>
    public IReadOnlyList<UserSeed> Users { get; init; } = [];

    /// <summary>IAM SAML providers.</summary>
    public IReadOnlyList<SamlProviderSeed> SamlProviders { get; init; } = [];

    /// <summary>SageMaker domains, InService from the start.</summary>
    public IReadOnlyList<DomainSeed> Domains { get; init; } = [];
}

/// <summary>An IAM role.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TrustPolicy">Who may assume it, as JSON.</param>
public sealed record RoleSeed(string Name, string TrustPolicy)
{
    /// <summary>Its path, which begins and ends with a slash.</summary>
    public string Path { get; init; } = "/";

    /// <summary>Its permission policies, as JSON.</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>Its permissions boundary, as JSON; null for none.</summary>
    public string? PermissionsBoundary { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The longest session, 1 to 12 hours; 1 hour unless set (IAM, <c>MaxSessionDuration</c>).</summary>
    public TimeSpan MaxSessionDuration { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Keys of a machine that runs under the role, as an instance profile gives them: sessions that never expire here. Such a
    /// caller is a role session, so that a role assumed from it is chained and lasts one hour at most.</summary>
    public IReadOnlyList<AccessKeySeed> MachineKeys { get; init; } = [];
}

/// <summary>An IAM managed policy.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Document">The policy as JSON.</param>
public sealed record PolicySeed(string Name, string Document)
{
    /// <summary>Its path, which begins and ends with a slash.</summary>
    public string Path { get; init; } = "/";
}

/// <summary>An IAM user.</summary>
/// <param name="Name">Its name.</param>
public sealed record UserSeed(string Name)
{
    /// <summary>Its permission policies, as JSON.</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>Its permissions boundary, as JSON; null for none.</summary>
    public string? PermissionsBoundary { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Its long-term keys.</summary>
    public IReadOnlyList<AccessKeySeed> AccessKeys { get; init; } = [];
}

/// <summary>An access key. Emulator keys open nothing but the emulator.</summary>
/// <param name="Id">The access key id, 4 to 128 letters and digits.</param>
/// <param name="Secret">The secret access key.</param>
/// <param name="SessionToken">The session token that must come along; null for none.</param>
public sealed record AccessKeySeed(string Id, string Secret, string? SessionToken = null)
{
    /// <summary>Never the secret.</summary>
    public override string ToString() => $"{Id} [secret]";
}

/// <summary>An IAM SAML provider.</summary>
/// <param name="Name">Its name; the ARN is <c>arn:aws:iam::{account}:saml-provider/{name}</c>.</param>
/// <param name="MetadataXml">The identity provider's metadata: its entity id and signing certificates are taken from it.</param>
public sealed record SamlProviderSeed(string Name, string MetadataXml);

/// <summary>A SageMaker domain.</summary>
/// <param name="Id">Its id, <c>d-...</c>.</param>
/// <param name="Region">Its Region.</param>
public sealed record DomainSeed(string Id, string Region)
{
    /// <summary>Its name; the id unless set.</summary>
    public string? Name { get; init; }

    /// <summary><c>IAM</c> or <c>SSO</c>; <c>IAM</c> unless set.</summary>
    public string AuthMode { get; init; } = "IAM";

    /// <summary>The ARN of the execution role of profiles that name none.</summary>
    public required string DefaultExecutionRole { get; init; }

    /// <summary>Whether apps hand the profile's name on as source identity (<c>ExecutionRoleIdentityConfig</c>).</summary>
    public bool SourceIdentity { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>User profiles that exist from the start, InService.</summary>
    public IReadOnlyList<ProfileSeed> Profiles { get; init; } = [];
}

/// <summary>A user profile that exists from the start.</summary>
/// <param name="Name">Its name.</param>
public sealed record ProfileSeed(string Name)
{
    /// <summary>The ARN of its execution role; null for the domain's.</summary>
    public string? ExecutionRole { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}

/// <summary>The organization over the accounts of the seed.</summary>
/// <param name="ManagementAccount">The account that may call AWS Organizations.</param>
public sealed record OrganizationSeed(string ManagementAccount)
{
    /// <summary>Its id.</summary>
    public string Id { get; init; } = "o-sandbox0000";

    /// <summary>The id of its root.</summary>
    public string RootId { get; init; } = "r-sbox";

    /// <summary>Whether service control policies are enabled; true unless set.</summary>
    public bool ServiceControlPolicies { get; init; } = true;
}
