namespace ControlPlane.Saml;

/// <summary>Proof that a value was verified: only <see cref="ResponseValidator"/> and the metadata reader make one, so that code
/// that takes it cannot be handed anything else.</summary>
/// <typeparam name="T">What was verified.</typeparam>
public sealed class Verified<T>
    where T : class
{
    internal Verified(T value) => Value = value;

    /// <summary>What was verified, read from the very bytes that the signature covers.</summary>
    public T Value { get; }
}
