using System.Globalization;
using ControlPlane.Cli.Apply;
using ControlPlane.Cli.Catalog;
using ControlPlane.Cli.Hosting;
using ControlPlane.Client;
using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Guardrails.Proving;
using ControlPlane.V1;
using Google.Protobuf;

namespace ControlPlane.Cli.Policies;

/// <summary>Who may work where, by a catalog: of files, or of a server.</summary>
sealed class ProofWorlds
{
    const int LongestProfile = 63;
    readonly Dictionary<string, Account> _accounts;
    readonly Dictionary<string, Domain> _domains;
    readonly List<Team> _teams;
    readonly List<User> _users;
    readonly List<Entitlement> _entitlements;
    readonly List<Assignment> _assignments;

    ProofWorlds(IReadOnlyCollection<IMessage> resources)
    {
        _accounts = resources.OfType<Account>().ToDictionary(a => a.Name, StringComparer.Ordinal);
        _domains = resources.OfType<Domain>().ToDictionary(d => d.Name, StringComparer.Ordinal);
        _teams = [.. resources.OfType<Team>().OrderBy(t => t.Name, StringComparer.Ordinal)];
        _users = [.. resources.OfType<User>()];
        _entitlements = [.. resources.OfType<Entitlement>().Where(e => e.State is not Entitlement.Types.State.Ended)];
        _assignments = [.. resources.OfType<Assignment>()];
    }

    /// <summary>The seats of catalog files. Profiles have the names that the control plane would give plain ids.</summary>
    public static ProofWorld Of(IReadOnlyList<CatalogDocument> documents) => new ProofWorlds([.. documents.Select(d => d.Resource)]).Build();

    /// <summary>The seats of a server's catalog, where people are assigned.</summary>
    public static async Task<ProofWorld> ReadAsync(ControlPlaneClient client, CancellationToken ct)
    {
        var resources = new List<IMessage>();
        foreach (var kind in CatalogTable.Kinds)
        {
            await foreach (var resource in KindClient.Of(kind, client).ListAsync(ct))
            {
                resources.Add(resource);
            }
        }

        await foreach (var assignment in client.Assignments.ListAsync(new() { PageSize = 1000 }, ct))
        {
            resources.Add(assignment);
        }

        return new ProofWorlds(resources).Build();
    }

    /// <summary>The execution roles that catalog files give an account's teams.</summary>
    /// <exception cref="CliException">They give it none.</exception>
    public static IReadOnlyList<TeamRole> RolesOf(IReadOnlyList<CatalogDocument> documents, string account)
        => Of(documents).Seats.Where(s => s.Account == account).Select(s => TeamRole.Of(s.Team, s.ExecutionRole)).Distinct().ToList() is { Count: > 0 } roles
            ? roles
            : throw CliException.Usage($"No team of this catalog is placed in account {account}.", "Give the account with --param account=NUMBER.");

    ProofWorld Build()
    {
        var seats = (from team in _teams from user in MembersOf(team) from seat in SeatsOf(team, user) select seat).ToList();
        return seats.Count > 0 ? new(seats) : throw CliException.Usage("Nobody may work anywhere in this catalog: there is nothing to prove.", "It needs accounts, domains and teams.");
    }

    // Whoever is entitled, by name or by group. A group or team of which the catalog names nobody has somebody in it all the same.
    IReadOnlyList<string> MembersOf(Team team)
    {
        var members = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var entitlement in _entitlements.Where(e => e.Name.StartsWith($"{team.Name}/", StringComparison.Ordinal)))
        {
            var subject = entitlement.Name[(entitlement.Name.LastIndexOf('/') + 1)..];
            if (subject.StartsWith("user-", StringComparison.Ordinal))
            {
                members.Add(ResourceNames.Decode(subject["user-".Length..]));
                continue;
            }

            var group = ResourceNames.Decode(subject["group-".Length..]);
            members.UnionWith(_users.Where(u => u.Groups.Select(ResourceNames.IdOf).Contains(group)).Select(u => ResourceNames.IdOf(u.Name)).DefaultIfEmpty($"somebody-of-{group}"));
        }

        return members.Count > 0 ? [.. members] : [$"somebody-of-{ResourceNames.IdOf(team.Name)}"];
    }

    IEnumerable<Seat> SeatsOf(Team team, string user)
    {
        var id = ResourceNames.IdOf(team.Name);
        var assigned = _assignments.Find(a => a.Name == ResourceNames.Assignment(user, id));
        foreach (var placement in team.Placements.Where(p => assigned is null || assigned.Domain == p.Domain))
        {
            if (!_domains.TryGetValue(placement.Domain, out var domain) || placement.Domain.Split('/') is not ["accounts", var account, "regions", var region, "domains", var domainId]
                || !_accounts.TryGetValue(ResourceNames.Account(account), out var owner))
            {
                throw CliException.Usage($"Team {id} is placed in {placement.Domain}, but that domain or its account is not in the catalog that was given.", "Give the files of accounts and domains too.");
            }

            var partition = owner.Partition is "" ? "aws" : owner.Partition;
            yield return new()
            {
                User = user,
                Team = id,
                Partition = partition,
                Account = account,
                Region = region,
                Domain = domainId,
                Profile = assigned is { Profile.Length: > 0 } ? ResourceNames.IdOf(assigned.Profile) : ProfileOf(user, id),
                ExecutionRole = TeamRole.Of(id, placement.ExecutionRole is "" ? team.ExecutionRole : placement.ExecutionRole).Arn(partition, account),
                BrokerRole = owner.BrokerRole,
                VendRole = owner.VendRole,
                ExternalId = owner.ExternalId,
                HasSourceIdentity = domain.SourceIdentity,
            };
        }
    }

    // A name that no other pair has; the control plane makes its own from ids that do not fit.
    static string ProfileOf(string user, string team)
    {
        var plain = $"{user}-{team}";
        var fits = plain.Length <= LongestProfile && plain.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && team.All(char.IsAsciiLetterOrDigit);
        return fits ? plain : $"profile-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(user.Length.ToString(CultureInfo.InvariantCulture) + plain)).AsSpan(0, 10))}";
    }
}
