using System.ComponentModel.DataAnnotations;
using ControlPlane.Accounts;
using ControlPlane.Domains;
using Microsoft.Extensions.Options;

namespace ControlPlane.Discovery;

/// <summary>Which accounts of the organization are registered by themselves: section <c>Discovery</c>. Live data of AWS Organizations is
/// authoritative: rules only add what AWS does not know, such as roles and Regions.</summary>
public sealed class DiscoveryOptions
{
    /// <summary>The rules; the first that fits an account counts. None unless set: then nothing is discovered.</summary>
    public IList<DiscoveryRule> Rules { get; } = [];

    /// <summary>How often one of the replicas looks at the organization: 5 minutes to 7 days. Never unless set: then accounts are discovered
    /// when somebody asks.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "7.00:00:00")]
    public TimeSpan? Interval { get; set; }

    /// <summary>Whether an account that AWS has closed or suspended, or a discovered account that left the organization, is suspended here as
    /// well, so that nobody is sent there. True unless set. An operator lifts the suspension.</summary>
    public bool SuspendClosed { get; set; } = true;
}

/// <summary>Which accounts are registered, and with what.</summary>
public sealed class DiscoveryRule
{
    /// <summary>A unit of the organization, by its id (<c>ou-...</c>) or its path of names from the root, such as <c>/Studio/Prod</c>; it stands
    /// for every account in it, at any depth. <c>/</c> is the whole organization. Any unit unless set.</summary>
    public string? Unit { get; set; }

    /// <summary>A tag that the account carries in the organization: <c>key</c> or <c>key=value</c>. None unless set. A rule with a unit and a tag
    /// wants both.</summary>
    public string? Tag { get; set; }

    /// <summary>The Regions that may be used. At least one.</summary>
    public IList<string> Regions { get; } = [];

    /// <summary>The name of the broker role, with its path; <c>studio-gateway/StudioGatewayBroker</c> unless set.</summary>
    public string BrokerRole { get; set; } = "studio-gateway/StudioGatewayBroker";

    /// <summary>The name of the vend role, with its path; <c>studio-gateway/StudioGatewayVend</c> unless set.</summary>
    public string VendRole { get; set; } = "studio-gateway/StudioGatewayVend";

    /// <summary>The external id that both roles demand; <c>{account}</c> in it becomes the account's id. 2 to 1224 characters. Required.</summary>
    public string ExternalId { get; set; } = "";

    /// <summary>The partition of the accounts: <c>aws</c> unless set.</summary>
    public string Partition { get; set; } = "aws";

    /// <summary>The kind of account, such as <c>prod</c>; none unless set.</summary>
    public string Environment { get; set; } = "";

    /// <summary>Labels of the accounts that are registered.</summary>
    public IDictionary<string, string> Labels { get; } = new Dictionary<string, string>();

    internal Account Register(MemberAccount member) => new()
    {
        Id = member.Id,
        Partition = Partition,
        Alias = member.Name,
        Environment = Environment,
        Regions = [.. Regions.Select(r => RegionName.Parse(r))],
        BrokerRole = $"arn:{Partition}:iam::{member.Id}:role/{BrokerRole.TrimStart('/')}",
        VendRole = $"arn:{Partition}:iam::{member.Id}:role/{VendRole.TrimStart('/')}",
        ExternalId = ExternalId.Replace("{account}", $"{member.Id}", StringComparison.Ordinal),
    };

    internal bool Fits(MemberAccount member)
        => (Unit is null || member.IsIn(Unit))
            && (Tag?.Split('=', 2) is not { } tag || (member.Tags.TryGetValue(tag[0], out var value) && (tag.Length == 1 || tag[1] == value)));
}

/// <summary>Checks <see cref="DiscoveryOptions"/> at start.</summary>
[OptionsValidator]
public sealed partial class DiscoveryOptionsValidator : IValidateOptions<DiscoveryOptions>;

/// <summary>Checks the rules of <see cref="DiscoveryOptions"/> at start.</summary>
public sealed class DiscoveryRulesValidator : IValidateOptions<DiscoveryOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, DiscoveryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> wrong = [.. options.Rules.SelectMany((rule, i) => WrongIn(rule).Select(what => $"Discovery:Rules:{i}: {what}"))];
        return wrong.Count > 0 ? ValidateOptionsResult.Fail(wrong) : ValidateOptionsResult.Success;
    }

    static IEnumerable<string> WrongIn(DiscoveryRule rule)
    {
        if (rule.Unit is null && rule.Tag is null)
        {
            yield return "it needs a Unit or a Tag; a Unit of '/' is the whole organization.";
        }

        if (rule.Unit is { } unit && !unit.StartsWith('/') && !unit.StartsWith("ou-", StringComparison.Ordinal) && !unit.StartsWith("r-", StringComparison.Ordinal))
        {
            yield return $"the Unit '{unit}' is no id (ou-..., r-...) and no path (/Studio/Prod).";
        }

        if (rule.Tag is "" or ['=', ..])
        {
            yield return "the Tag needs a key.";
        }

        if (rule.Regions.Count == 0)
        {
            yield return "it needs at least one of Regions.";
        }

        foreach (var region in rule.Regions.Where(r => !RegionName.TryParse(r, null, out _)))
        {
            yield return $"'{region}' is no Region.";
        }

        if (rule.ExternalId.Length < 2)
        {
            yield return "it needs an ExternalId that the roles' trust policies demand.";
        }
    }
}
