using System.CommandLine;
using ControlPlane.Cli.Output;
using ControlPlane.Client;
using ControlPlane.V1;

namespace ControlPlane.Cli.Nouns;

/// <summary>What the catalog has: accounts, domains, teams, users and groups.</summary>
static class CatalogNouns
{
    public static readonly Option<string?> Account = new("--account") { Description = "Only those of this account.", HelpName = "ID" };
    public static readonly Option<string?> Region = new("--region") { Description = "Only those of this Region.", HelpName = "REGION" };

    public static Noun<Account> Accounts { get; } = new("accounts", "an account", c => c.Accounts)
    {
        NameHelp = "The account id, 12 digits.",
        NameOf = Prefixed("accounts/"),
        Columns =
        [
            new("NAME", a => Texts.Id(a.Name)), new("ALIAS", a => a.DisplayName), new("ENVIRONMENT", a => a.Environment),
            new("REGIONS", a => string.Join(",", a.Regions)), new("STATE", a => Texts.Word(a.State), IsState: true), new("SOURCE", a => a.Source),
        ],
        Flags =
        [
            FieldFlag.Text("--alias", "display_name", "Its name for people."),
            FieldFlag.Text("--environment", "environment", "Its kind, such as dev or prod."),
            FieldFlag.Text("--partition", "partition", "The partition: aws, aws-cn or aws-us-gov."),
            FieldFlag.List("--region", "regions", "A Region that may be used.", "REGION"),
            FieldFlag.Text("--broker-role", "broker_role", "The role that describes, lists, creates and tags.", "ARN"),
            FieldFlag.Text("--vend-role", "vend_role", "The role that vends presigned URLs.", "ARN"),
            FieldFlag.Text("--external-id", "external_id", "The external id that both roles' trust policies demand."),
            FieldFlag.Choice<Account.Types.State>("--state", "state", "Whether it is in use"),
            Labels,
        ],
    };

    public static Noun<Domain> Domains { get; } = new("domains", "a domain", c => c.Domains)
    {
        NameHelp = "accounts/{account}/regions/{region}/domains/{domain}",
        NameOf = name => name,
        ParentOptions = [Account, Region],
        ParentOf = run => $"accounts/{run.Get(Account) ?? "-"}/regions/{run.Get(Region) ?? "-"}",
        CreationParent = name => name.Contains("/domains/", StringComparison.Ordinal) ? name[..name.IndexOf("/domains/", StringComparison.Ordinal)] : "",
        Columns =
        [
            new("NAME", d => d.Name), new("DISPLAY", d => d.DisplayName), new("AUTH", d => Texts.Word(d.AuthMode)),
            new("PROFILES", d => $"{d.ProfileLimit}"), new("STATE", d => Texts.Word(d.State), IsState: true), new("SOURCE", d => d.Source),
        ],
        Flags =
        [
            FieldFlag.Text("--display-name", "display_name", "Its name for people."),
            FieldFlag.Number("--profile-limit", "profile_limit", "How many profiles may be placed here."),
            FieldFlag.Number("--app-limit", "app_limit", "How many apps may run at once."),
            FieldFlag.Choice<Domain.Types.AuthMode>("--auth-mode", "auth_mode", "How people sign in to it"),
            FieldFlag.Flag("--source-identity", "source_identity", "The domain hands the profile's name on as source identity."),
            FieldFlag.Choice<Domain.Types.State>("--state", "state", "Whether launches and placements may use it"),
            Labels,
        ],
    };

    public static Noun<Team> Teams { get; } = new("teams", "a team", c => c.Teams)
    {
        NameHelp = "The team's id.",
        NameOf = Prefixed("teams/"),
        Columns =
        [
            new("NAME", t => Texts.Id(t.Name)), new("DISPLAY", t => t.DisplayName), new("DOMAINS", t => string.Join(",", t.Placements.Select(p => Texts.Id(p.Domain)))),
            new("ROLE", t => t.ExecutionRole), new("SESSION", t => Texts.Length(t.SessionDuration)), new("STATE", t => Texts.Word(t.State), IsState: true),
            new("SOURCE", t => t.Source),
        ],
        Flags =
        [
            FieldFlag.Text("--display-name", "display_name", "Its name for people."),
            FieldFlag.Text("--purpose", "purpose", "What it is for."),
            FieldFlag.Text("--role-description", "role_description", "What the execution role lets people do, in words."),
            PlacementFlag.Create(),
            FieldFlag.Text("--execution-role", "execution_role", "The execution role's name or ARN.", "ROLE"),
            FieldFlag.Length("--session-length", "session_duration", "How long a Studio session lasts, 30m to 12h."),
            FieldFlag.Map("--tag", "tags", "A tag for its profiles."),
            FieldFlag.Map("--project-metadata", "project_metadata", "Metadata that portals show."),
            FieldFlag.Flag("--require-mfa", "conditions.require_mfa", "People must have used more than one factor."),
            FieldFlag.List("--authn-context", "conditions.authn_contexts", "An authentication context of which a sign-in must carry one.", "URI"),
            FieldFlag.Text("--landing-uri", "landing_uri", "Where Studio opens, such as app:JupyterLab:."),
            FieldFlag.Text("--space", "space", "The space that Studio opens in."),
            FieldFlag.List("--owner", "owners", "Who may manage its entitlements: users/{user} or groups/{group}.", "NAME"),
            FieldFlag.Choice<Team.Types.State>("--state", "state", "Whether it may be launched"),
            Labels,
        ],
    };

    public static Noun<User> Users { get; } = new("users", "a user", c => c.Users)
    {
        NameHelp = "The user's id, as the identity provider has it.",
        NameOf = Prefixed("users/"),
        Columns =
        [
            new("NAME", u => Texts.Id(u.Name)), new("DISPLAY", u => u.DisplayName), new("EMAIL", u => u.Email),
            new("GROUPS", u => string.Join(",", u.Groups.Select(Texts.Id))), new("STATE", u => Texts.Word(u.State), IsState: true), new("SOURCE", u => u.Source),
        ],
        Flags =
        [
            FieldFlag.Text("--display-name", "display_name", "The name for people."),
            FieldFlag.Text("--email", "email", "The mail address."),
            FieldFlag.List("--identity-provider", "identity_providers", "An identity provider that may speak for this person.", "NAME"),
            FieldFlag.List("--group", "groups", "A group besides those that an assertion names.", "GROUP", "groups/"),
            FieldFlag.Choice<User.Types.State>("--state", "state", "Whether the person may sign in"),
            Labels,
        ],
    };

    public static Noun<Group> Groups { get; } = new("groups", "a group", c => c.Groups)
    {
        NameHelp = "The group's id, as the identity provider has it.",
        NameOf = Prefixed("groups/"),
        Columns = [new("NAME", g => Texts.Id(g.Name)), new("DISPLAY", g => g.DisplayName), new("SOURCE", g => g.Source)],
        Flags = [FieldFlag.Text("--display-name", "display_name", "The name for people."), Labels],
    };

    public static FieldFlag Labels => FieldFlag.Map("--label", "labels", "A label; an empty value takes it away.");

    /// <summary>A full name of an id, and a full name as it is.</summary>
    public static Func<string, string> Prefixed(string prefix)
        => typed => typed.StartsWith(prefix, StringComparison.Ordinal) ? typed : prefix + ResourceNames.Encode(typed);
}
