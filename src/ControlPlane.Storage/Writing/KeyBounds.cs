namespace ControlPlane.Storage;

/// <summary>The keys under a prefix as a range of text in the order of bytes.</summary>
/// <param name="From">The first that may be in it.</param>
/// <param name="To">The first that is past it.</param>
readonly record struct KeyBounds(string From, string To)
{
    // Longer than a key can be, and of the greatest character.
    static readonly string _end = string.Concat(Enumerable.Repeat("\U0010FFFF", (Store.StoreLimits.KeyBytes / 4) + 1));

    public static KeyBounds Of(string prefix, string? after)
    {
        // A key and the smallest character that a key can hold: the smallest key that is greater.
        return new(after is not null && Utf8Order.Instance.Compare(after, prefix) >= 0 ? after + '\u0001' : prefix, Following(prefix));
    }

    // The order of UTF-8 bytes is that of code points, and the text after all that begin with a prefix is the prefix with its last code
    // point raised.
    static string Following(string prefix)
    {
        var runes = prefix.EnumerateRunes().ToList();
        while (runes.Count > 0)
        {
            var last = runes[^1].Value;
            runes.RemoveAt(runes.Count - 1);
            if (last < 0x10FFFF)
            {
                // Surrogates are no characters: what follows U+D7FF is U+E000.
                runes.Add(new(last is 0xD7FF ? 0xE000 : last + 1));
                return string.Concat(runes);
            }
        }

        return _end;
    }
}
