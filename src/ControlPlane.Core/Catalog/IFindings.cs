using ControlPlane.Errors;

namespace ControlPlane.Catalog;

/// <summary>Hears what is wrong with the fields of a thing, so that a file and the API are held to the same rules.</summary>
interface IFindings
{
    /// <summary>Notes what is wrong with a field.</summary>
    /// <param name="name">The field as the catalog file spells it, such as <c>brokerRole</c>.</param>
    /// <param name="description">What is wrong and what would be right.</param>
    void Wrong(string name, string description);
}

/// <summary>What is wrong with a resource that came by the API: fields as the contract spells them, below the resource's own field.</summary>
/// <param name="parent">The request's field with the resource, such as <c>account</c>.</param>
public sealed class FieldFindings(string parent) : IFindings
{
    readonly List<Violation> _found = [];

    /// <summary>Everything so far.</summary>
    public IReadOnlyList<Violation> All => _found;

    /// <inheritdoc/>
    public void Wrong(string name, string description) => _found.Add(new($"{parent}.{Snake(name)}", description));

    /// <summary>Notes what is wrong with the update mask.</summary>
    /// <param name="description">What is wrong and what would be right.</param>
    public void Mask(string description) => _found.Add(new("update_mask", description));

    /// <summary>Throws when anything was found.</summary>
    /// <exception cref="RefusedException"><c>REQUEST_INVALID</c>, with everything that is wrong.</exception>
    public void ThrowIfAny()
    {
        if (_found.Count > 0)
        {
            throw ResourceErrors.Invalid(_found);
        }
    }

    static string Snake(string name) => string.Concat(name.Select(c => char.IsAsciiLetterUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{c}"));
}
