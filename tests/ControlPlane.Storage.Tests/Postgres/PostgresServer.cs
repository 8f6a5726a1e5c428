using System.Globalization;
using ControlPlane.Storage.Tests.Postgres;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace ControlPlane.Storage.Tests.Postgres;

/// <summary>The server of all tests of the assembly. Each test has a schema of its own.</summary>
public sealed class PostgresServer : LocalPostgres, IAsyncLifetime
{
    int _schemas;

    /// <summary>A schema that no other test uses.</summary>
    public string NewSchema() => string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _schemas)}");

    public async ValueTask InitializeAsync() => await CreateAsync();

    public async ValueTask DisposeAsync() => await RemoveAsync();
}
