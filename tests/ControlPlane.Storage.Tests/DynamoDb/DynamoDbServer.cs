using System.Globalization;
using Amazon.Runtime;
using ControlPlane.Storage.Tests.DynamoDb;
using Xunit;

[assembly: AssemblyFixture(typeof(DynamoDbServer))]

namespace ControlPlane.Storage.Tests.DynamoDb;

/// <summary>The server of all tests of the assembly. Each test has a table of its own.</summary>
public sealed class DynamoDbServer : LocalDynamoDb, IAsyncLifetime
{
    int _tables;

    /// <summary>What it is asked with: it checks no key, but that it has letters and digits only.</summary>
    public static BasicAWSCredentials Key { get; } = new("test", "test");

    /// <summary>A table that nobody has used yet.</summary>
    public string NewTable() => string.Create(CultureInfo.InvariantCulture, $"t{Interlocked.Increment(ref _tables)}-controlplane");

    public async ValueTask InitializeAsync() => await CreateAsync();

    public async ValueTask DisposeAsync() => await RemoveAsync();
}
