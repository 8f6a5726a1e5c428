using System.Text;

namespace ControlPlane.Sandbox.Emulator.Policies;

/// <summary>A pattern of a policy after its variables were filled in. What a variable brought in is literal text, also <c>*</c> and
/// <c>?</c> (IAM User Guide, policy variables).</summary>
sealed class Glob
{
    // Two characters that no AWS name holds stand for the wildcards, so that literal ones stay themselves.
    const char AnyRun = '\uE000';
    const char AnyOne = '\uE001';

    readonly string _pattern;

    Glob(string pattern) => _pattern = pattern;

    /// <summary>The text of a pattern that is to be compared without wildcards.</summary>
    public string Literal => _pattern.Replace(AnyRun, '*').Replace(AnyOne, '?');

    /// <summary>Fills the variables in; null when one has no value and no default, because such a pattern matches nothing.</summary>
    public static Glob? Expand(string pattern, RequestContext context, bool variables)
    {
        var filled = new StringBuilder(pattern.Length);
        for (var at = 0; at < pattern.Length; at++)
        {
            if (variables && pattern[at] == '$' && at + 1 < pattern.Length && pattern[at + 1] == '{'
                && pattern.IndexOf('}', at) is var end and > 0)
            {
                if (Value(pattern[(at + 2)..end], context) is not { } value)
                {
                    return null;
                }

                filled.Append(value);
                at = end;
            }
            else
            {
                filled.Append(pattern[at] switch { '*' => AnyRun, '?' => AnyOne, var c => c });
            }
        }

        return new(filled.ToString());
    }

    /// <summary>True when the whole text matches.</summary>
    public bool Matches(string text, bool ignoreCase) => Matches(_pattern, text, ignoreCase);

    /// <summary>True when each of the six parts of an ARN matches: a wildcard does not reach over a colon of the first five.</summary>
    public bool MatchesArn(string arn)
    {
        var parts = _pattern.Split(':', 6);
        var actual = arn.Split(':', 6);
        return parts.Length == 6 && actual.Length == 6 && parts.Zip(actual).All(pair => Matches(pair.First, pair.Second, false));
    }

    static string? Value(string variable, RequestContext context)
    {
        if (variable is "*" or "?" or "$")
        {
            return variable;
        }

        var comma = variable.IndexOf(',', StringComparison.Ordinal);
        var key = comma < 0 ? variable : variable[..comma];
        return context.Single(key.Trim()) ?? (comma < 0 ? null : variable[(comma + 1)..].Trim().Trim('\''));
    }

    static bool Matches(string pattern, string text, bool ignoreCase)
    {
        int p = 0, t = 0, run = -1, mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == AnyRun)
            {
                run = p++;
                mark = t;
            }
            else if (p < pattern.Length && (pattern[p] == AnyOne || Same(pattern[p], text[t], ignoreCase)))
            {
                p++;
                t++;
            }
            else if (run >= 0)
            {
                p = run + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).TrimStart(AnyRun).IsEmpty;
    }

    static bool Same(char a, char b, bool ignoreCase)
        => a == b || (ignoreCase && char.ToUpperInvariant(a) == char.ToUpperInvariant(b));
}
