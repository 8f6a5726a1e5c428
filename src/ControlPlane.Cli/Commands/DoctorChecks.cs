using System.Globalization;
using System.Runtime.CompilerServices;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Output;
using ControlPlane.Client;
using ControlPlane.V1;
using static ControlPlane.Cli.Commands.CheckVerdict;

namespace ControlPlane.Cli.Commands;

/// <summary>The doctor's checks, in an order in which each explains the ones after it.</summary>
static class DoctorChecks
{
    const int AccountsAtOnce = 4;
    static readonly TimeSpan _skewToMention = TimeSpan.FromSeconds(5);

    // SAML responses are judged with this much tolerance unless configured otherwise.
    static readonly TimeSpan _skewThatBreaks = TimeSpan.FromSeconds(60);
    static readonly TimeSpan _certificateSoon = TimeSpan.FromDays(30);

    public static async IAsyncEnumerable<Check> RunAsync(Invocation run, bool accounts, [EnumeratorCancellation] CancellationToken ct)
    {
        // Without a server there is nothing else to see: this one ends the command with its own code.
        var before = run.Host.Time.GetUtcNow();
        var info = await run.Client.Diagnostics.GetServerInfoAsync(new(), cancellationToken: ct);
        var after = run.Host.Time.GetUtcNow();
        yield return new("server", Ok, $"{run.Connection.Address.AbsoluteUri.TrimEnd('/')} is version {info.Version} on {info.Storage}, up since {Texts.Time(info.StartTime)}");
        yield return MiscCommands.Skew(info.Version) is { } skew ? new("version", Warn, skew, "Use the studioctl of the server's version.") : new("version", Ok, $"studioctl is {StudioCtl.Version}");
        yield return Clock(info.ServerTime.ToDateTimeOffset(), before, after);
        yield return Tls(run);
        foreach (var check in (await TryAsync("caller", async () => [Caller(await run.Client.Diagnostics.GetCallerAsync(new(), cancellationToken: ct))]))
            .Concat(await TryAsync("identity providers", async () => Providers(run, await run.Client.Diagnostics.ListIdentityProvidersAsync(new(), cancellationToken: ct))))
            .Concat(await TryAsync("endpoints", async () => Endpoints(await run.Client.Diagnostics.CheckEndpointsAsync(new(), cancellationToken: ct))))
            .Concat(accounts ? await TryAsync("accounts", () => AccountsAsync(run, ct)) : [new Check("accounts", Skip, "left out by --no-accounts")]))
        {
            yield return check;
        }
    }

    /// <summary>A check that cannot be made is a finding, and the others go on.</summary>
    static async Task<IReadOnlyList<Check>> TryAsync(string name, Func<Task<IReadOnlyList<Check>>> check)
    {
        try
        {
            return await check();
        }
        catch (ControlPlaneException e)
        {
            return [new(name, e.Kind is ControlPlaneErrorKind.Denied or ControlPlaneErrorKind.Unimplemented ? Skip : Fail, $"{e.Reason}: {e.Message}", e.Fix ?? "")];
        }
    }

    static Check Clock(DateTimeOffset server, DateTimeOffset before, DateTimeOffset after)
    {
        // The server looked at its clock at some moment in between.
        var skew = server < before ? before - server : server > after ? server - after : TimeSpan.Zero;
        var what = $"the server's clock differs from this one by {Texts.Length(skew)}";
        return skew >= _skewThatBreaks ? new("clock", Fail, what, "Synchronise the clocks by NTP: sign-ins are judged by time.")
            : skew >= _skewToMention ? new("clock", Warn, what, "Synchronise the clocks by NTP.")
            : new("clock", Ok, what);
    }

    static Check Tls(Invocation run)
    {
        if (run.Connection.Address.Scheme is "http")
        {
            return run.Connection.Address.IsLoopback ? new("tls", Warn, "plain HTTP on this machine", "Fine for a demo. Use https elsewhere.")
                : new("tls", Fail, "plain HTTP to another machine", "Use https.");
        }

        if (run.Connection.ServerCertificate is not { } certificate)
        {
            return new("tls", Skip, "the server's certificate was not seen");
        }

        var left = certificate.NotAfter.ToUniversalTime() - run.Host.Time.GetUtcNow().UtcDateTime;
        var what = string.Create(CultureInfo.InvariantCulture, $"{certificate.Subject}, good for {(int)left.TotalDays} days");
        return left < _certificateSoon ? new("tls", Warn, what, "Renew the server's certificate.") : new("tls", Ok, what);
    }

    static Check Caller(Caller caller) => caller.Roles.Count > 0
        ? new("caller", Ok, $"{caller.Name} as {string.Join(", ", caller.Roles)}")
        : new("caller", Warn, $"{caller.Name} has no role", "An administrator of the API grants one.");

    static IReadOnlyList<Check> Providers(Invocation run, ListIdentityProvidersResponse answer) => answer.IdentityProviders.Count == 0
        ? [new("identity providers", Fail, "none is configured", "Nobody can sign in by SAML. Configure one under IdentityProviders.")]
        : [.. answer.IdentityProviders.Select(p => Provider(run, p))];

    static Check Provider(Invocation run, IdentityProvider provider)
    {
        var name = $"identity provider {provider.Name}";
        if (provider.Problem.Length > 0)
        {
            return new(name, Fail, $"{provider.Problem}: {provider.ProblemMessage}", $"Check that its metadata can be read from {provider.MetadataSource}.");
        }

        var last = provider.SigningCertificates.Select(c => c.ExpireTime?.ToDateTimeOffset() ?? DateTimeOffset.MaxValue).DefaultIfEmpty(DateTimeOffset.MaxValue).Max();
        return last - run.Host.Time.GetUtcNow() < _certificateSoon
            ? new(name, Warn, $"its last signing certificate ends on {last:yyyy-MM-dd}", "See that its metadata announces the next one.")
            : new(name, Ok, $"metadata of {provider.EntityId} was read {Texts.Time(provider.RefreshTime)}");
    }

    static IReadOnlyList<Check> Endpoints(CheckEndpointsResponse answer) =>
    [
        .. answer.Endpoints.Select(e => e.Problem.Length > 0
            ? new Check($"endpoint {e.Service} {e.Region}".TrimEnd(), Fail, $"{e.Url}: {e.Problem}", "Check DNS, routes and security groups from the server's network.")
            : new Check($"endpoint {e.Service} {e.Region}".TrimEnd(), Ok, $"{e.Url} in {Texts.Length(e.Elapsed)}{(e.Private ? ", private" : "")}")),
    ];

    static async Task<IReadOnlyList<Check>> AccountsAsync(Invocation run, CancellationToken ct)
    {
        var accounts = new List<Account>();
        await foreach (var account in run.Client.Accounts.ListAsync(ListQuery.All, ct))
        {
            accounts.Add(account);
        }

        var found = new IReadOnlyList<Check>[accounts.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, accounts.Count), new ParallelOptions { MaxDegreeOfParallelism = AccountsAtOnce, CancellationToken = ct }, async (i, token) =>
            found[i] = await TryAsync($"account {Texts.Id(accounts[i].Name)}", () => AccountAsync(run, accounts[i], token)));
        return accounts.Count == 0 ? [new("accounts", Skip, "there is none yet")] : [.. found.SelectMany(f => f)];
    }

    static async Task<IReadOnlyList<Check>> AccountAsync(Invocation run, Account account, CancellationToken ct)
    {
        var begun = await run.Client.AccountCalls.VerifyAccountAsync(new() { Name = account.Name }, cancellationToken: ct);
        var found = (await run.Client.WaitAsync(begun, null, ct)).Response.Unpack<AccountVerification>();
        return
        [
            .. found.Findings.Select(f => new Check(
                $"account {Texts.Id(account.Name)} {f.Check} {f.Region}".TrimEnd(),
                f.Verdict switch
                {
                    AccountVerification.Types.Verdict.Passed => Ok,
                    AccountVerification.Types.Verdict.Warning => Warn,
                    AccountVerification.Types.Verdict.Failed => Fail,
                    _ => Skip,
                },
                f.Reason.Length > 0 ? $"{f.Reason}: {f.Message}" : f.Message,
                f.Fix)),
        ];
    }
}
