using System.Text.RegularExpressions;
using ControlPlane.Guardrails.Matching;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Reading;

/// <summary>Reads the patterns of Action and Resource.</summary>
sealed partial class PatternReader(bool variables, Findings findings)
{
    public Selection Actions(string element, JsonPart part)
    {
        var texts = part.Texts(findings);
        foreach (var (text, path) in texts.Where(t => t.Text is not "*" && !Action().IsMatch(t.Text)))
        {
            findings.Error(path, $"'{text}' is no action such as sagemaker:Describe*: the service has no wildcard.");
        }

        // Variables are not filled in here.
        return new(element, [.. texts.Select(t => TextPattern.Of(t.Text, variables: false))], element is "NotAction", ignoreCase: true);
    }

    public Selection Resources(string element, JsonPart part)
    {
        var texts = part.Texts(findings);
        foreach (var (text, path) in texts)
        {
            CheckResource(text, path);
        }

        return new(element, [.. texts.Select(t => TextPattern.Of(t.Text, variables))], element is "NotResource", ignoreCase: false);
    }

    void CheckResource(string text, string path)
    {
        if (text is "*")
        {
            return;
        }

        if (!text.StartsWith("arn:", StringComparison.Ordinal) && !text.StartsWith('*'))
        {
            findings.Error(path, $"'{text}' is neither an ARN nor '*'.");
            return;
        }

        var head = Head(text);
        if (head is null && !text.Contains('*', StringComparison.Ordinal))
        {
            findings.Error(path, $"'{text}' is no ARN: it has fewer than six parts.");
        }
        else if (variables && (head ?? text).Contains("${", StringComparison.Ordinal))
        {
            findings.Error(path, $"'{text}' has a policy variable before the fifth colon.");
        }
        else if (!variables && text.Contains("${", StringComparison.Ordinal))
        {
            findings.Warning(path, $"'{text}' is taken as it stands: policy variables need Version 2012-10-17.");
        }
    }

    // What stands before the fifth colon; null when there are fewer. A colon inside a variable is none.
    static string? Head(string text)
    {
        var colons = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is ':' && ++colons == 5)
            {
                return text[..i];
            }
        }

        return null;
    }

    [GeneratedRegex("^[A-Za-z0-9-]+:[A-Za-z0-9*?_-]+\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Action();
}
