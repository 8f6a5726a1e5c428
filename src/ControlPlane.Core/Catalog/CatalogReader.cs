using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.Teams;
using ControlPlane.Users;
using YamlDotNet.Core;

namespace ControlPlane.Catalog;

/// <summary>Reads a catalog: one YAML document for each thing, and no rule stops before the others are looked at.</summary>
sealed class CatalogReader(CatalogProblems problems)
{
    const string Version = "controlplane/v1";
    static readonly string[] Kinds = ["Account", "Domain", "Team", "User", "Group", "Entitlement"];
    readonly List<Placed<Account>> _accounts = [];
    readonly List<Placed<Domain>> _domains = [];
    readonly List<Placed<Team>> _teams = [];
    readonly List<Placed<User>> _users = [];
    readonly List<Placed<Group>> _groups = [];
    readonly List<Placed<Entitlement>> _entitlements = [];
    readonly Dictionary<object, IReadOnlyDictionary<string, string>> _labels = new(ReferenceEqualityComparer.Instance);

    public CatalogFile Read(TextReader text)
    {
        foreach (var document in Documents(text))
        {
            ReadDocument(document);
        }

        new CatalogReferences(problems).Check(_accounts, _domains, _teams, _users, _groups, _entitlements);
        problems.ThrowIfAny();
        return new()
        {
            Accounts = [.. _accounts.Select(p => p.Value)],
            Domains = [.. _domains.Select(p => p.Value)],
            Teams = [.. _teams.Select(p => p.Value)],
            Users = [.. _users.Select(p => p.Value)],
            Groups = [.. _groups.Select(p => p.Value)],
            Entitlements = [.. _entitlements.Select(p => p.Value)],
            Labels = _labels,
        };
    }

    IEnumerable<CatalogNode> Documents(TextReader text)
    {
        try
        {
            return CatalogNode.ReadAll(text).Where(d => d is not CatalogText { IsNull: true });
        }
        catch (YamlException e)
        {
            problems.Add((int)e.Start.Line, "", $"This is not YAML that can be read: {e.Message}");
            return [];
        }
    }

    void ReadDocument(CatalogNode node)
    {
        var document = new CatalogFields(node, 1, "", problems, "apiVersion", "kind", "metadata", "spec");
        if (document.Text("apiVersion") is { } version && version != Version)
        {
            document.Wrong("apiVersion", $"Write {Version}, or leave it out.");
        }

        switch (document.Text("kind", required: true))
        {
            case "Account":
                ReadAccount(document);
                break;
            case "Domain":
                ReadDomain(document);
                break;
            case "Team":
                ReadTeam(document);
                break;
            case "User":
                ReadUser(document);
                break;
            case "Group":
                ReadGroup(document);
                break;
            case "Entitlement":
                ReadEntitlement(document);
                break;
            case { }:
                document.Wrong("kind", $"Write one of {string.Join(", ", Kinds)}.");
                break;
        }
    }

    void ReadAccount(CatalogFields document)
    {
        var name = Name<AccountId>(document);
        var spec = document.Map("spec", "partition", "alias", "environment", "regions", "brokerRole", "vendRole", "externalId", "state");
        var account = new Account
        {
            Id = name ?? default,
            Partition = spec.Text("partition") ?? "aws",
            Alias = spec.Text("alias") ?? "",
            Environment = spec.Text("environment") ?? "",
            Regions = spec.ParseList<RegionName>("regions", required: true),
            BrokerRole = spec.Text("brokerRole", required: true) ?? "",
            VendRole = spec.Text("vendRole", required: true) ?? "",
            ExternalId = spec.Text("externalId", required: true) ?? "",
            State = spec.Choice("state", AccountState.Active),
        };
        CatalogRules.Check(account, spec);
        Keep(_accounts, name is not null, account, spec, document);
    }

    void ReadDomain(CatalogFields document)
    {
        var name = Name<DomainName>(document);
        var spec = document.Map("spec", "displayName", "authMode", "profileLimit", "appLimit", "sourceIdentity", "state");
        Keep(_domains, name is not null, new Domain
        {
            Name = name ?? default,
            DisplayName = spec.Text("displayName") ?? "",
            AuthMode = spec.Choice("authMode", AuthMode.Iam),
            ProfileLimit = spec.Number("profileLimit", 1, 1_000_000, unset: null),
            AppLimit = spec.Number("appLimit", 0, 1_000_000, unset: 0),
            SourceIdentity = spec.Flag("sourceIdentity"),
            State = spec.Choice("state", DomainState.Active),
        }, spec, document);
    }

    void ReadTeam(CatalogFields document)
    {
        var name = Name<TeamId>(document);
        var spec = document.Map(
            "spec", "displayName", "purpose", "roleDescription", "projectMetadata", "placements", "executionRole", "sessionLength", "tags", "userSettings",
            "conditions", "landingUri", "space", "owners", "state");
        var conditions = spec.Map("conditions", "requireMfa", "networks", "authnContexts");
        var team = new Team
        {
            Id = name ?? default,
            DisplayName = spec.Text("displayName") ?? "",
            Purpose = spec.Text("purpose") ?? "",
            RoleDescription = spec.Text("roleDescription") ?? "",
            ProjectMetadata = spec.TextMap("projectMetadata"),
            Placements = [.. spec.MapList("placements", "domain", "weight", "executionRole").Select(ReadPlacement).OfType<Placement>()],
            ExecutionRole = spec.Text("executionRole", required: true) ?? "",
            SessionLength = spec.Duration("sessionLength", Team.MinimumSession, Team.MaximumSession, Team.MaximumSession),
            Tags = spec.TextMap("tags"),
            UserSettingsJson = CatalogUserSettings.Read(spec, problems),
            Conditions = new()
            {
                RequireMfa = conditions.Flag("requireMfa"),
                Networks = conditions.ParseList<System.Net.IPNetwork>("networks"),
                AuthnContexts = conditions.TextList("authnContexts"),
            },
            LandingUri = spec.Text("landingUri"),
            Space = spec.Text("space"),
            Owners = ReadOwners(spec),
            State = spec.Choice("state", TeamState.Active),
        };
        CatalogRules.Check(team, name is not null, spec);
        Keep(_teams, name is not null, team, spec, document);
    }

    static List<EntitlementSubject> ReadOwners(CatalogFields spec)
    {
        var owners = new List<EntitlementSubject>();
        foreach (var name in spec.TextList("owners"))
        {
            if (SubjectName.TryParse(name, out var owner))
            {
                owners.Add(owner.Value);
            }
            else
            {
                spec.Wrong("owners", $"'{name}' is not of the form users/{{user}} or groups/{{group}}.");
            }
        }

        return owners;
    }

    static Placement? ReadPlacement(CatalogFields placement)
    {
        var domain = placement.Parse<DomainName>("domain", required: true);
        var weight = placement.Number("weight", 0, 1000, unset: 100);
        var role = placement.Text("executionRole");
        if (role is not null)
        {
            CatalogRules.CheckRoleArn(role, domain?.Account, null, placement, "executionRole");
        }

        return domain is { } name ? new(name, weight, role) : null;
    }

    void ReadUser(CatalogFields document)
    {
        var name = Name<UserId>(document);
        var spec = document.Map("spec", "displayName", "email", "identityProviders", "groups", "state");
        Keep(_users, name is not null, new User
        {
            Id = name ?? default,
            DisplayName = spec.Text("displayName") ?? "",
            Email = spec.Text("email") ?? "",
            IdentityProviders = spec.TextList("identityProviders"),
            Groups = spec.ParseList<GroupId>("groups"),
            State = spec.Choice("state", UserState.Active),
        }, spec, document);
    }

    void ReadGroup(CatalogFields document)
    {
        var name = Name<GroupId>(document);
        var spec = document.Map("spec", "displayName");
        Keep(_groups, name is not null, new Group { Id = name ?? default, DisplayName = spec.Text("displayName") ?? "" }, spec, document);
    }

    void ReadEntitlement(CatalogFields document)
    {
        // Its subject and team name it. A name of its own is taken as a label for readers of the file.
        document.Map("metadata", "name", "labels").Text("name");
        var spec = document.Map("spec", "user", "group", "team", "notBefore", "notAfter", "reason", "ticket");
        if (spec.Has("user") == spec.Has("group"))
        {
            spec.Wrong("user", "Write either a user or a group.");
        }

        EntitlementSubject? subject = spec.Parse<UserId>("user") is { } user ? EntitlementSubject.Of(user)
            : spec.Parse<GroupId>("group") is { } group ? EntitlementSubject.Of(group)
            : null;
        var team = spec.Parse<TeamId>("team", required: true);
        var entitlement = new Entitlement
        {
            Subject = subject ?? default,
            Team = team ?? default,
            NotBefore = spec.Time("notBefore"),
            NotAfter = spec.Time("notAfter"),
            Source = CatalogLoader.Source,
            Reason = spec.Text("reason"),
            Ticket = spec.Text("ticket"),
        };
        if (entitlement is { NotBefore: { } from, NotAfter: { } to } && from >= to)
        {
            spec.Wrong("notAfter", "It ends before it begins.");
        }

        Keep(_entitlements, subject is not null && team is not null, entitlement, spec, document);
    }

    static T? Name<T>(CatalogFields document)
        where T : struct, IParsable<T>
        => document.Map("metadata", "name", "labels").Parse<T>("name", required: true);

    // What has no name cannot be referred to and is compared with nothing.
    void Keep<T>(List<Placed<T>> kept, bool hasName, T value, CatalogFields spec, CatalogFields document)
        where T : class
    {
        var metadata = document.Map("metadata", "name", "labels");
        var labels = metadata.TextMap("labels");
        foreach (var (key, text) in labels.Where(l => !ResourceLabels.IsLabel(l.Key, l.Value)))
        {
            metadata.Wrong("labels", ResourceLabels.Explain(key));
        }

        if (hasName)
        {
            _labels[value] = labels;
            kept.Add(new(value, spec, document));
        }
    }
}
