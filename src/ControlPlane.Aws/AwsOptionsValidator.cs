using System.Text.RegularExpressions;
using ControlPlane.Aws.Calls;
using ControlPlane.Domains;
using Microsoft.Extensions.Options;

namespace ControlPlane.Aws;

/// <summary>Names everything that is wrong with the section <c>Aws</c>.</summary>
sealed partial class AwsOptionsValidator : IValidateOptions<AwsOptions>
{
    public ValidateOptionsResult Validate(string? name, AwsOptions options)
    {
        var wrong = Wrong(options).ToList();
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    static IEnumerable<string> Wrong(AwsOptions o) =>
    [
        .. Endpoint("Sts", o.Endpoints.Sts),
        .. Endpoint("Iam", o.Endpoints.Iam),
        .. Endpoint("SageMaker", o.Endpoints.SageMaker),
        .. Endpoint("Organizations", o.Endpoints.Organizations),
        .. Unless(o.Organization.RoleArn is null || Role().IsMatch(o.Organization.RoleArn), $"Aws:Organization:RoleArn '{o.Organization.RoleArn}' is not the ARN of a role."),
        .. Unless(o.StsRegion is null || RegionName.TryParse(o.StsRegion, null, out _), $"Aws:StsRegion '{o.StsRegion}' is not a Region."),
        .. Unless(Prefix().IsMatch(o.SessionNamePrefix), "Aws:SessionNamePrefix takes 2 to 40 characters of [A-Za-z0-9_+=,.@-]."),
        .. Between("BrokerSession", o.BrokerSession, TimeSpan.FromMinutes(15), TimeSpan.FromHours(1)),
        .. Between("BrokerRenewal", o.BrokerRenewal, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10)),
        .. Between("VendSession", o.VendSession, TimeSpan.FromMinutes(15), TimeSpan.FromHours(1)),
        .. Between("SessionMargin", o.SessionMargin, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5)),
        .. Between("RefusalHold", o.RefusalHold, TimeSpan.Zero, TimeSpan.FromMinutes(10)),
        .. Between("AttemptTimeout", o.AttemptTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
        .. Between("RetryBudget", o.RetryBudget, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5)),
        .. Between("NewProfilePatience", o.NewProfilePatience, TimeSpan.Zero, TimeSpan.FromMinutes(1)),
        .. Unless(o.VendSessionsKept is >= 0 and <= 1_000_000, "Aws:VendSessionsKept takes 0 to 1,000,000."),
        .. Unless(o.MaxAttempts is >= 1 and <= 10, "Aws:MaxAttempts takes 1 to 10."),
        .. o.RateLimits.SelectMany(limit => Rate(limit.Key, limit.Value)),
    ];

    static IEnumerable<string> Endpoint(string service, string? address) => Unless(
        AwsEndpoints.IsUsable(address),
        $"Aws:Endpoints:{service} '{address}' is not an absolute https address (http is taken for loopback alone).");

    static IEnumerable<string> Between(string name, TimeSpan value, TimeSpan least, TimeSpan most)
        => Unless(value >= least && value <= most, $"Aws:{name} takes {least:c} to {most:c}, not {value:c}.");

    static IEnumerable<string> Rate(string name, CallRate rate) =>
    [
        .. Unless(Operation().IsMatch(name), $"Aws:RateLimits:{name} is not named Service.Operation or Service.*"),
        .. Unless(rate.PerSecond > 0 && rate.Burst >= 1, $"Aws:RateLimits:{name} needs PerSecond over 0 and Burst of 1 or more."),
    ];

    static IEnumerable<string> Unless(bool holds, string message) => holds ? [] : [message];

    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@-]{2,40}\z")]
    private static partial Regex Prefix();

    [GeneratedRegex(@"^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+\z")]
    private static partial Regex Role();

    [GeneratedRegex(@"^[A-Za-z]+\.([A-Za-z]+|\*)\z")]
    private static partial Regex Operation();
}
