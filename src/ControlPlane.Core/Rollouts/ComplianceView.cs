using System.Text.Json.Nodes;
using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Errors;
using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Guardrails.Proving;
using ControlPlane.Profiles;
using ControlPlane.Store;

namespace ControlPlane.Rollouts;

/// <summary>Says of each account and domain of the catalog which guardrails hold there, by what AWS has now.</summary>
/// <param name="reader">Looks at the organization.</param>
/// <param name="filled">The guardrails, and the catalog that they are for.</param>
/// <param name="domains">The domains.</param>
/// <param name="broker">Looks at domains.</param>
/// <param name="seen">Since when.</param>
public sealed class ComplianceView(OrganizationReader reader, OrganizationGuardrails filled, DomainCatalog domains, IStudioBroker broker, FirstSeenLog seen)
{
    const string Prefix = "compliance/";

    /// <summary>Every guardrail in every account and domain.</summary>
    /// <exception cref="RefusedException">Those of <see cref="IOrganization"/>.</exception>
    public async Task<IReadOnlyList<ComplianceFinding>> ReadAsync(CancellationToken ct)
    {
        var (known, _, parameters) = await filled.ReadAsync(ct);
        var snapshot = await reader.ReadAsync(known.Select(a => a.Id.ToString()), [], ct);
        var found = known.SelectMany(account => OfAccount(snapshot, account.Id.ToString(), parameters)).ToList();
        for (DomainName? after = null; await domains.ListAsync(null, after, StoreLimits.PageSize, ct) is { Count: > 0 } page; after = page[^1].Name)
        {
            foreach (var domain in page)
            {
                found.AddRange(await OfDomainAsync(domain, known.FirstOrDefault(a => a.Id == domain.Name.Account), parameters, ct));
            }
        }

        var since = await seen.SinceAsync(Prefix, found.ToDictionary(KeyOf, f => $"{f.State}", StringComparer.Ordinal), ct);
        return [.. found.Select(f => f with { Since = since[KeyOf(f)] })];
    }

    static string KeyOf(ComplianceFinding finding) => $"{finding.Account}/{(finding.Domain.Length == 0 ? "-" : DomainName.Parse(finding.Domain).Domain)}/{finding.Guardrail}";

    static IEnumerable<ComplianceFinding> OfAccount(OrganizationSnapshot snapshot, string account, GuardrailParameters parameters)
    {
        var path = snapshot.Tree.PathTo(account);
        var there = path.SelectMany(level => snapshot.On(level).Select(p => (Level: level, Policy: p))).ToList();
        var texts = there.SelectMany(t => GuardrailDocument.TextsOf(snapshot.Contents[t.Policy.Id]).Select(text => (t.Level, t.Policy, Text: text))).ToList();
        foreach (var guardrail in ShippedBook.ControlPolicies)
        {
            var wanted = GuardrailDocument.TextsOf(guardrail, parameters);
            var by = texts.Where(t => wanted.Contains(t.Text)).Select(t => $"'{t.Policy.Name}' on {snapshot.Tree.NameOf(t.Level)}").Distinct().ToList();
            var near = texts.FirstOrDefault(t => SidOf(t.Text).StartsWith(GuardrailDocument.SidPrefix(guardrail.Id), StringComparison.Ordinal)).Policy;
            var (state, message) = path.Count == 0 ? (ComplianceState.Missing, "The account is not in the organization: its service control policies do not reach it.")
                : account == snapshot.Tree.ManagementAccount ? (ComplianceState.Missing, "It is the management account, which service control policies do not reach.")
                : wanted.All(w => texts.Any(t => t.Text == w)) ? (ComplianceState.Holds, $"By {string.Join(" and ", by)}.")
                : near is not null ? (ComplianceState.Changed, $"'{near.Name}' has it with other words: it was changed by hand, or filled with other parameters.")
                : (ComplianceState.Missing, "No policy over the account has it.");
            yield return new(account, "", guardrail.Id, state, message, default);
        }
    }

    static string SidOf(string statement) => (string?)JsonNode.Parse(statement)?["Sid"] ?? "";

    async Task<IReadOnlyList<ComplianceFinding>> OfDomainAsync(Domain domain, Account? account, GuardrailParameters parameters, CancellationToken ct)
    {
        try
        {
            return account is not null && await broker.FindDomainAsync(account, domain.Name, ct) is { } observed
                ? [Network(observed), Encryption(observed, parameters), Identity(observed)]
                : Unknown("There is no such domain in AWS, or its account is not in the catalog.");
        }
        catch (RefusedException refused)
        {
            return Unknown(refused.Message);
        }

        IReadOnlyList<ComplianceFinding> Unknown(string why)
            => [.. ((string[])["domain-lockdown", "encrypt-domain", "source-identity"]).Select(g => Of(domain.Name, g, ComplianceState.Unknown, why))];
    }

    static ComplianceFinding Network(ObservedDomain domain) => domain.NetworkAccess == "VpcOnly"
        ? Of(domain.Name, "domain-lockdown", ComplianceState.Holds, "Its network access is VpcOnly.")
        : Of(domain.Name, "domain-lockdown", ComplianceState.Missing, $"Its network access is {domain.NetworkAccess}: notebooks reach the internet past the VPC.");

    static ComplianceFinding Encryption(ObservedDomain domain, GuardrailParameters parameters) => domain.KmsKey is null
        ? Of(domain.Name, "encrypt-domain", ComplianceState.Missing, "Its volume is encrypted with AWS's key and not with one of yours.")
        : parameters.Covers("kms-keys", domain.KmsKey)
            ? Of(domain.Name, "encrypt-domain", ComplianceState.Holds, $"Its volume is encrypted with {domain.KmsKey}.")
            : Of(domain.Name, "encrypt-domain", ComplianceState.Changed, $"Its volume is encrypted with {domain.KmsKey}, which is none of kms-keys.");

    static ComplianceFinding Identity(ObservedDomain domain) => domain.SourceIdentity
        ? Of(domain.Name, "source-identity", ComplianceState.Holds, "It hands the profile's name on as source identity.")
        : Of(domain.Name, "source-identity", ComplianceState.Missing, "It hands no source identity on: owners of things cannot be told apart.");

    static ComplianceFinding Of(DomainName domain, string guardrail, ComplianceState state, string message)
        => new(domain.Account.ToString(), domain.ToString(), guardrail, state, message, default);
}
