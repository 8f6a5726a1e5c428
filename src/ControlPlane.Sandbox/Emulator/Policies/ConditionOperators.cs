using System.Globalization;
using System.Net;

namespace ControlPlane.Sandbox.Emulator.Policies;

/// <summary>The comparisons behind the condition operators, each in its positive form.</summary>
static class ConditionOperators
{
    static readonly Dictionary<string, Func<Glob, string, bool>> Operators = new(StringComparer.Ordinal)
    {
        ["StringEquals"] = (p, v) => p.Literal == v,
        ["StringEqualsIgnoreCase"] = (p, v) => p.Literal.Equals(v, StringComparison.OrdinalIgnoreCase),
        ["StringLike"] = (p, v) => p.Matches(v, false),
        ["ArnEquals"] = (p, v) => p.MatchesArn(v),
        ["ArnLike"] = (p, v) => p.MatchesArn(v),
        ["Bool"] = (p, v) => p.Literal.Equals(v, StringComparison.OrdinalIgnoreCase),
        ["NumericEquals"] = (p, v) => Number(v) == Number(p.Literal),
        ["NumericLessThan"] = (p, v) => Number(v) < Number(p.Literal),
        ["NumericLessThanEquals"] = (p, v) => Number(v) <= Number(p.Literal),
        ["NumericGreaterThan"] = (p, v) => Number(v) > Number(p.Literal),
        ["NumericGreaterThanEquals"] = (p, v) => Number(v) >= Number(p.Literal),
        ["DateLessThan"] = (p, v) => Date(v) < Date(p.Literal),
        ["DateGreaterThan"] = (p, v) => Date(v) > Date(p.Literal),
        ["IpAddress"] = (p, v) => IPAddress.TryParse(v, out var address) && Network(p.Literal).Contains(address),
    };

    /// <summary>True for an operator that is evaluated here, named without set prefix, Not and IfExists.</summary>
    public static bool Known(string name) => Operators.ContainsKey(name);

    /// <summary>True when the value matches the pattern.</summary>
    public static bool Match(string name, Glob pattern, string value) => Operators[name](pattern, value);

    // Text that is no number compares false with everything, as NaN does.
    static double Number(string text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    static DateTimeOffset? Date(string text)
        => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    static IPNetwork Network(string text)
        => IPNetwork.TryParse(text, out var network) ? network
            : IPAddress.TryParse(text, out var single) ? new(single, single.GetAddressBytes().Length * 8)
            : default;
}
