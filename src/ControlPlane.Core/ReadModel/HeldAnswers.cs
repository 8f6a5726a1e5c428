using ControlPlane.Store;

namespace ControlPlane.ReadModel;

/// <summary>A bounded number of the store's answers, the least recently used gone first. Safe for many threads.</summary>
/// <param name="mostDocuments">How many documents at most.</param>
/// <param name="mostBytes">How many bytes at most.</param>
sealed class HeldAnswers(int mostDocuments, long mostBytes)
{
    readonly Lock _lock = new();
    readonly Dictionary<string, HeldAnswer> _byId = new(StringComparer.Ordinal);
    readonly Dictionary<string, HashSet<string>> _pages = new(StringComparer.Ordinal);
    readonly LinkedList<HeldAnswer> _recent = new();
    bool _open;
    int _documents;
    long _bytes;

    public int Documents => Volatile.Read(ref _documents);

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Begins to keep answers: from here on every change is told by <see cref="Drop"/>.</summary>
    public void Open()
    {
        lock (_lock)
        {
            _open = true;
        }
    }

    /// <summary>Forgets everything and keeps nothing more.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _open = false;
            _byId.Clear();
            _pages.Clear();
            _recent.Clear();
            (_documents, _bytes) = (0, 0);
        }
    }

    /// <summary>The answers for some keys, all as of one moment, to read or to fill.</summary>
    public HeldAnswer[] Take(IReadOnlyCollection<string> keys)
    {
        lock (_lock)
        {
            return [.. keys.Select(key => Take(key, null))];
        }
    }

    /// <summary>The answer for a page, to read or to fill.</summary>
    public HeldAnswer TakePage(string prefix, string? after, int limit)
    {
        lock (_lock)
        {
            return Take(HeldAnswer.PageId(prefix, after, limit), prefix);
        }
    }

    /// <summary>Keeps what was read after <see cref="Take(IReadOnlyCollection{string})"/>, unless it changed meanwhile.</summary>
    public void Fill(HeldAnswer answer, IReadOnlyList<StoredDocument> documents)
    {
        lock (_lock)
        {
            if (!Stands(answer) || answer.Documents is not null)
            {
                return;
            }

            answer.Documents = documents;
            answer.Node = _recent.AddFirst(answer);
            _documents += answer.Count;
            _bytes += answer.Bytes;
            while (_recent.Last is { } oldest && (_documents > mostDocuments || _bytes > mostBytes))
            {
                Remove(oldest.Value);
            }
        }
    }

    /// <summary>Gives the place of an answer back that could not be read.</summary>
    public void Abandon(HeldAnswer answer)
    {
        lock (_lock)
        {
            if (Stands(answer) && answer.Documents is null)
            {
                Remove(answer);
            }
        }
    }

    /// <summary>Forgets everything that depends on some documents, at once.</summary>
    public void Drop(IEnumerable<string> keys)
    {
        lock (_lock)
        {
            foreach (var key in keys)
            {
                if (_byId.TryGetValue(key, out var document))
                {
                    Remove(document);
                }

                for (var slash = key.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = key.IndexOf('/', slash + 1))
                {
                    DropPages(key[..(slash + 1)]);
                }
            }
        }
    }

    void DropPages(string prefix)
    {
        if (_pages.Remove(prefix, out var ids))
        {
            foreach (var id in ids)
            {
                Remove(_byId[id]);
            }
        }
    }

    HeldAnswer Take(string id, string? prefix)
    {
        if (_byId.TryGetValue(id, out var known))
        {
            if (known.Node is { } node)
            {
                _recent.Remove(node);
                _recent.AddFirst(node);
            }

            return known;
        }

        var answer = new HeldAnswer(id, prefix);
        if (!_open)
        {
            return answer;
        }

        _byId.Add(id, answer);
        if (prefix is not null)
        {
            (_pages.TryGetValue(prefix, out var ids) ? ids : _pages[prefix] = new(StringComparer.Ordinal)).Add(id);
        }

        return answer;
    }

    bool Stands(HeldAnswer answer) => _byId.TryGetValue(answer.Id, out var held) && ReferenceEquals(held, answer);

    void Remove(HeldAnswer answer)
    {
        _byId.Remove(answer.Id);
        if (answer.Prefix is { } prefix && _pages.TryGetValue(prefix, out var ids) && ids.Remove(answer.Id) && ids.Count == 0)
        {
            _pages.Remove(prefix);
        }

        if (answer.Node is { } node)
        {
            _recent.Remove(node);
            answer.Node = null;
            _documents -= answer.Count;
            _bytes -= answer.Bytes;
        }
    }
}
