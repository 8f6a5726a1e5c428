namespace ControlPlane.Guardrails.Matching;

/// <summary>Compares text with patterns whose wildcards are symbols of their own, so that a literal <c>*</c> stays itself.</summary>
static class Wildcards
{
    /// <summary>Any run of characters, also none.</summary>
    public const int AnyRun = -1;

    /// <summary>Any one character.</summary>
    public const int AnyOne = -2;

    /// <summary>The six parts of an ARN; null when the pattern has fewer.</summary>
    public static int[][]? SplitArn(int[] symbols)
    {
        var parts = new int[6][];
        var from = 0;
        for (var i = 0; i < 5; i++)
        {
            var colon = Array.IndexOf(symbols, ':', from);
            if (colon < 0)
            {
                return null;
            }

            parts[i] = symbols[from..colon];
            from = colon + 1;
        }

        parts[5] = symbols[from..];
        return parts;
    }

    public static bool MatchArn(int[][] parts, ReadOnlySpan<char> arn)
    {
        for (var i = 0; i < 5; i++)
        {
            var colon = arn.IndexOf(':');
            if (colon < 0 || !Match(parts[i], arn[..colon], ignoreCase: false))
            {
                return false;
            }

            arn = arn[(colon + 1)..];
        }

        return Match(parts[5], arn, ignoreCase: false);
    }

    // Goes back to the last run only, which is enough, so that no pattern takes longer than its length times the text's.
    public static bool Match(ReadOnlySpan<int> pattern, ReadOnlySpan<char> text, bool ignoreCase)
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

        while (p < pattern.Length && pattern[p] == AnyRun)
        {
            p++;
        }

        return p == pattern.Length;
    }

    static bool Same(int wanted, char actual, bool ignoreCase)
        => wanted == actual || (ignoreCase && wanted >= 0 && char.ToUpperInvariant((char)wanted) == char.ToUpperInvariant(actual));
}
