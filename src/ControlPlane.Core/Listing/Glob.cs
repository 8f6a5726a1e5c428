namespace ControlPlane.Listing;

/// <summary>Matches text against pieces with anything between them.</summary>
static class Glob
{
    /// <summary>Whether a text is the pieces in their order, with anything between two of them. Takes time in proportion to the text and
    /// the pieces together: each piece is looked for once.</summary>
    public static bool Matches(string text, IReadOnlyList<string> pieces, StringComparison comparison)
    {
        if (pieces.Count == 1)
        {
            return string.Equals(text, pieces[0], comparison);
        }

        var (first, last) = (pieces[0], pieces[^1]);
        if (text.Length < first.Length + last.Length || !text.StartsWith(first, comparison) || !text.EndsWith(last, comparison))
        {
            return false;
        }

        return HasInOrder(text.AsSpan(first.Length, text.Length - first.Length - last.Length), pieces.Skip(1).SkipLast(1), comparison);
    }

    /// <summary>Whether the pieces are somewhere in a text, in their order.</summary>
    public static bool HasInOrder(ReadOnlySpan<char> text, IEnumerable<string> pieces, StringComparison comparison)
    {
        foreach (var piece in pieces)
        {
            var at = text.IndexOf(piece, comparison);
            if (at < 0)
            {
                return false;
            }

            text = text[(at + piece.Length)..];
        }

        return true;
    }
}
