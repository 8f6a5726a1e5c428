using ControlPlane.Accounts;

namespace ControlPlane.Discovery;

/// <summary>An order to look at the organization.</summary>
/// <param name="ValidateOnly">Whether only to tell, and change nothing.</param>
public sealed record DiscoverOrder(bool ValidateOnly);

/// <summary>What a look at the organization found.</summary>
/// <param name="Registered">The accounts that were registered, or would have been.</param>
/// <param name="Updated">Discovered accounts whose name or unit was brought in step.</param>
/// <param name="Closed">Accounts of the catalog that AWS has closed or suspended, or that left the organization.</param>
/// <param name="Skipped">What could not be registered or changed, and why.</param>
/// <param name="Known">How many accounts of the organization the catalog has.</param>
/// <param name="Unmatched">How many accounts of the organization no rule fits.</param>
public sealed record AccountDiscovery(
    IReadOnlyList<DiscoveredAccount> Registered, IReadOnlyList<DiscoveredAccount> Updated, IReadOnlyList<ClosedAccount> Closed,
    IReadOnlyList<SkippedAccount> Skipped, int Known, int Unmatched);

/// <summary>An account that fits a rule.</summary>
/// <param name="Account">The account.</param>
/// <param name="DisplayName">Its name in AWS.</param>
/// <param name="Unit">The path of its unit.</param>
public sealed record DiscoveredAccount(AccountId Account, string DisplayName, string Unit);

/// <summary>An account of the catalog that is not to be used any more.</summary>
/// <param name="Account">The account.</param>
/// <param name="Status">AWS's word for its state, or <c>LEFT_ORGANIZATION</c>.</param>
/// <param name="Suspended">Whether it is suspended here now, so that no launch enters it.</param>
public sealed record ClosedAccount(AccountId Account, string Status, bool Suspended);

/// <summary>An account that was left as it is.</summary>
/// <param name="Account">The account.</param>
/// <param name="Reason">The reason code.</param>
/// <param name="Message">Why, in a sentence.</param>
public sealed record SkippedAccount(AccountId Account, string Reason, string Message);
