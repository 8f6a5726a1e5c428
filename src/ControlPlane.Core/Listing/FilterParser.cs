namespace ControlPlane.Listing;

/// <summary>Reads a filter by AIP-160's grammar. <c>OR</c> binds tighter than <c>AND</c>, and conditions side by side must all hold.</summary>
sealed class FilterParser
{
    const int LongestText = 4096;
    const int DeepestNesting = 32;

    readonly FilterReader _reader;
    int _depth;

    FilterParser(string text) => _reader = new(text);

    /// <summary>The filter; null when there is nothing but space.</summary>
    /// <exception cref="ListingFault">It is none.</exception>
    public static FilterNode? Parse(string text)
    {
        if (text.Length > LongestText)
        {
            throw new ListingFault(LongestText, $"It is longer than {LongestText} characters.");
        }

        var parser = new FilterParser(text);
        parser._reader.SkipSpace();
        return parser._reader.IsAtEnd ? null : parser.Whole();
    }

    FilterNode Whole()
    {
        var all = Expression(null);
        return _reader.IsAtEnd ? all : throw new ListingFault(_reader.Position, $"A '{_reader.Next}' cannot stand here.");
    }

    // expression: sequence {AND sequence}; sequence: factor {factor}. Both mean the same, so they are read as one.
    FilterNode Expression(Subject? subject)
    {
        var parts = new List<FilterNode> { Factor(subject) };
        while (true)
        {
            _reader.SkipSpace();
            if (_reader.IsAtEnd || _reader.Next is ')')
            {
                return parts is [var only] ? only : new AllOf(parts);
            }

            if (_reader.TryTakeKeyword("AND"))
            {
                _reader.SkipSpace();
            }
            else if (!_reader.IsAfterSpace)
            {
                throw new ListingFault(_reader.Position, $"A '{_reader.Next}' cannot stand here.");
            }

            parts.Add(Factor(subject));
        }
    }

    // factor: term {OR term}
    FilterNode Factor(Subject? subject)
    {
        var parts = new List<FilterNode> { Term(subject) };
        while (TakeOr())
        {
            parts.Add(Term(subject));
        }

        return parts is [var only] ? only : new AnyOf(parts);
    }

    bool TakeOr()
    {
        _reader.SkipSpace();
        if (!_reader.TryTakeKeyword("OR"))
        {
            return false;
        }

        _reader.SkipSpace();
        return true;
    }

    // term: [NOT | -] simple
    FilterNode Term(Subject? subject)
    {
        if (_reader.TryTakeKeyword("NOT"))
        {
            _reader.SkipSpace();
            return new Not(Simple(subject));
        }

        return _reader.TryTake('-') ? new Not(Simple(subject)) : Simple(subject);
    }

    FilterNode Simple(Subject? subject)
    {
        if (_reader.IsAtEnd)
        {
            throw new ListingFault(_reader.Position, "It ends where a condition must follow.");
        }

        if (_reader.IsAtKeyword())
        {
            throw new ListingFault(_reader.Position, "A condition must stand here; the words AND, OR and NOT need quotes to be looked for.");
        }

        return _reader.Next is '(' ? Composite(subject) : subject is null ? RestrictionOrWord() : subject.Has(_reader.Value());
    }

    FilterNode Composite(Subject? subject)
    {
        var from = _reader.Position;
        if (++_depth > DeepestNesting)
        {
            throw new ListingFault(from, $"Parentheses are nested deeper than {DeepestNesting}.");
        }

        _reader.TryTake('(');
        _reader.SkipSpace();
        var inner = Expression(subject);
        _depth--;
        return _reader.TryTake(')') ? inner : throw new ListingFault(from, "This parenthesis is not closed.");
    }

    FilterNode RestrictionOrWord()
    {
        var first = _reader.Word();
        var path = new List<string> { first.Text };
        while (_reader.TryTake('.'))
        {
            path.Add(_reader.Word().Text);
        }

        if (_reader.Next is '(')
        {
            throw new ListingFault(first.Position, $"There is no function '{string.Join('.', path)}'.");
        }

        _reader.SkipSpace();
        if (_reader.TryTakeOperator() is not { } compared)
        {
            // "a.b" is a word that has a dot.
            var word = string.Join('.', path);
            return path.Count == 1 ? new Anywhere(first) : new Anywhere(new(word, word.Split('*'), false, first.Position));
        }

        _reader.SkipSpace();
        var subject = new Subject(path, first.Position, compared);
        return _reader.Next is '(' ? Composite(subject) : subject.Has(_reader.Value());
    }

    /// <summary>What stands to the left of a value: in <c>state = (ACTIVE OR PENDING)</c> it counts for both.</summary>
    sealed record Subject(IReadOnlyList<string> Path, int Position, FilterOperator Operator)
    {
        public Restriction Has(FilterValue value) => new(Path, Position, Operator, value);
    }
}
