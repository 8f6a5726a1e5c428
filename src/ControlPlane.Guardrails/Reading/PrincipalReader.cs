using System.Text.Json;
using System.Text.RegularExpressions;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Reading;

/// <summary>Reads Principal and NotPrincipal (IAM JSON policy elements: Principal).</summary>
sealed partial class PrincipalReader(PolicyKind kind, Findings findings)
{
    public PrincipalSelection Read(JsonPart part, bool excepts)
    {
        var named = new List<NamedPrincipal>();
        if (part.Kind is JsonValueKind.String && part.Element.GetString() is "*")
        {
            named.Add(new("AWS", "*"));
        }
        else if (part.Kind is JsonValueKind.Object)
        {
            foreach (var (type, below) in part.Members(findings))
            {
                Add(named, type, below);
            }

            if (named.Count == 0)
            {
                findings.Error(part.Path, "It names nobody.");
            }
        }
        else
        {
            findings.Error(part.Path, "It must be '*' or an object of AWS, Service, Federated or CanonicalUser.");
        }

        if (kind is PolicyKind.ResourceControl && named.Exists(n => !n.IsEveryone))
        {
            findings.Error(part.Path, "A resource control policy names everybody: '*'.");
        }

        return new(named, excepts);
    }

    void Add(List<NamedPrincipal> named, string type, JsonPart part)
    {
        if (type is not ("AWS" or "Service" or "Federated" or "CanonicalUser"))
        {
            findings.Error(part.Path, "There is no such kind of principal: AWS, Service, Federated, CanonicalUser.");
            return;
        }

        foreach (var (text, path) in part.Texts(findings))
        {
            if (Problem(type, text) is { } problem)
            {
                findings.Error(path, problem);
            }

            named.Add(new(type, text));
        }
    }

    static string? Problem(string type, string text) => type switch
    {
        "AWS" when text is "*" || Account().IsMatch(text) => null,
        "AWS" when text.StartsWith("arn:", StringComparison.Ordinal) => text.Contains('*', StringComparison.Ordinal) || text.Contains('?', StringComparison.Ordinal)
            ? $"'{text}' has a wildcard: a principal is named in full, or is '*'." : Aws().IsMatch(text) ? null : $"'{text}' is no ARN of an account, user, role or session.",
        // What is left of a user or role that was deleted.
        "AWS" when UniqueId().IsMatch(text) => null,
        "AWS" => $"'{text}' is no ARN, no account of 12 digits and not '*'.",
        "Service" when !text.Contains('.', StringComparison.Ordinal) || text.Contains('*', StringComparison.Ordinal) => $"'{text}' is no host name of a service such as sagemaker.amazonaws.com.",
        _ => null,
    };

    [GeneratedRegex("^\\d{12}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Account();

    [GeneratedRegex("^arn:[a-z-]+:(iam::\\d{12}:(root|user/.+|role/.+)|sts::\\d{12}:(assumed-role/[^/]+/.+|federated-user/.+))\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Aws();

    [GeneratedRegex("^A[A-Z0-9]{15,}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex UniqueId();
}
