using ControlPlane.Guardrails.Evaluation;

namespace ControlPlane.Guardrails.Matching;

/// <summary>A piece of a pattern: text with wildcards, text that is literal, or a variable.</summary>
/// <param name="Text">The text; of a variable its default, empty for none.</param>
/// <param name="IsLiteral">Whether <c>*</c> and <c>?</c> are characters.</param>
/// <param name="Key">The condition key of a variable; null for text.</param>
/// <param name="HasDefault">Whether the variable has a default.</param>
sealed record PatternPart(string Text, bool IsLiteral, string? Key = null, bool HasDefault = false)
{
    readonly int[] _symbols = [.. Text.Select(c => IsLiteral ? c : c switch { '*' => Wildcards.AnyRun, '?' => Wildcards.AnyOne, _ => c })];

    public int[] Symbols() => _symbols;

    /// <summary>The value of a variable, or the text; null when the variable has neither a value nor a default. A key with several values
    /// fills no variable.</summary>
    public string? Value(RequestContext context)
        => Key is null ? Text
            : context.Only(Key) ?? (HasDefault && context.Find(Key) is null ? Text : null);

    /// <summary>Divides a pattern. A <c>${</c> that is not closed, or names nothing, is text.</summary>
    public static PatternPart[] Split(string pattern, bool variables)
    {
        var parts = new List<PatternPart>();
        var from = 0;
        for (var at = variables ? pattern.IndexOf("${", StringComparison.Ordinal) : -1; at >= 0; at = pattern.IndexOf("${", at, StringComparison.Ordinal))
        {
            if (Variable(pattern, at) is not var (part, end))
            {
                at += 2;
                continue;
            }

            if (at > from)
            {
                parts.Add(new(pattern[from..at], IsLiteral: false));
            }

            parts.Add(part);
            from = at = end;
        }

        if (from < pattern.Length || parts.Count == 0)
        {
            parts.Add(new(pattern[from..], IsLiteral: false));
        }

        return [.. parts];
    }

    // ${key}, ${key, 'default'} or one of the three characters that stand for themselves. The default may hold a brace.
    static (PatternPart Part, int End)? Variable(string pattern, int at)
    {
        var inside = at + 2;
        var close = pattern.IndexOf('}', inside);
        var comma = pattern.IndexOf(',', inside);
        if (close > 0 && comma > 0 && comma < close)
        {
            var quote = comma + 1;
            while (quote < pattern.Length && pattern[quote] == ' ')
            {
                quote++;
            }

            var ending = quote < pattern.Length && pattern[quote] == '\'' ? pattern.IndexOf("'}", quote + 1, StringComparison.Ordinal) : -1;
            return ending < 0 ? null : (new(pattern[(quote + 1)..ending], IsLiteral: true, pattern[inside..comma].Trim(), HasDefault: true), ending + 2);
        }

        if (close <= inside)
        {
            return null;
        }

        var name = pattern[inside..close].Trim();
        return (name is "*" or "?" or "$" ? new(name, IsLiteral: true) : new("", IsLiteral: true, name), close + 1);
    }
}
