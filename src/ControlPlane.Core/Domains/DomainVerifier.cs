using ControlPlane.Accounts;
using ControlPlane.Errors;
using ControlPlane.Profiles;

namespace ControlPlane.Domains;

/// <summary>Holds the domains that AWS has against those of the catalog.</summary>
/// <param name="catalog">The domains of the catalog.</param>
/// <param name="inventory">What AWS lists.</param>
/// <param name="broker">What AWS describes.</param>
public sealed class DomainVerifier(DomainCatalog catalog, IStudioInventory inventory, IStudioBroker broker)
{
    const string Check = "domains";
    const string CheckOfOne = "domain";
    const int PageSize = 200;

    /// <summary>The findings of one Region.</summary>
    internal async Task<IReadOnlyList<VerificationFinding>> VerifyAsync(Account account, RegionName region, CancellationToken ct)
    {
        try
        {
            var listed = await inventory.ListDomainsAsync(account, region, ct);
            var known = (await ReadAsync(account.Id, ct)).Where(d => d.Name.Region == region).ToList();
            List<VerificationFinding> findings =
            [
                new(
                    Check, VerificationVerdict.Passed, $"AWS lists {listed.Count} domains in {region}; the catalog has {known.Count}.",
                    Region: region.ToString()),
            ];
            foreach (var domain in known)
            {
                findings.Add(await CompareAsync(account, domain, ct));
            }

            findings.AddRange(listed.Where(l => known.All(d => d.Name != l.Name)).Select(Unknown));
            return findings;
        }
        catch (RefusedException refusal)
        {
            return [AccountVerifier.Failed(Check, refusal, region)];
        }
    }

    /// <summary>Domains of the catalog in Regions that the account does not enable.</summary>
    internal async Task<IReadOnlyList<VerificationFinding>> FindStrayAsync(Account account, CancellationToken ct)
        => [.. (await ReadAsync(account.Id, ct)).Where(d => !account.Regions.Contains(d.Name.Region)).Select(d => new VerificationFinding(
            CheckOfOne, VerificationVerdict.Warning, $"'{d.Name}' is in a Region that the account does not enable here: nobody can launch it.",
            "REGION_NOT_ENABLED", "Operator of the control plane: add the Region to the account, or delete the domain from the catalog.",
            d.Name.Region.ToString()))];

    /// <summary>All domains of the catalog in an account.</summary>
    internal async Task<IReadOnlyList<Domain>> ReadAsync(AccountId account, CancellationToken ct)
    {
        var all = new List<Domain>();
        while (await catalog.ListAsync(account, all.Count > 0 ? all[^1].Name : null, PageSize, ct) is { Count: > 0 } page)
        {
            all.AddRange(page);
        }

        return all;
    }

    async Task<VerificationFinding> CompareAsync(Account account, Domain domain, CancellationToken ct)
    {
        var name = domain.Name;
        try
        {
            return await broker.FindDomainAsync(account, name, ct) switch
            {
                null => Failed(name, "DOMAIN_NOT_IN_AWS", $"AWS has no domain '{name}'.", "correct or delete the domain in the catalog."),
                { Status: not "InService" } seen => Failed(
                    name, "DOMAIN_NOT_IN_SERVICE", $"'{name}' is {seen.Status}: nobody can launch it.", "wait, or look at the domain in the SageMaker console."),
                { AuthMode: AuthMode.Sso } => Failed(
                    name, "DOMAIN_AUTH_MODE_SSO", $"People sign in to '{name}' by IAM Identity Center, where AWS refuses presigned URLs.",
                    "use a domain with the authentication mode IAM; the mode of a domain cannot be changed."),
                { AuthMode: AuthMode.Iam } when domain.AuthMode is AuthMode.Sso => Warning(
                    name, "DOMAIN_DIFFERS", $"'{name}' has the authentication mode IAM, and the catalog says SSO.", "set the domain's auth_mode to IAM."),
                { SourceIdentity: var has } when has != domain.SourceIdentity => Warning(
                    name, "DOMAIN_DIFFERS", $"'{name}' {(has ? "hands" : "does not hand")} the profile's name on as source identity, and the catalog says otherwise.",
                    "set the domain's source_identity to what AWS has, or change the domain."),
                _ => new(CheckOfOne, VerificationVerdict.Passed, $"'{name}' is in service and as the catalog says.", Region: name.Region.ToString()),
            };
        }
        catch (RefusedException refusal)
        {
            return AccountVerifier.Failed(CheckOfOne, refusal, name.Region);
        }
    }

    static VerificationFinding Unknown(ListedDomain listed) => Warning(
        listed.Name, "DOMAIN_NOT_REGISTERED", $"AWS has the domain '{listed.Name}' ({listed.DisplayName}, {listed.Status}), and the catalog does not.",
        "import the account's domains if it is to be used.");

    static VerificationFinding Failed(DomainName name, string reason, string message, string fix)
        => new(CheckOfOne, VerificationVerdict.Failed, message, reason, $"Operator of the control plane: {fix}", name.Region.ToString());

    static VerificationFinding Warning(DomainName name, string reason, string message, string fix)
        => new(CheckOfOne, VerificationVerdict.Warning, message, reason, $"Operator of the control plane: {fix}", name.Region.ToString());
}
