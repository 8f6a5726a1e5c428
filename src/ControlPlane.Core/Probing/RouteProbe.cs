using System.Collections.Concurrent;
using ControlPlane.Accounts;
using ControlPlane.Audit;
using ControlPlane.Domains;
using ControlPlane.Errors;
using ControlPlane.Profiles;
using ControlPlane.Telemetry;

namespace ControlPlane.Probing;

/// <summary>Tries the way that launches take to every domain, as far as it goes without a person: both roles are assumed anew, and the domain
/// must be in service. Nothing is made, and no URL is asked for.</summary>
/// <param name="accounts">The accounts; suspended ones are left out.</param>
/// <param name="domains">The domains of an account.</param>
/// <param name="roles">The way to the roles, past the sessions that launches keep.</param>
/// <param name="broker">What AWS says of a domain.</param>
/// <param name="audit">Where a way that breaks, or works again, is written.</param>
/// <param name="metrics">The figures.</param>
/// <param name="time">The clock.</param>
public sealed class RouteProbe(
    AccountCatalog accounts, DomainVerifier domains, IRoleProbe roles, IStudioBroker broker, AuditTrail audit, ProbeMetrics metrics, TimeProvider time)
{
    const int PageSize = 200;
    const int AccountsAtOnce = 4;

    // The domains whose way was broken when it was tried last.
    readonly ConcurrentDictionary<DomainName, string> _broken = new();

    /// <summary>Tries every way once.</summary>
    /// <exception cref="RefusedException"><c>STORE_UNAVAILABLE</c>, <c>AUDIT_UNAVAILABLE</c>: the pass is not complete.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        var tried = new ConcurrentBag<DomainName>();
        for (AccountId? after = null; await accounts.ListAsync(after, PageSize, ct) is { Count: > 0 } page; after = page[^1].Id)
        {
            await Parallel.ForEachAsync(
                page.Where(a => a.State is AccountState.Active),
                new ParallelOptions { MaxDegreeOfParallelism = AccountsAtOnce, CancellationToken = ct },
                async (account, token) =>
                {
                    foreach (var domain in (await domains.ReadAsync(account.Id, token)).Where(d => CanBeLaunched(account, d)))
                    {
                        tried.Add(domain.Name);
                        await TryAsync(account, domain.Name, token);
                    }
                });
        }

        metrics.Passed([.. tried]);
        foreach (var gone in _broken.Keys.Except(tried))
        {
            _broken.TryRemove(gone, out _);
        }
    }

    static bool CanBeLaunched(Account account, Domain domain)
        => domain is { State: not DomainState.Suspended, AuthMode: AuthMode.Iam } && account.Regions.Contains(domain.Name.Region);

    async Task TryAsync(Account account, DomainName domain, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        var reason = await FindFaultAsync(account, domain, ct);
        metrics.Tried(domain, reason, time.GetElapsedTime(began));
        if (reason is not null && _broken.GetValueOrDefault(domain) != reason)
        {
            await audit.AppendAsync(EventOf(domain, "failed", reason));
            _broken[domain] = reason;
        }
        else if (reason is null && _broken.ContainsKey(domain))
        {
            await audit.AppendAsync(EventOf(domain, "done", null));
            _broken.TryRemove(domain, out _);
        }
    }

    async Task<string?> FindFaultAsync(Account account, DomainName domain, CancellationToken ct)
    {
        try
        {
            await roles.OpenAsync(account, StudioRole.Broker, domain.Region, ct);
            await roles.OpenAsync(account, StudioRole.Vend, domain.Region, ct);
            return await broker.FindDomainAsync(account, domain, ct) switch
            {
                null => "DOMAIN_NOT_IN_AWS",
                { Status: not "InService" } => "DOMAIN_NOT_IN_SERVICE",
                { AuthMode: AuthMode.Sso } => "DOMAIN_AUTH_MODE_SSO",
                _ => null,
            };
        }
        catch (RefusedException refusal)
        {
            return refusal.Reason;
        }
    }

    AuditEvent EventOf(DomainName domain, string outcome, string? reason) => new()
    {
        Time = time.GetUtcNow(),
        Action = "routes.probe",
        Outcome = outcome,
        Reason = reason,
        Actor = "probe",
        Resource = domain.ToString(),
    };
}
