using System.Globalization;
using ControlPlane.Storage.Tests.DynamoDb;
using Xunit;

[assembly: AssemblyFixture(typeof(DynamoDbServer))]

namespace ControlPlane.Storage.Tests.DynamoDb;

/// <summary>The server of all tests of the assembly. Each test has a table of its own.</summary>
public sealed class DynamoDbServer : LocalDynamoDb, IAsyncLifetime
{
    int _tables;

    /// <summary>A table that nobody has used yet.</summary>
    public string NewTable() => string.Create(CultureInfo.InvariantCulture, $"t{Interlocked.Increment(ref _tables)}-controlplane");

    public async ValueTask InitializeAsync() => await CreateAsync();

    public async ValueTask DisposeAsync() => await RemoveAsync();
}
