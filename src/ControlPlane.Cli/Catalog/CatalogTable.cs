using ControlPlane.V1;
using static ControlPlane.Cli.Catalog.FieldShape;

namespace ControlPlane.Cli.Catalog;

/// <summary>The kinds of catalog documents, field by field, in the order in which they depend on each other.</summary>
static class CatalogTable
{
    const string RoleArn = "^arn:(aws|aws-cn|aws-us-gov):iam::[0-9]{12}:role/.+$";
    const string DomainName = "^accounts/[0-9]{12}/regions/[a-z0-9-]+/domains/d-[a-z0-9-]+$";
    static readonly (string, int)[] _activeOrSuspended = [("active", 1), ("suspended", 2)];

    static readonly CatalogField[] _account =
    [
        new("alias", "display_name", Text, "Its name for people."),
        new("environment", "environment", Text, "Its kind, such as `dev` or `prod`."),
        new("regions", "regions", TextList, "The Regions that may be used, at least one.") { Required = true },
        new("brokerRole", "broker_role", Text, "The ARN of the role that describes, lists, creates and tags; in this account.") { Required = true, Pattern = RoleArn },
        new("vendRole", "vend_role", Text, "The ARN of the role that vends presigned URLs; in this account, and not the broker role.") { Required = true, Pattern = RoleArn },
        new("externalId", "external_id", Text, "The external id that both roles' trust policies demand.") { Required = true, Pattern = "^[A-Za-z0-9_+=,.@:/-]{2,1224}$" },
        new("partition", "partition", Text, "`aws`, `aws-cn` or `aws-us-gov`.") { Unset = "aws", Pattern = "^aws(-cn|-us-gov)?$" },
        new("state", "state", Choice, "Whether it is in use.") { Unset = "active", Choices = _activeOrSuspended },
    ];

    static readonly CatalogField[] _domain =
    [
        new("displayName", "display_name", Text, "Its name for people."),
        new("profileLimit", "profile_limit", Number, "How many profiles may be placed here: the account's quota, or less.") { Required = true, Minimum = 1, Maximum = int.MaxValue },
        new("appLimit", "app_limit", Number, "How many apps may run at once; 0 when nobody said.") { Unset = "0", Maximum = int.MaxValue },
        new("authMode", "auth_mode", Choice, "How people sign in to it; presigned URLs need `iam`.") { Unset = "iam", Choices = [("iam", 1), ("sso", 2)] },
        new("sourceIdentity", "source_identity", Flag, "Whether the domain hands the profile's name on as source identity.") { Unset = "false" },
        new("state", "state", Choice, "`draining`: nobody new is placed; `suspended`: no launch.")
        {
            Unset = "active", Choices = [("active", 1), ("draining", 2), ("suspended", 3)],
        },
    ];

    static readonly CatalogField[] _placement =
    [
        new("domain", "domain", FullName, "The domain's name.") { Required = true, Pattern = DomainName },
        new("weight", "weight", Number, "Higher goes first, 0 takes nobody new.") { Unset = "100", Maximum = 1000 },
        new("executionRole", "execution_role", Text, "The ARN of the execution role here; the team's when it is missing.") { Pattern = RoleArn },
    ];

    static readonly CatalogField[] _team =
    [
        new("displayName", "display_name", Text, "Its name for people."),
        new("purpose", "purpose", Text, "What it is for."),
        new("roleDescription", "role_description", Text, "What the execution role lets people do, in words."),
        new("projectMetadata", "project_metadata", TextMap, "Names and values that portals show."),
        new("placements", "placements", FieldsList, "The domains that may hold its profiles, at least one.") { Required = true, Fields = _placement },
        new("executionRole", "execution_role", Text, "A role's name, with its path if it has one, that exists in each account; or an ARN.") { Required = true },
        new("sessionLength", "session_duration", Length, "How long Studio's session lasts: 1800 to 43200 seconds, or with units (`12h`, `30m`, `1h30m`).")
        {
            Unset = "12h", Minimum = 1800, Maximum = 43200,
        },
        new("tags", "tags", TextMap, "At most 47 tags for its profiles, besides `studiouserid`, `team` and `access-ended`, which the control plane sets."),
        new("userSettings", "user_settings", Settings, "SageMaker's `UserSettings` with AWS's names, without `ExecutionRole`."),
        new("conditions", "conditions", FieldShape.Fields, "What must hold besides the entitlement.")
        {
            Fields =
            [
                new("requireMfa", "require_mfa", Flag, "Whether people must have used more than one factor.") { Unset = "false" },
                new("networks", "networks", TextList, "The networks that launches may come from, as CIDR blocks; any when it is missing."),
                new("authnContexts", "authn_contexts", TextList, "The authentication contexts of which a sign-in must carry one; any when it is missing."),
            ],
        },
        new("landingUri", "landing_uri", Text, "Where Studio opens, such as `app:JupyterLab:`; Studio's own choice when it is missing."),
        new("space", "space", Text, "The space that Studio opens in."),
        new("owners", "owners", TextList, "Who may manage its entitlements besides operators: `users/{user}` or `groups/{group}`."),
        new("state", "state", Choice, "Whether it may be launched.") { Unset = "active", Choices = _activeOrSuspended },
    ];

    static readonly CatalogField[] _user =
    [
        new("displayName", "display_name", Text, "The name for people."),
        new("email", "email", Text, "The mail address. It decides nothing."),
        new("identityProviders", "identity_providers", TextList, "The identity providers that may speak for this person; any that speaks for all when it is missing."),
        new("groups", "groups", IdList, "Groups besides those that an assertion names.") { Prefix = "groups/" },
        new("state", "state", Choice, "Whether the person may sign in.") { Unset = "active", Choices = _activeOrSuspended },
    ];

    static readonly CatalogField[] _group = [new("displayName", "display_name", Text, "The name for people.")];

    static readonly CatalogField[] _entitlement =
    [
        new("user", "user", Id, "The user who has it. Either this or `group`.") { Prefix = "users/" },
        new("group", "group", Id, "The group that has it. Either this or `user`.") { Prefix = "groups/" },
        new("team", "", Id, "The team.") { Required = true, Prefix = "teams/" },
        new("notBefore", "begin_time", Time, "When it begins; at once when it is missing."),
        new("notAfter", "end_time", Time, "When it ends; never when it is missing. The moment itself is outside."),
        new("reason", "reason", Text, "Why it was given."),
        new("ticket", "ticket", Text, "The ticket that asked for it."),
    ];

    /// <summary>Every kind, in the order of dependency: what comes first is needed by what comes later.</summary>
    public static IReadOnlyList<CatalogKind> Kinds { get; } =
    [
        new("Account", "accounts", Account.Descriptor, _account) { Prefix = "accounts/", NamePattern = "^[0-9]{12}$", NameIs = "The account id: twelve digits." },
        new("Domain", "domains", Domain.Descriptor, _domain) { NamePattern = DomainName, NameIs = "`accounts/{account}/regions/{region}/domains/{domain id}`." },
        new("Group", "groups", Group.Descriptor, _group) { Prefix = "groups/", NameIs = "The id as the identity provider's group attribute spells it." },
        new("User", "users", User.Descriptor, _user) { Prefix = "users/", NameIs = "The identity provider's immutable id." },
        new("Team", "teams", Team.Descriptor, _team)
        {
            Prefix = "teams/", NamePattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$", NameIs = "The team's id.",
        },
        new("Entitlement", "entitlements", Entitlement.Descriptor, _entitlement) { IsNamedByFields = true, NameIs = "A label for readers; the subject and the team name it." },
    ];
}
