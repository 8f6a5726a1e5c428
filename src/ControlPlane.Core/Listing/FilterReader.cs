using System.Text;

namespace ControlPlane.Listing;

/// <summary>Reads the smallest parts of a filter: space, words, quoted text and operators (the terminals of AIP-160's grammar).</summary>
sealed class FilterReader(string text)
{
    const string EndsWord = "\"'()<>=!:,.";

    // An unquoted value may hold dots and colons: numbers, times and names do.
    const string EndsValue = "\"'()<>=!,";

    public int Position { get; private set; }

    public bool IsAtEnd => Position == text.Length;

    public char Next => IsAtEnd ? '\0' : text[Position];

    public bool IsAfterSpace => Position > 0 && char.IsWhiteSpace(text[Position - 1]);

    public void SkipSpace()
    {
        while (!IsAtEnd && char.IsWhiteSpace(Next))
        {
            Position++;
        }
    }

    public bool TryTake(char wanted)
    {
        if (IsAtEnd || Next != wanted)
        {
            return false;
        }

        Position++;
        return true;
    }

    /// <summary>Takes <c>AND</c>, <c>OR</c> or <c>NOT</c> where it stands as a word of its own.</summary>
    public bool TryTakeKeyword(string keyword)
    {
        var end = Position + keyword.Length;
        if (string.CompareOrdinal(text, Position, keyword, 0, keyword.Length) != 0
            || (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('(' or ')')))
        {
            return false;
        }

        Position = end;
        return true;
    }

    public bool IsAtKeyword()
    {
        var from = Position;
        var found = TryTakeKeyword("AND") || TryTakeKeyword("OR") || TryTakeKeyword("NOT");
        Position = from;
        return found;
    }

    public FilterOperator? TryTakeOperator()
    {
        (string Text, FilterOperator Operator)[] all =
        [
            ("<=", FilterOperator.LessOrEqual), (">=", FilterOperator.GreaterOrEqual), ("!=", FilterOperator.NotEqual),
            ("<", FilterOperator.Less), (">", FilterOperator.Greater), ("=", FilterOperator.Equal), (":", FilterOperator.Has),
        ];
        foreach (var (spelling, found) in all)
        {
            if (string.CompareOrdinal(text, Position, spelling, 0, spelling.Length) == 0)
            {
                Position += spelling.Length;
                return found;
            }
        }

        return null;
    }

    /// <summary>A part of a field's path, or a bare word.</summary>
    public FilterValue Word() => Next is '"' or '\'' ? Quoted() : Unquoted(EndsWord);

    /// <summary>What stands to the right of an operator.</summary>
    public FilterValue Value() => Next is '"' or '\'' ? Quoted() : Unquoted(EndsValue);

    FilterValue Unquoted(string ends)
    {
        var from = Position;
        while (!IsAtEnd && !char.IsWhiteSpace(Next) && !ends.Contains(Next, StringComparison.Ordinal))
        {
            Position++;
        }

        var word = text[from..Position];
        return word.Length > 0
            ? new(word, word.Split('*'), false, from)
            : throw new ListingFault(from, IsAtEnd ? "It ends where a value or a condition must follow." : $"A '{Next}' cannot stand here.");
    }

    FilterValue Quoted()
    {
        var from = Position;
        var quote = text[Position++];
        var (pieces, piece, whole) = (new List<string>(), new StringBuilder(), new StringBuilder());
        while (!TryTake(quote))
        {
            if (IsAtEnd)
            {
                throw new ListingFault(from, "The quotes are not closed.");
            }

            if (Next is '*')
            {
                pieces.Add(piece.ToString());
                piece.Clear();
                whole.Append('*');
            }
            else
            {
                var c = Next is '\\' ? Escaped() : Next;
                piece.Append(c);
                whole.Append(c);
            }

            Position++;
        }

        return new(whole.ToString(), [.. pieces, piece.ToString()], true, from);
    }

    char Escaped()
    {
        Position++;
        return Next is '\\' or '"' or '\'' or '*'
            ? Next
            : throw new ListingFault(Position - 1, "After a backslash in quotes comes a quote, a backslash or a star.");
    }
}
