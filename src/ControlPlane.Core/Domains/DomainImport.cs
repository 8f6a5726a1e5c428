using ControlPlane.Accounts;

namespace ControlPlane.Domains;

/// <summary>What an import of domains found.</summary>
/// <param name="Registered">The domains that were registered, or would have been.</param>
/// <param name="Known">The names of domains that were here already.</param>
/// <param name="Skipped">What was found and not registered.</param>
/// <param name="Labels">The labels of those that were registered.</param>
public sealed record DomainImport(
    IReadOnlyList<Domain> Registered, IReadOnlyList<DomainName> Known, IReadOnlyList<SkippedDomain> Skipped, IReadOnlyDictionary<string, string> Labels);

/// <summary>A domain or Region that was left out.</summary>
/// <param name="Name">The domain's or Region's resource name.</param>
/// <param name="Reason">The reason code.</param>
/// <param name="Message">Why, in a sentence.</param>
public sealed record SkippedDomain(string Name, string Reason, string Message);

/// <summary>An order to find and register domains.</summary>
/// <param name="Account">The account.</param>
/// <param name="Regions">The Regions to look in; all of the account's when empty.</param>
/// <param name="ProfileLimit">The limit of the domains that are registered. 1 or more.</param>
/// <param name="Labels">The labels of the domains that are registered.</param>
/// <param name="ValidateOnly">Whether only to find, and register nothing.</param>
public sealed record ImportOrder(
    AccountId Account, IReadOnlyList<RegionName> Regions, int ProfileLimit, IReadOnlyDictionary<string, string> Labels, bool ValidateOnly);
