using ControlPlane.Catalog;
using ControlPlane.Domains;
using ControlPlane.Errors;
using ControlPlane.Operations;

namespace ControlPlane.Accounts;

/// <summary>Tries an account the way launches use it and says what does not hold, and what to do about it. A check that fails ends nothing
/// but the checks that need it.</summary>
/// <param name="accounts">The accounts.</param>
/// <param name="roles">The way to the roles.</param>
/// <param name="domains">Verifies what is in a Region.</param>
/// <param name="time">The clock.</param>
public sealed class AccountVerifier(AccountCatalog accounts, IRoleProbe roles, DomainVerifier domains, TimeProvider time)
    : OperationKind<VerifyOrder, AccountVerification>(KindName, OperationJson.Readable.VerifyOrder, OperationJson.Readable.AccountVerification)
{
    /// <summary>The kind's name.</summary>
    public const string KindName = "accounts.verify";

    // The roles, their external ids, and what the vend role may do.
    const int ChecksOfRoles = 5;

    /// <summary>An order to verify an account.</summary>
    /// <exception cref="RefusedException"><c>RESOURCE_NOT_FOUND</c>.</exception>
    public async Task<OperationOrder> OrderAsync(AccountId account, CancellationToken ct)
        => await accounts.FindAsync(account, ct) is null ? throw ResourceErrors.NotFound($"accounts/{account}") : Order($"accounts/{account}", new(account));

    /// <inheritdoc/>
    protected override async Task<AccountVerification> WorkAsync(OperationRun run, VerifyOrder order)
    {
        var account = await accounts.FindAsync(order.Account, CancellationToken.None) ?? throw ResourceErrors.NotFound($"accounts/{order.Account}");
        run.Expect(ChecksOfRoles + account.Regions.Count);
        var findings = new List<VerificationFinding>();
        if (account.State is not AccountState.Active)
        {
            findings.Add(new(
                "account", VerificationVerdict.Warning, "The account is suspended: no launch enters it.", "ACCOUNT_SUSPENDED",
                "Operator of the control plane: set the account's state to active when it may be used."));
        }

        var region = account.Regions[0];
        var broker = await OpenAsync(run, findings, account, StudioRole.Broker, region);
        await TryExternalIdsAsync(run, findings, account, StudioRole.Broker, region, broker);
        var vend = await OpenAsync(run, findings, account, StudioRole.Vend, region);
        await TryExternalIdsAsync(run, findings, account, StudioRole.Vend, region, vend);
        findings.Add(await run.StepAsync(
            "Trying what the vend role may do besides vending.", ct => vend ? VendRoleAsync(account, region, ct) : Skipped("vend-role-permissions", "vend-role")));
        foreach (var each in account.Regions)
        {
            findings.AddRange(await run.StepAsync($"Comparing the domains in {each} with the catalog.", async ct => broker
                ? await domains.VerifyAsync(account, each, ct)
                : [(await Skipped("domains", "broker-role")) with { Region = each.ToString() }]));
        }

        findings.AddRange(await domains.FindStrayAsync(account, CancellationToken.None));
        return new(account.Id, findings, time.GetUtcNow());
    }

    async Task<bool> OpenAsync(OperationRun run, List<VerificationFinding> findings, Account account, StudioRole role, RegionName region)
    {
        var finding = await run.StepAsync($"Assuming the {NameOf(role)} role.", async ct =>
        {
            try
            {
                await roles.OpenAsync(account, role, region, ct);
                return new VerificationFinding($"{NameOf(role)}-role", VerificationVerdict.Passed, $"'{ArnOf(account, role)}' can be assumed.");
            }
            catch (RefusedException refusal)
            {
                return Failed($"{NameOf(role)}-role", refusal);
            }
        });
        findings.Add(finding);
        return finding.Verdict is VerificationVerdict.Passed;
    }

    async Task TryExternalIdsAsync(
        OperationRun run, List<VerificationFinding> findings, Account account, StudioRole role, RegionName region, bool isOpen)
    {
        var check = $"{NameOf(role)}-role-external-id";
        findings.Add(await run.StepAsync(
            $"Assuming the {NameOf(role)} role with a wrong external id, which must be refused.",
            // A role that refuses everybody also refuses a wrong external id: that would prove nothing.
            ct => isOpen ? ExternalIdAsync(check, account, role, region, ct) : Skipped(check, $"{NameOf(role)}-role")));
    }

    async Task<VerificationFinding> ExternalIdAsync(string check, Account account, StudioRole role, RegionName region, CancellationToken ct)
    {
        try
        {
            var wrong = $"not-{Guid.CreateVersion7(time.GetUtcNow()):N}";
            var opened = await roles.CanOpenWithAsync(account, role, region, wrong, ct) ? "a wrong external id"
                : await roles.CanOpenWithAsync(account, role, region, null, ct) ? "no external id"
                : null;
            return opened is null
                ? new(check, VerificationVerdict.Passed, "A wrong external id is refused, and so is none.")
                : new(
                    check, VerificationVerdict.Failed, $"'{ArnOf(account, role)}' can be assumed with {opened}: somebody else's control plane could be led into this account.",
                    "EXTERNAL_ID_NOT_DEMANDED",
                    "Operator of the account: add to the statement of the role's trust policy that allows sts:AssumeRole: "
                    + "\"Condition\": {\"StringEquals\": {\"sts:ExternalId\": \"" + account.ExternalId + "\"}}"
                    + "; no other statement may allow sts:AssumeRole to the control plane.");
        }
        catch (RefusedException refusal)
        {
            return Failed(check, refusal);
        }
    }

    async Task<VerificationFinding> VendRoleAsync(Account account, RegionName region, CancellationToken ct)
    {
        const string check = "vend-role-permissions";
        try
        {
            return await roles.CanVendRoleListDomainsAsync(account, region, ct)
                ? new(
                    check, VerificationVerdict.Warning,
                    "The vend role's own policy allows more than vending: sagemaker:ListDomains was tried. Launches are held back by their session policy alone.",
                    "VEND_ROLE_TOO_WIDE",
                    "Operator of the account: let the vend role's policy allow sagemaker:CreatePresignedDomainUrl only, on profiles whose tag studiouserid is the session's.")
                : new(check, VerificationVerdict.Passed, "The vend role's own policy does not let it list domains.");
        }
        catch (RefusedException refusal)
        {
            return Failed(check, refusal);
        }
    }

    internal static VerificationFinding Failed(string check, RefusedException refusal, RegionName? region = null)
        => new(check, VerificationVerdict.Failed, refusal.Message, refusal.Reason, refusal.Fix, region?.ToString());

    static Task<VerificationFinding> Skipped(string check, string because)
        => Task.FromResult(new VerificationFinding(check, VerificationVerdict.Skipped, $"Not tried, because '{because}' failed."));

    static string NameOf(StudioRole role) => role is StudioRole.Broker ? "broker" : "vend";

    static string ArnOf(Account account, StudioRole role) => role is StudioRole.Broker ? account.BrokerRole : account.VendRole;
}
