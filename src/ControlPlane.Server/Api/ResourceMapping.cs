using ControlPlane.Catalog;
using ControlPlane.Errors;
using ControlPlane.Teams;
using Google.Protobuf;

namespace ControlPlane.Server.Api;

/// <summary>How one kind of resource looks on the wire. Labels, source, etag, times and authorized actions are filled in for all kinds
/// alike.</summary>
/// <typeparam name="T">The core's type.</typeparam>
/// <typeparam name="TWire">The contract's type.</typeparam>
abstract class ResourceMapping<T, TWire>
    where T : class
    where TWire : class, IMessage<TWire>, new()
{
    /// <summary>The request's field with the resource, such as <c>account</c>.</summary>
    public abstract string Field { get; }

    /// <summary>The form of its names, such as <c>accounts/{account}</c>.</summary>
    public abstract string NamePattern { get; }

    /// <summary>A thing with this name, of which nothing else counts; null when the name is malformed.</summary>
    public abstract T? Named(string name);

    /// <summary>The wire form.</summary>
    public abstract TWire ToWire(T value);

    /// <summary>The core's form of everything that a caller may set.</summary>
    /// <param name="wire">The wire form.</param>
    /// <param name="named">The thing with the name.</param>
    /// <param name="before">The thing as it is; null for a new one.</param>
    /// <param name="findings">Hears what cannot be read.</param>
    public abstract T FromWire(TWire wire, T named, T? before, FieldFindings findings);

    /// <summary>The team that it belongs to, or is; null for none.</summary>
    public virtual TeamId? TeamOf(T value) => null;

    /// <summary>Parses a name.</summary>
    /// <exception cref="RefusedException"><c>REQUEST_INVALID</c>.</exception>
    public T Parse(string name, string field) => Named(name) ?? throw ApiErrors.RequestInvalid(
        new Violation(field, name is "" ? $"Required: write {NamePattern}." : $"'{name}' is not of the form {NamePattern}."));
}
