using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Matching;

namespace ControlPlane.Guardrails.Policies;

/// <summary>What an Action or Resource element selects, or excepts in its Not form.</summary>
public sealed class Selection
{
    readonly TextPattern[] _patterns;
    readonly bool _ignoreCase;

    internal Selection(string element, TextPattern[] patterns, bool excepts, bool ignoreCase)
    {
        (Element, _patterns, Excepts, _ignoreCase) = (element, patterns, excepts, ignoreCase);
        Texts = [.. patterns.Select(p => p.Text)];
    }

    /// <summary>The element's name, such as <c>NotAction</c>.</summary>
    public string Element { get; }

    /// <summary>The patterns as they stand in the document.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>True for the Not form: all that no pattern matches is selected.</summary>
    public bool Excepts { get; }

    internal bool Selects(string text, RequestContext context) => Find(text, context) is null == Excepts;

    /// <summary>The pattern that matches the text; null when none does.</summary>
    internal string? Find(string text, RequestContext context)
    {
        foreach (var pattern in _patterns)
        {
            if (pattern.Like(text, context, _ignoreCase))
            {
                return pattern.Text;
            }
        }

        return null;
    }
}
