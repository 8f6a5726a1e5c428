using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using ControlPlane.Sandbox.Emulator;
using ControlPlane.Server.Tests.Running;
using Npgsql;

namespace ControlPlane.Faults;

/// <summary>The eight things that must never happen, looked for in the store, in emulated AWS, in the logs and in what browsers got.</summary>
static class Rules
{
    /// <summary>Looks for all of them and adds what it finds to the evidence.</summary>
    public static async Task CheckAsync(Cluster cluster, Evidence evidence, CancellationToken ct)
    {
        var documents = await DocumentsAsync(cluster, ct);
        var audit = documents.Where(d => d.Key.StartsWith("audit/events/", StringComparison.Ordinal))
            .Select(d => JsonDocument.Parse(d.Value).RootElement.GetProperty("event")).ToList();
        var presigned = cluster.Emulator.World.Calls.All.Where(c => c is { Operation: "CreatePresignedDomainUrl", Outcome: "ok" or "dropped" }).ToList();
        Entitled(presigned, evidence);
        Audited(audit, evidence);
        await ChainHoldsAsync(cluster, evidence, ct);
        Assigned(documents, cluster.Emulator.World.Profiles, evidence);
        Silent(cluster.Logs, documents, evidence);
        Led(cluster, evidence);
        NothingRemoved(cluster, evidence);
    }

    // 1: a presigned URL for a user without a current entitlement to that team.
    static void Entitled(IEnumerable<RecordedCall> presigned, Evidence evidence)
    {
        foreach (var call in presigned)
        {
            var team = People.AccountOfTeam.Single(t => t.Value == call.Account).Key;
            if (call.SourceIdentity is not { } person || !People.MayOpen(person, team))
            {
                evidence.Broken(1, $"AWS made a URL for {call.SourceIdentity ?? "nobody"} in the account of {team}");
            }
        }
    }

    // 3: a URL issued with no audit event.
    static void Audited(IReadOnlyCollection<JsonElement> audit, Evidence evidence)
    {
        var told = audit
            .Where(e => Text(e, "action") is "signin.launch" && Text(e, "outcome") is "allowed")
            .GroupBy(e => (Text(e, "user") ?? "", Text(e, "team") ?? "")).ToDictionary(g => g.Key, g => g.Count());
        foreach (var (who, launches) in evidence.Launches)
        {
            if (told.GetValueOrDefault(who) is var events && events < launches)
            {
                evidence.Broken(3, $"{launches} URLs of {who.Person} for {who.Team}, {events} audit events");
            }
        }
    }

    static async Task ChainHoldsAsync(Cluster cluster, Evidence evidence, CancellationToken ct)
    {
        using var client = new HttpClient { BaseAddress = cluster.All[0].Address, Timeout = TimeSpan.FromMinutes(1) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", cluster.Idp.CreateAccessToken("admin"));
        using var answer = await client.PostAsJsonAsync("/v1/auditEvents:verify", new { }, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        using var json = JsonDocument.Parse(text);
        if (!answer.IsSuccessStatusCode || !json.RootElement.TryGetProperty("intact", out var intact) || !intact.GetBoolean())
        {
            evidence.Broken(3, $"the audit chain does not verify: {text}");
        }
    }

    // 4: two assignments for one user and team, or a profile shared by two users. 8: a tag that is not the control plane's own.
    static void Assigned(IReadOnlyList<(string Key, string Value)> documents, IReadOnlyList<EmulatedProfile> profiles, Evidence evidence)
    {
        var assignments = documents.Where(d => d.Key.StartsWith("assignments/", StringComparison.Ordinal)).ToList();
        var owners = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in assignments)
        {
            using var json = JsonDocument.Parse(value);
            var profile = json.RootElement.GetProperty("profile").ToString();
            if (!owners.TryAdd(profile, key))
            {
                evidence.Broken(4, $"{profile} is shared by {owners[profile]} and {key}");
            }
        }

        foreach (var twice in profiles.GroupBy(p => (p.Tags.GetValueOrDefault("studiouserid"), p.Tags.GetValueOrDefault("team"))).Where(g => g.Count() > 1))
        {
            evidence.Broken(4, $"{twice.Key} has {twice.Count()} profiles");
        }

        foreach (var profile in profiles)
        {
            var (person, team) = (profile.Tags.GetValueOrDefault("studiouserid"), profile.Tags.GetValueOrDefault("team"));
            if (person is null || team is null || People.AccountOfTeam.GetValueOrDefault(team) != profile.Account || !assignments.Exists(a => a.Key == $"assignments/{person}/{team}"))
            {
                evidence.Broken(8, $"{profile.Name} in {profile.Account} is tagged {person ?? "nobody"}, {team ?? "no team"}");
            }
        }
    }

    // 5: a secret in a log or in the store.
    static void Silent(string logs, IReadOnlyList<(string Key, string Value)> documents, Evidence evidence)
    {
        var written = string.Concat(documents.Where(d => !d.Key.StartsWith("data-protection/", StringComparison.Ordinal)).Select(d => d.Value));
        foreach (var secret in evidence.Secrets.Append(TestWorld.SecretKey).Append(TestWorld.SessionToken))
        {
            if (logs.Contains(secret, StringComparison.Ordinal) || written.Contains(secret, StringComparison.Ordinal))
            {
                evidence.Broken(5, $"a secret that begins with '{secret[..6]}' stands in a log or in the store");
            }
        }
    }

    // 6: a redirect to an address that AWS did not return.
    static void Led(Cluster cluster, Evidence evidence)
    {
        foreach (var location in evidence.Redirects.Where(l => new Uri(l).Authority != cluster.Emulator.Endpoint.Authority))
        {
            evidence.Broken(6, $"a browser was sent to {new Uri(location).Authority}");
        }
    }

    // 7: an object in AWS removed that we did not create. Nothing at all is to be removed here.
    static void NothingRemoved(Cluster cluster, Evidence evidence)
    {
        foreach (var call in cluster.Emulator.World.Calls.All.Where(c => c.Operation.StartsWith("Delete", StringComparison.Ordinal)))
        {
            evidence.Broken(7, $"{call.Operation} by {call.Principal}");
        }
    }

    static async Task<IReadOnlyList<(string Key, string Value)>> DocumentsAsync(Cluster cluster, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(cluster.Database.Connection());
        await using var command = source.CreateCommand("SELECT key, value FROM controlplane.readable");
        await using var row = await command.ExecuteReaderAsync(ct);
        var documents = new List<(string, string)>();
        while (await row.ReadAsync(ct))
        {
            documents.Add((row.GetString(0), row.GetString(1)));
        }

        return documents;
    }

    static string? Text(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;
}
