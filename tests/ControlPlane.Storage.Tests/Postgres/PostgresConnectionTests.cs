using Amazon.Runtime;
using ControlPlane.Errors;
using ControlPlane.Storage.Postgres;
using Xunit;

namespace ControlPlane.Storage.Tests.Postgres;

/// <summary>How the connection is made: who proves what to whom.</summary>
public sealed class PostgresConnectionTests(PostgresServer server) : IAsyncLifetime
{
    readonly PostgresWorld _world = new(server);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("Host=db.example.com")]
    [InlineData("Host=db.example.com;Nonsense=1")]
    [InlineData("this is not a list")]
    public void A_connection_string_that_cannot_serve_is_refused_without_being_quoted(string text)
    {
        var refusal = Assert.Throws<RefusedException>(() => _world.Make(change: o => o.ConnectionString = text));

        Assert.Equal("STORE_NOT_CONFIGURED", refusal.Reason);
        Assert.DoesNotContain("Nonsense", refusal.ToString(), StringComparison.Ordinal);
    }

    // The attack: somebody answers in the place of the database and reads what it is told.
    [Theory]
    [InlineData("")]
    [InlineData(";SSL Mode=Disable")]
    [InlineData(";SSL Mode=Require")]
    public void A_database_elsewhere_must_prove_who_it_is(string more)
    {
        var text = "Host=127.0.0.1,db.example.com;Database=x;Username=app" + more;

        Assert.Equal("STORE_TLS_REQUIRED", Assert.Throws<RefusedException>(() => _world.Make(change: o => o.ConnectionString = text)).Reason);
        Assert.NotNull(_world.Make(change: o => (o.ConnectionString, o.AllowUnverifiedServer) = (text, true)));
        Assert.NotNull(_world.Make(change: o => o.ConnectionString = "Host=db.example.com;Database=x;Username=app;SSL Mode=VerifyFull"));
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_refused()
    {
        var verified = server.Connection() + ";SSL Mode=VerifyFull";

        var trusted = await _world.OpenAsync(Ct, change: o => o.ConnectionString = $"{verified};Root Certificate={server.Certificate}");
        Assert.Equal(0, await trusted.GetRevisionAsync(Ct));
        Assert.Equal("STORE_UNAVAILABLE", (await Assert.ThrowsAsync<RefusedException>(() => _world.OpenAsync(Ct, change: o => o.ConnectionString = verified))).Reason);
    }

    [Fact]
    public async Task The_password_is_read_from_a_file_and_read_again_after_a_change()
    {
        var file = Path.GetTempFileName();
        try
        {
            var role = _world.Schema;
            await server.AdministerAsync($"CREATE ROLE {role} LOGIN PASSWORD 'one'");
            await server.AdministerAsync($"CREATE SCHEMA {_world.Schema} AUTHORIZATION {role}");
            await File.WriteAllTextAsync(file, "one\n", Ct);
            var store = await _world.OpenAsync(Ct, change: o => (o.ConnectionString, o.PasswordFile) = (
                server.Connection(role).Replace(";Password=correct horse", "", StringComparison.Ordinal), file));

            await server.AdministerAsync($"ALTER ROLE {role} PASSWORD 'two'");
            await File.WriteAllTextAsync(file, "two\n", Ct);
            await server.AdministerAsync($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '{role}'");

            await PostgresFaultTests.EventuallyAsync(() => store.TryWriteAsync([new("a/1", "{}"u8.ToArray())], Ct));
            Assert.Equal(1, await store.GetRevisionAsync(Ct));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void An_iam_token_is_a_presigned_connect_without_its_scheme()
    {
        var token = RdsToken.Create("db.cluster-x.eu-central-1.rds.amazonaws.com", 5432, "control plane", "eu-central-1", new ImmutableCredentials("AKIDEXAMPLE", "secret", "session/token"));

        var parts = new Uri("https://" + token);
        var query = System.Web.HttpUtility.ParseQueryString(parts.Query);
        Assert.Equal("db.cluster-x.eu-central-1.rds.amazonaws.com:5432", parts.Authority);
        Assert.Equal("connect", query["Action"]);
        Assert.Equal("control plane", query["DBUser"]);
        Assert.Equal("900", query["X-Amz-Expires"]);
        Assert.Equal("AWS4-HMAC-SHA256", query["X-Amz-Algorithm"]);
        Assert.Matches("^AKIDEXAMPLE/[0-9]{8}/eu-central-1/rds-db/aws4_request$", query["X-Amz-Credential"]);
        Assert.Equal("host", query["X-Amz-SignedHeaders"]);
        Assert.Equal("session/token", query["X-Amz-Security-Token"]);
        Assert.Matches("^[0-9a-f]{64}$", query["X-Amz-Signature"]);
        Assert.DoesNotContain("secret", token, StringComparison.Ordinal);
    }
}
