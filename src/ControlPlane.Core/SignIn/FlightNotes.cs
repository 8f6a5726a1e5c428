namespace ControlPlane.SignIn;

/// <summary>What a step notes down while it goes: facts without secrets, and whether it waits.</summary>
sealed class FlightNotes
{
    readonly Dictionary<string, string> _facts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Facts => _facts;

    /// <summary>What happened, in a sentence; null when the facts say it.</summary>
    public string? Message { get; set; }

    /// <summary>Whether the sign-in now waits here.</summary>
    public bool IsWaiting { get; set; }

    public string this[string fact]
    {
        set => _facts[fact] = value;
    }

    public void Add(IReadOnlyDictionary<string, string> facts)
    {
        foreach (var (key, value) in facts)
        {
            _facts[key] = value;
        }
    }
}
