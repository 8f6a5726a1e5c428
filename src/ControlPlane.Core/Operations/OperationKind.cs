using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ControlPlane.Operations;

/// <summary>A kind of long work.</summary>
public interface IOperationKind
{
    /// <summary>Its name, such as <c>accounts.verify</c>: the operation's kind and the audit events' action.</summary>
    string Name { get; }

    /// <summary>Whether the work may be begun again where a process left it. What may not, ends when its process does.</summary>
    bool IsResumable { get; }

    /// <summary>Whether it has room of its own, so that it does not wait for other work.</summary>
    bool IsUrgent { get; }

    /// <summary>Does the work.</summary>
    /// <param name="run">The operation.</param>
    /// <returns>The result as JSON.</returns>
    Task<string> RunAsync(OperationRun run);

    /// <summary>The result of an operation of this kind as its own type.</summary>
    object ReadResult(string json);
}

/// <summary>A kind of long work with typed order and result.</summary>
/// <typeparam name="TOrder">What is asked for.</typeparam>
/// <typeparam name="TResult">What comes out.</typeparam>
/// <param name="name">Its name.</param>
/// <param name="orders">How orders look in the store.</param>
/// <param name="results">How results look in the store.</param>
public abstract class OperationKind<TOrder, TResult>(string name, JsonTypeInfo<TOrder> orders, JsonTypeInfo<TResult> results) : IOperationKind
    where TOrder : class
    where TResult : class
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public virtual bool IsResumable => true;

    /// <inheritdoc/>
    public virtual bool IsUrgent => false;

    /// <inheritdoc/>
    public async Task<string> RunAsync(OperationRun run)
    {
        var order = JsonSerializer.Deserialize(run.Operation.OrderJson, orders) ?? throw new JsonException("An order is null.");
        return JsonSerializer.Serialize(await WorkAsync(run, order), results);
    }

    /// <inheritdoc/>
    public object ReadResult(string json) => JsonSerializer.Deserialize(json, results) ?? throw new JsonException("A result is null.");

    /// <summary>Does the work.</summary>
    /// <exception cref="Errors.RefusedException">Why it cannot be done.</exception>
    protected abstract Task<TResult> WorkAsync(OperationRun run, TOrder order);

    /// <summary>An order of this kind.</summary>
    protected OperationOrder Order(string target, TOrder order) => new(Name, target, JsonSerializer.Serialize(order, orders));
}
