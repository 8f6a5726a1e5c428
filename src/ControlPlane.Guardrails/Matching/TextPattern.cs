using ControlPlane.Guardrails.Evaluation;

namespace ControlPlane.Guardrails.Matching;

/// <summary>A pattern of a policy: text, the wildcards <c>*</c> and <c>?</c>, and policy variables. What a variable brings in is literal
/// text, also <c>*</c> and <c>?</c> (IAM User Guide, policy elements: variables).</summary>
sealed class TextPattern
{
    readonly PatternPart[]? _parts;
    readonly int[] _symbols;
    readonly int[][]? _arn;
    readonly Shape _shape;
    readonly string _literal;

    TextPattern(string text, PatternPart[] parts)
    {
        Text = text;
        if (parts.Any(p => p.Key is not null))
        {
            (_parts, _symbols, _literal) = (parts, [], "");
            return;
        }

        _literal = string.Concat(parts.Select(p => p.Text));
        _symbols = [.. parts.SelectMany(p => p.Symbols())];
        _arn = Wildcards.SplitArn(_symbols);
        var stars = _symbols.Count(s => s == Wildcards.AnyRun);
        _shape = stars == 0 && !_symbols.Contains(Wildcards.AnyOne) ? Shape.Literal
            : stars == 1 && _symbols[^1] == Wildcards.AnyRun && !_symbols.Contains(Wildcards.AnyOne) ? Shape.Prefix
            : Shape.Any;
    }

    enum Shape
    {
        Any,
        Literal,
        Prefix,
    }

    /// <summary>As it stands in the document.</summary>
    public string Text { get; }

    /// <summary>Makes a pattern. Without variables <c>${...}</c> is text.</summary>
    public static TextPattern Of(string text, bool variables) => new(text, PatternPart.Split(text, variables));

    /// <summary>The text with variables filled in and wildcards as characters; null when a variable has no value.</summary>
    public string? Fill(RequestContext context)
    {
        if (_parts is null)
        {
            return _literal;
        }

        if (_parts.Length == 1)
        {
            return _parts[0].Value(context);
        }

        var values = new string[_parts.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (_parts[i].Value(context) is not { } value)
            {
                return null;
            }

            values[i] = value;
        }

        return string.Concat(values);
    }

    /// <summary>True when the whole text matches.</summary>
    public bool Like(string text, RequestContext context, bool ignoreCase)
    {
        var comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return _parts is not null ? Symbols(context) is { } symbols && Wildcards.Match(symbols, text, ignoreCase)
            : _shape switch
            {
                Shape.Literal => _literal.Equals(text, comparison),
                Shape.Prefix => text.AsSpan().StartsWith(_literal.AsSpan(0, _literal.Length - 1), comparison),
                _ => Wildcards.Match(_symbols, text, ignoreCase),
            };
    }

    /// <summary>True when both have the six parts of an ARN and each part matches: no wildcard reaches over a colon of the first five.</summary>
    public bool LikeArn(string arn, RequestContext context)
    {
        var parts = _parts is null ? _arn : Symbols(context) is { } symbols ? Wildcards.SplitArn(symbols) : null;
        return parts is not null && Wildcards.MatchArn(parts, arn);
    }

    int[]? Symbols(RequestContext context)
    {
        var symbols = new List<int>(Text.Length + 16);
        foreach (var part in _parts!)
        {
            if (part.Key is null)
            {
                symbols.AddRange(part.Symbols());
                continue;
            }

            if (part.Value(context) is not { } value)
            {
                return null;
            }

            foreach (var c in value)
            {
                symbols.Add(c);
            }
        }

        return [.. symbols];
    }
}
