using System.Text.Json.Serialization;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.Store;

namespace ControlPlane.Teams;

/// <summary>A group of people with one purpose and one permission set.</summary>
public sealed record Team
{
    /// <summary>The shortest Studio session that AWS makes (SageMaker API, <c>SessionExpirationDurationInSeconds</c>).</summary>
    public static readonly TimeSpan MinimumSession = TimeSpan.FromSeconds(1800);

    /// <summary>The longest Studio session that AWS makes, and the default.</summary>
    public static readonly TimeSpan MaximumSession = TimeSpan.FromSeconds(43200);

    /// <summary>The team's id.</summary>
    public required TeamId Id { get; init; }

    /// <summary>Its name for people.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>What it is for.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>What the execution role lets people do, in words for people; empty when the owners wrote none.</summary>
    /// <remarks>Documents that are older than this field have none, and their reader gives null for it.</remarks>
    public string RoleDescription { get; init => field = value ?? ""; } = "";

    /// <summary>Metadata of the project, such as a cost centre, shown in portals.</summary>
    public IReadOnlyDictionary<string, string> ProjectMetadata { get; init; } = new Dictionary<string, string>();

    /// <summary>The domains that may hold its profiles. At least one.</summary>
    public required IReadOnlyList<Placement> Placements { get; init; }

    /// <summary>The execution role: a role name, with its path if it has one, that exists in each account of the placements; or an ARN
    /// when all placements are in that ARN's account. A placement's own role goes before it.</summary>
    public required string ExecutionRole { get; init; }

    /// <summary>How long a Studio session lasts: 1800 s to 43200 s, both included; 43200 s unless set.</summary>
    public TimeSpan SessionLength { get; init; } = MaximumSession;

    /// <summary>Tags for its profiles, besides <c>studiouserid</c>, <c>team</c> and <c>access-ended</c>, which the control plane alone sets.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>SageMaker's <c>UserSettings</c> as JSON with AWS's member names, without <c>ExecutionRole</c>; <c>{}</c> unless set.</summary>
    [JsonConverter(typeof(RawJsonConverter))]
    public string UserSettingsJson { get; init; } = "{}";

    /// <summary>What must hold besides the entitlement.</summary>
    public AccessConditions Conditions { get; init; } = new();

    /// <summary>Where Studio opens, as AWS spells it, such as <c>app:JupyterLab:</c>; null for Studio's own choice.</summary>
    public string? LandingUri { get; init; }

    /// <summary>The space that Studio opens in; null for none.</summary>
    public string? Space { get; init; }

    /// <summary>Whether it may be launched.</summary>
    public TeamState State { get; init; } = TeamState.Active;

    /// <summary>Who may manage its entitlements besides operators. None unless set.</summary>
    /// <remarks>Documents that are older than this field have none, and their reader gives null for it.</remarks>
    public IReadOnlyList<EntitlementSubject> Owners { get; init => field = value ?? []; } = [];
}

/// <summary>A domain that may hold a team's profiles.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Weight">Higher goes first; headroom decides among equals. 0 to 1000; 100 unless set. Zero takes nobody new.</param>
/// <param name="ExecutionRole">The execution role's ARN here; null for the team's.</param>
public sealed record Placement(DomainName Domain, int Weight = 100, string? ExecutionRole = null);

/// <summary>What must hold, besides the entitlement, for a launch.</summary>
public sealed record AccessConditions
{
    /// <summary>Whether the person must have used more than one factor. False unless set.</summary>
    public bool RequireMfa { get; init; }

    /// <summary>The networks that launches may come from, as CIDR blocks; any when empty.</summary>
    public IReadOnlyList<System.Net.IPNetwork> Networks { get; init; } = [];

    /// <summary>The authentication contexts of which a sign-in must carry one, exactly as the identity provider spells them (SAMLCore
    /// 2.7.2.2); any when empty.</summary>
    /// <remarks>Documents that are older than this field have none, and their reader gives null for it.</remarks>
    public IReadOnlyList<string> AuthnContexts { get; init => field = value ?? []; } = [];
}

/// <summary>Whether a team may be launched.</summary>
public enum TeamState
{
    /// <summary>It may.</summary>
    Active,

    /// <summary>It may not until an operator lifts the suspension.</summary>
    Suspended,
}
