using ControlPlane.Accounts;
using ControlPlane.Errors;

namespace ControlPlane.Domains;

/// <summary>What is refused about domains.</summary>
static class DomainErrors
{
    public static RefusedException RegionNotEnabled(AccountId account, RegionName region) => new(
        RefusalKind.Precondition, "REGION_NOT_ENABLED", $"The catalog does not enable {region} for account {account}.")
    {
        Metadata = new Dictionary<string, string> { ["account"] = account.ToString(), ["region"] = region.ToString() },
        Fix = "An operator adds the Region to the account.",
    };

    public static RefusedException TooMany(DomainName name, int most) => new(
        RefusalKind.Precondition, "LISTING_TOO_LONG", $"AWS lists more than {most} things in '{name}': they were not counted.")
    {
        Metadata = new Dictionary<string, string> { ["name"] = name.ToString(), ["most"] = $"{most}" },
    };
}
