using System.Diagnostics;
using System.Text.Json.Nodes;
using ControlPlane.Client;
using ControlPlane.V1;

namespace ControlPlane.Conformance;

/// <summary>Carries out one step by the client's own means.</summary>
sealed class Run(Host host, JsonObject step)
{
    int _retries;
    string _retryReason = "";

    /// <summary>What came out, as the scenario's expectations name it.</summary>
    public async Task<JsonObject> OutcomeAsync()
    {
        var tokens = new HostTokens(host, Text("as"), (string?)step["firstToken"], (string?)step["everyToken"]);
        var options = new ControlPlaneClientOptions { Address = host.Grpc, Credentials = tokens, OnRetry = Retried };
        using var client = new ControlPlaneClient(step["deadlineMs"] is { } ms ? options with { Deadline = TimeSpan.FromMilliseconds((int)ms) } : options);
        var begun = Stopwatch.GetTimestamp();
        JsonObject outcome;
        try
        {
            outcome = await CallAsync(client);
        }
        catch (ControlPlaneException e)
        {
            outcome = new() { ["refused"] = Refused(e) };
        }

        outcome.TryAdd("ms", Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        outcome["tokens"] = tokens.Asked;
        outcome["retries"] = _retries;
        outcome["retryReason"] = _retryReason;
        return outcome;
    }

    void Retried(ControlPlaneException error, TimeSpan pause)
    {
        _retries++;
        _retryReason = error.Reason;
    }

    Task<JsonObject> CallAsync(ControlPlaneClient client) => Text("call") switch
    {
        "caller" => CallerAsync(client),
        "targets" => TargetsAsync(client),
        "launch" => LaunchAsync(client),
        "getTeam" => GetTeamAsync(client),
        "createTeam" => CreateTeamAsync(client),
        "listGroups" => ListGroupsAsync(client),
        "watchGroups" => WatchGroupsAsync(client),
        "cancelWatch" => CancelWatchAsync(client),
        "verifyAccount" => VerifyAccountAsync(client),
        "cancelVerification" => CancelVerificationAsync(client),
        var unknown => throw new InvalidOperationException($"No runner knows the call {unknown}."),
    };

    static async Task<JsonObject> CallerAsync(ControlPlaneClient client)
    {
        var caller = await client.Diagnostics.GetCallerAsync(new());
        return new() { ["user"] = caller.User, ["method"] = caller.Method };
    }

    static async Task<JsonObject> TargetsAsync(ControlPlaneClient client)
    {
        var names = new JsonArray();
        await foreach (var target in client.LaunchTargetsAsync(UserName.Me, CancellationToken.None))
        {
            names.Add(target.Name);
        }

        return new() { ["names"] = names };
    }

    async Task<JsonObject> LaunchAsync(ControlPlaneClient client)
    {
        var launch = await client.Access.CreateLaunchAsync(new() { Parent = new UserTeamName("me", Text("team")) });
        return new() { ["url"] = launch.Url, ["signIn"] = launch.SignIn };
    }

    async Task<JsonObject> GetTeamAsync(ControlPlaneClient client)
        => new() { ["name"] = (await client.Teams.GetAsync(Text("name"), CancellationToken.None)).Name };

    async Task<JsonObject> CreateTeamAsync(ControlPlaneClient client)
        => new() { ["name"] = (await client.Teams.CreateAsync("", new() { Name = Text("name") }, WriteOptions.Default, CancellationToken.None)).Name };

    async Task<JsonObject> ListGroupsAsync(ControlPlaneClient client)
    {
        var names = new List<string>();
        await foreach (var group in client.Groups.ListAsync(new() { Filter = Text("filter"), PageSize = (int)step["pageSize"]! }, CancellationToken.None))
        {
            names.Add(group.Name);
        }

        return new() { ["count"] = names.Count, ["distinct"] = names.Distinct().Count(), ["first"] = names.FirstOrDefault(), ["last"] = names.LastOrDefault() };
    }

    async Task<JsonObject> WatchGroupsAsync(ControlPlaneClient client)
    {
        var (before, created, restarted, isPrepared) = (0, 0, 0, false);
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await foreach (var change in client.Groups.WatchAsync(new() { Filter = Text("filter") }, "", late.Token))
        {
            switch (change.Kind)
            {
                case ChangeKind.Restarted:
                    restarted++;
                    break;
                case ChangeKind.Bookmark when created > 0:
                    return new() { ["before"] = before, ["created"] = created, ["restarted"] = restarted };
                case ChangeKind.Bookmark when !isPrepared:
                    isPrepared = true;
                    await host.AskAsync(HttpMethod.Post, $"/{Text("afterBookmark")}", null);
                    await client.Groups.CreateAsync("", new() { Name = Text("thenCreate"), DisplayName = "Conformance" }, WriteOptions.Default, late.Token);
                    break;
                case ChangeKind.Bookmark:
                    break;
                default:
                    before += isPrepared ? 0 : 1;
                    created += isPrepared && change.Kind is ChangeKind.Added && change.Resource!.Name == Text("thenCreate") ? 1 : 0;
                    break;
            }
        }

        throw new InvalidOperationException("The watch ended by itself.");
    }

    static async Task<JsonObject> CancelWatchAsync(ControlPlaneClient client)
    {
        using var stop = new CancellationTokenSource();
        long? begun = null;
        try
        {
            await foreach (var change in client.Groups.WatchAsync(ListQuery.All, "", stop.Token))
            {
                if (change.Kind is ChangeKind.Bookmark && begun is null)
                {
                    begun = Stopwatch.GetTimestamp();
                    await stop.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException) when (begun is not null)
        {
            return new() { ["cancelled"] = true, ["ms"] = Stopwatch.GetElapsedTime(begun.Value).TotalMilliseconds };
        }

        return new() { ["cancelled"] = false };
    }

    static async Task<JsonObject> VerifyAccountAsync(ControlPlaneClient client)
    {
        var progress = new Counter();
        var operation = await client.WaitAsync(await VerificationAsync(client), progress, CancellationToken.None);
        return new() { ["done"] = operation.Done, ["progress"] = progress.Count };
    }

    static async Task<JsonObject> CancelVerificationAsync(ControlPlaneClient client)
    {
        var operation = await VerificationAsync(client);
        await client.OperationCalls.CancelOperationAsync(new() { Name = operation.Name });
        operation = await client.WaitAsync(operation, null, CancellationToken.None);
        return new() { ["done"] = operation.Done };
    }

    static async Task<Operation> VerificationAsync(ControlPlaneClient client)
    {
        await foreach (var account in client.Accounts.ListAsync(new() { PageSize = 1 }, CancellationToken.None))
        {
            return await client.AccountCalls.VerifyAccountAsync(new() { Name = account.Name });
        }

        throw new InvalidOperationException("The demo has no account.");
    }

    static JsonObject Refused(ControlPlaneException e) => new()
    {
        ["kind"] = string.Concat(e.Kind.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}")),
        ["reason"] = e.Reason,
        ["message"] = e.Message,
        ["fix"] = e.Fix,
        ["metadata"] = new JsonObject(e.Metadata.Select(m => KeyValuePair.Create<string, JsonNode?>(m.Key, m.Value))),
        ["violations"] = new JsonArray([.. e.Violations.Select(v => JsonValue.Create(v.Field))]),
    };

    string Text(string name) => (string?)step[name] ?? throw new InvalidOperationException($"The step has no {name}.");

    sealed class Counter : IProgress<Operation>
    {
        public int Count { get; private set; }

        public void Report(Operation value) => Count++;
    }
}
