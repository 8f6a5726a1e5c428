using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>The memory that one validation works in; kept for the next one of the same thread, emptied in between.</summary>
sealed class Workspace : IDisposable
{
    [ThreadStatic]
    static Workspace? _spare;

    Workspace()
    {
    }

    /// <summary>The message as it came.</summary>
    public XmlTree Message { get; } = new();

    /// <summary>The message with the decrypted assertion in the place of the encrypted one.</summary>
    public XmlTree Decrypted { get; } = new();

    /// <summary>The Response, read from the bytes that its signature covers.</summary>
    public XmlTree SignedResponse { get; } = new();

    /// <summary>The Assertion, read from the bytes that its signature covers.</summary>
    public XmlTree SignedAssertion { get; } = new();

    /// <summary>A SignedInfo, read from the bytes that are signed.</summary>
    public XmlTree SignedInfo { get; } = new();

    public ExclusiveCanonicalizer Canonicalizer { get; } = new();

    public static Workspace Rent()
    {
        var rented = _spare ?? new();
        _spare = null;
        return rented;
    }

    public void Dispose()
    {
        Message.Clear();
        Decrypted.Clear();
        SignedResponse.Clear();
        SignedAssertion.Clear();
        SignedInfo.Clear();
        Canonicalizer.Clear();
        _spare = this;
    }
}
