using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Evaluation;

/// <summary>Who signed a request.</summary>
public sealed record RequestPrincipal
{
    RequestPrincipal(string policyType, string arn) => (PolicyType, Arn) = (policyType, arn);

    /// <summary>Who is not signed in.</summary>
    public static RequestPrincipal Anonymous { get; } = new("Anonymous", "*");

    /// <summary>What a Principal element calls its kind: <c>AWS</c>, <c>Service</c> or <c>Federated</c>; <c>Anonymous</c> for nobody.</summary>
    public string PolicyType { get; }

    /// <summary>The ARN, or the host name of a service.</summary>
    public string Arn { get; }

    /// <summary>The account it belongs to; null for services, identity providers and nobody.</summary>
    public string? Account { get; private init; }

    /// <summary>The role of a session; null for all else. Of a session that is named by its own ARN it lacks the role's path: set it.</summary>
    public string? RoleArn { get; init; }

    /// <summary>The session of a role, or of a federated user; null for all else, and when only the role is known.</summary>
    public string? SessionArn { get; private init; }

    /// <summary>True for a role and its sessions.</summary>
    public bool IsRole => RoleArn is not null;

    /// <summary>True for the root user of an account, whom no identity policy limits.</summary>
    public bool IsRoot => Account is not null && Arn.EndsWith(":root", StringComparison.Ordinal);

    // Service control policies do not reach them (AWS Organizations User Guide, SCP effects on permissions).
    internal bool IsServiceLinked => RoleArn?.Contains(":role/aws-service-role/", StringComparison.Ordinal) == true;

    internal bool HasIdentitySide => PolicyType is "AWS";

    // The names that a Deny with NotPrincipal must list to spare it.
    internal IEnumerable<string> Identities
    {
        get
        {
            if (Account is not null)
            {
                yield return NamedPrincipal.AccountIdentity(Account);
            }

            if (RoleArn is not null)
            {
                yield return RoleArn;
            }

            if (SessionArn is not null)
            {
                yield return SessionArn;
            }

            if (RoleArn is null && SessionArn is null && !IsRoot)
            {
                yield return Arn;
            }
        }
    }

    /// <summary>The session of a role, with the role's full ARN.</summary>
    public static RequestPrincipal Session(string sessionArn, string roleArn) => Parse(sessionArn) with { RoleArn = roleArn };

    /// <summary>Reads the ARN of a user, role, session or identity provider, the host name of a service, or <c>*</c> for nobody.</summary>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static RequestPrincipal Parse(string text)
    {
        var parts = text.Split(':', 6);
        return parts switch
        {
            ["*"] => Anonymous,
            ["arn", _, "iam", "", { Length: 12 } account, var name] when name is "root" || name.StartsWith("user/", StringComparison.Ordinal)
                => new("AWS", text) { Account = account },
            ["arn", _, "iam", "", { Length: 12 } account, var name] when name.StartsWith("role/", StringComparison.Ordinal)
                => new("AWS", text) { Account = account, RoleArn = text },
            ["arn", _, "iam", "", { Length: 12 }, var name] when name.StartsWith("saml-provider/", StringComparison.Ordinal) || name.StartsWith("oidc-provider/", StringComparison.Ordinal)
                => new("Federated", text),
            ["arn", var partition, "sts", "", { Length: 12 } account, var name] when name.Split('/') is ["assumed-role", var role, { Length: > 0 }]
                => new("AWS", text) { Account = account, SessionArn = text, RoleArn = $"arn:{partition}:iam::{account}:role/{role}" },
            ["arn", _, "sts", "", { Length: 12 } account, var name] when name.StartsWith("federated-user/", StringComparison.Ordinal)
                => new("AWS", text) { Account = account, SessionArn = text },
            ["cognito-identity.amazonaws.com" or "accounts.google.com" or "graph.facebook.com" or "www.amazon.com"] => new("Federated", text),
            [var host] when host.EndsWith(".amazonaws.com", StringComparison.Ordinal) || host.EndsWith(".amazonaws.com.cn", StringComparison.Ordinal)
                => new("Service", text),
            _ => throw new FormatException($"'{text}' names no principal: give the ARN of a user, role, session or identity provider, or the host name of an AWS service."),
        };
    }
}
