using ControlPlane.Guardrails.Evaluation;

namespace ControlPlane.Guardrails.Policies;

/// <summary>A principal that a policy names.</summary>
public sealed record NamedPrincipal
{
    readonly string _identity;

    internal NamedPrincipal(string type, string value)
    {
        (Type, Value) = (type, value);
        // An account is named by its number or by the ARN of its root.
        _identity = type is "AWS" && value.Length == 12 && value.All(char.IsAsciiDigit) ? AccountIdentity(value)
            : type is "AWS" && value.EndsWith(":root", StringComparison.Ordinal) && value.Split(':') is [_, _, "iam", "", var account, "root"] ? AccountIdentity(account)
            : value;
    }

    /// <summary><c>AWS</c>, <c>Service</c>, <c>Federated</c> or <c>CanonicalUser</c>.</summary>
    public string Type { get; }

    /// <summary>Its ARN, account, host name of a service, or <c>*</c>.</summary>
    public string Value { get; }

    /// <summary>Whether everybody is named, also who is not signed in.</summary>
    public bool IsEveryone => Value is "*" && Type is "AWS";

    internal static string AccountIdentity(string account) => $"account {account}";

    internal bool Names(string identity) => _identity == identity;

    internal Grant Covers(RequestPrincipal? principal)
    {
        if (IsEveryone)
        {
            return Grant.Everyone;
        }

        if (principal is null || principal.PolicyType != Type)
        {
            return Grant.None;
        }

        return _identity == principal.Arn && !principal.IsRole ? Grant.Itself
            : _identity == principal.SessionArn ? Grant.Itself
            : _identity == principal.RoleArn ? Grant.Role
            : principal.Account is { } account && _identity == AccountIdentity(account) ? Grant.Account
            : Grant.None;
    }
}
