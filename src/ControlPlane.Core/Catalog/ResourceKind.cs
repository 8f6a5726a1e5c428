using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ControlPlane.Listing;
using ControlPlane.Store;

namespace ControlPlane.Catalog;

/// <summary>What differs between the kinds of resources: names, keys, documents, rules.</summary>
/// <typeparam name="T">The kind of thing.</typeparam>
public abstract class ResourceKind<T>
    where T : class
{
    /// <summary>The collection's name, which is the first part of its permissions and audit actions, such as <c>accounts</c>.</summary>
    public abstract string Collection { get; }

    /// <summary>What filters and orders may name.</summary>
    public abstract FieldTable<Resource<T>> Fields { get; }

    /// <summary>The resource name of a thing.</summary>
    public abstract string NameOf(T value);

    /// <summary>The resource name of what has, or had, a key.</summary>
    internal abstract string NameOfKey(string key);

    /// <summary>Where all of the kind are, in the order of their names.</summary>
    internal abstract string Prefix { get; }

    /// <summary>The key of a thing.</summary>
    internal abstract string KeyOf(T value);

    /// <summary>Reads a document.</summary>
    internal abstract Resource<T> Read(StoredDocument document);

    /// <summary>Writes a document.</summary>
    internal abstract byte[] Write(Resource<T> resource);

    /// <summary>Checks a thing against the rules that need a look at others.</summary>
    /// <param name="value">The thing as it would be.</param>
    /// <param name="before">The thing as it is; null for a new one.</param>
    /// <param name="findings">Hears what is wrong.</param>
    /// <param name="ct">Ends the wait.</param>
    internal abstract Task CheckAsync(T value, T? before, FieldFindings findings, CancellationToken ct);

    /// <summary>What is written in the same batch: indexes and claims.</summary>
    /// <param name="before">The thing as it is; null for a new one.</param>
    /// <param name="after">The thing as it will be; null when it goes.</param>
    /// <param name="ct">Ends the wait.</param>
    internal virtual Task<IReadOnlyList<StoreWrite>> SideWritesAsync(Resource<T>? before, Resource<T>? after, CancellationToken ct)
        => Task.FromResult<IReadOnlyList<StoreWrite>>([]);

    /// <summary>The names of what depends on a thing, at most a few dozen, and how many there are.</summary>
    internal virtual Task<Dependents> FindDependentsAsync(T value, CancellationToken ct) => Task.FromResult(Dependents.None);

    /// <summary>What must hold of a thing as it is before it may be changed or deleted, besides its source.</summary>
    /// <param name="resource">The thing as it is.</param>
    /// <param name="verb">What is to be done with it, such as <c>update</c>.</param>
    /// <exception cref="Errors.RefusedException">It may not.</exception>
    internal virtual void CheckChangeable(Resource<T> resource, string verb)
    {
        if (resource.Source == CatalogLoader.Source)
        {
            throw ResourceErrors.OwnedByFile(NameOf(resource.Value));
        }
    }
}

/// <summary>What depends on a thing.</summary>
/// <param name="Names">The first of them.</param>
/// <param name="Count">How many there are.</param>
public sealed record Dependents(IReadOnlyList<string> Names, long Count)
{
    /// <summary>Nothing.</summary>
    public static Dependents None { get; } = new([], 0);
}

/// <summary>A kind whose documents are <see cref="Sourced{T}"/>.</summary>
/// <typeparam name="T">The kind of thing.</typeparam>
public abstract class SourcedKind<T> : ResourceKind<T>
    where T : class
{
    internal abstract JsonTypeInfo<Sourced<T>> Json { get; }

    internal sealed override Resource<T> Read(StoredDocument document)
    {
        var sourced = JsonSerializer.Deserialize(document.Value.Span, Json) ?? throw new JsonException($"The document '{document.Key}' is null.");
        return new(sourced.Value)
        {
            Source = sourced.Source,
            Labels = sourced.Labels,
            CreatedAt = sourced.CreatedAt,
            UpdatedAt = sourced.UpdatedAt,
            Version = document.Version,
        };
    }

    internal sealed override byte[] Write(Resource<T> resource) => JsonSerializer.SerializeToUtf8Bytes(
        new(resource.Source, resource.Value) { Labels = resource.Labels, CreatedAt = resource.CreatedAt, UpdatedAt = resource.UpdatedAt }, Json);

    /// <summary>The fields that every resource has, to begin a table with.</summary>
    private protected FieldTable<Resource<T>> Common() => ResourceFields.Common<T>(NameOf);
}

/// <summary>The fields that every resource has.</summary>
static class ResourceFields
{
    public static FieldTable<Resource<T>> Common<T>(Func<T, string> nameOf)
        where T : class
        => new FieldTable<Resource<T>>()
            .Text("name", r => nameOf(r.Value))
            .Text("source", r => r.Source)
            .Map("labels", r => r.Labels)
            .Time("create_time", r => r.CreatedAt)
            .Time("update_time", r => r.UpdatedAt);
}
