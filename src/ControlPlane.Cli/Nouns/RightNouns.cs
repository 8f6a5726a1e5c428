using System.CommandLine;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Output;
using ControlPlane.Client;
using ControlPlane.V1;

namespace ControlPlane.Cli.Nouns;

/// <summary>Who may open what, and where they work: entitlements, assignments and profiles.</summary>
static class RightNouns
{
    public static readonly Option<string?> Team = new("--team") { Description = "The team's id.", HelpName = "TEAM" };
    public static readonly Option<string?> User = new("--user") { Description = "The user's id.", HelpName = "USER" };
    public static readonly Option<string?> Group = new("--group") { Description = "The group's id.", HelpName = "GROUP" };
    public static readonly Option<string?> Domain = new("--domain") { Description = "Only those of this domain, by its full name.", HelpName = "NAME" };

    public static Noun<Entitlement> Entitlements { get; } = new("entitlements", "an entitlement", c => c.Entitlements)
    {
        NameHelp = "teams/{team}/entitlements/user-{user} or .../group-{group}; or give --team with --user or --group.",
        NameOf = name => name,
        ParentOptions = [Team],
        ParentOf = run => $"teams/{(run.Get(Team) is { } team ? ResourceNames.Encode(team) : "-")}",
        CreationParent = name => name.Contains("/entitlements/", StringComparison.Ordinal) ? name[..name.IndexOf("/entitlements/", StringComparison.Ordinal)] : "",
        NameByFlags = NameOfEntitlement,
        NameFlags = [Team, User, Group],
        Columns =
        [
            new("TEAM", e => Texts.Id(e.Name.Split('/') is [_, var team, ..] ? team : "")), new("SUBJECT", SubjectOf),
            new("STATE", e => Texts.Word(e.State), IsState: true), new("FROM", e => Texts.Time(e.BeginTime)), new("UNTIL", e => Texts.Time(e.EndTime)),
            new("REASON", e => e.Reason), new("TICKET", e => e.Ticket), new("SOURCE", e => e.Source),
        ],
        Flags =
        [
            FieldFlag.Time("--from", "begin_time", "When it begins, such as 2027-01-01T00:00:00Z; at once unless set."),
            FieldFlag.Time("--until", "end_time", "When it ends; never unless set."),
            FieldFlag.Text("--reason", "reason", "Why it is given."),
            FieldFlag.Text("--ticket", "ticket", "The ticket that asked for it."),
            CatalogNouns.Labels,
        ],
    };

    public static Noun<Assignment> Assignments { get; } = new("assignments", "an assignment", c => c.Assignments)
    {
        NameHelp = "users/{user}/assignments/{team}; or give --user and --team.",
        NameOf = name => name,
        ParentOptions = [User],
        ParentOf = run => $"users/{(run.Get(User) is { } user ? ResourceNames.Encode(user) : "-")}",
        CreationParent = name => name.Contains("/assignments/", StringComparison.Ordinal) ? name[..name.IndexOf("/assignments/", StringComparison.Ordinal)] : "",
        NameByFlags = run => run is { } r && r.Get(User) is { } user && r.Get(Team) is { } team ? ResourceNames.Assignment(user, team) : null,
        NameFlags = [User, Team],
        Columns =
        [
            new("USER", a => Texts.Id(a.User)), new("TEAM", a => Texts.Id(a.Team)), new("DOMAIN", a => a.Domain), new("PROFILE", a => Texts.Id(a.Profile)),
            new("WHY", a => a.PlacementReason),
        ],
        Flags =
        [
            FieldFlag.Text("--domain", "domain", "The domain, one of the team's placements.", "NAME"),
            FieldFlag.Text("--placement-reason", "placement_reason", "Why this domain."),
            CatalogNouns.Labels,
        ],
    };

    public static Noun<Profile> Profiles { get; } = new("profiles", "a profile", c => c.Profiles)
    {
        NameHelp = "accounts/{account}/regions/{region}/domains/{domain}/profiles/{profile}",
        NameOf = name => name,
        ParentOptions = [Domain],
        ParentOf = run => run.Get(Domain),
        Columns =
        [
            new("NAME", p => p.Name), new("USER", p => Texts.Id(p.User)), new("TEAM", p => Texts.Id(p.Team)),
            new("READINESS", p => Texts.Word(p.Readiness), IsState: true), new("ACCESS", p => p.Access is null ? "" : Texts.Word(p.Access.State), IsState: true), new("OBSERVED", p => Texts.Time(p.ObserveTime)), new("DRIFT", p => p.Drift), new("REASON", p => p.Reason),
        ],
    };

    /// <summary>The entitlement that the flags name.</summary>
    public static string? NameOfEntitlement(Invocation run) => (run.Get(Team), run.Get(User), run.Get(Group)) switch
    {
        ({ } team, { } user, null) => ResourceNames.UserEntitlement(team, user),
        ({ } team, null, { } group) => ResourceNames.GroupEntitlement(team, group),
        ({ }, { }, { }) => throw CliException.Usage("An entitlement is of a user or of a group: give one of --user and --group."),
        _ => null,
    };

    static string SubjectOf(Entitlement entitlement) => entitlement.SubjectCase switch
    {
        Entitlement.SubjectOneofCase.User => $"user {Texts.Id(entitlement.User)}",
        Entitlement.SubjectOneofCase.Group => $"group {Texts.Id(entitlement.Group)}",
        _ => Texts.Id(entitlement.Name),
    };
}
