using ControlPlane.Errors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Core.Tests.IdentityProviders;

public sealed class IdentityProviderRegistryTests : IAsyncLifetime
{
    static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
    readonly FakeTimeProvider _time = new(Now);
    readonly TemporaryStore _files = new();
    MetadataServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await MetadataServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _files.DisposeAsync();
    }

    Task<RunningRegistry> StartAsync(params (string Key, string Value)[] options) => RunningRegistry.StartAsync(_files.Open(_time), _time, options);

    Task<RunningRegistry> StartFromServerAsync(string metadata)
    {
        _server.Serve("/corp", metadata);
        return StartAsync(("corp:Metadata", _server.Address("/corp")));
    }

    string WriteFile(string name, string text)
    {
        File.WriteAllText(_files.Path(name), text);
        return _files.Path(name);
    }

    static string[] Thumbprints(RunningRegistry running)
        => [.. running.Registry.Find(Sample.EntityId)!.SigningCertificates.Select(x => x.Thumbprint)];

    [Fact]
    public async Task Identity_provider_from_a_file_is_trusted_once_the_host_has_started()
    {
        await using var running = await StartAsync(
            ("corp:Metadata", WriteFile("idp.xml", Sample.Metadata())), ("corp:AllowIdpInitiated", "false"), ("corp:ClockSkew", "00:00:30"));

        var found = running.Registry.Find(Sample.EntityId)!;

        Assert.Equal("corp", found.Name);
        Assert.Same(found, running.Registry.FindByName("CORP"));
        Assert.Equal([found], running.Registry.Usable);
        Assert.Equal(new Uri("https://idp.example/sso"), found.SingleSignOnRedirect);
        Assert.False(found.Rules.AllowIdpInitiated);
        Assert.Equal(TimeSpan.FromSeconds(30), found.Rules.ClockSkew);
    }

    [Fact]
    public async Task Unknown_names_and_entities_are_not_found()
    {
        await using var running = await StartAsync(("corp:Metadata", WriteFile("idp.xml", Sample.Metadata())));

        Assert.Null(running.Registry.Find(Sample.EntityId.ToUpperInvariant()));
        Assert.Null(running.Registry.FindByName("other"));
        Assert.Equal("corp", running.Registry.FindByName("corp")!.Name);
        Assert.Equal("ssouserid", running.Registry.Options("corp").UserAttribute);
        Assert.Equal("IDENTITY_PROVIDER_NOT_FOUND", Assert.Throws<RefusedException>(() => running.Registry.Options("other")).Reason);
    }

    [Fact]
    public async Task Nothing_configured_means_nobody_trusted()
    {
        await using var running = await StartAsync();

        Assert.Empty(running.Registry.Status);
        Assert.Empty(running.Registry.Usable);
        Assert.Null(running.Registry.Find(Sample.EntityId));
    }

    [Fact]
    public async Task Certificate_roll_over_is_seen_in_the_background()
    {
        await using var running = await StartFromServerAsync(Sample.Metadata());
        _server.Serve("/corp", Sample.Metadata(certificates: [Sample.Certificate, Sample.NextCertificate]));

        await UntilAsync(() => Thumbprints(running).Length == 2);
        _server.Serve("/corp", Sample.Metadata(certificates: Sample.NextCertificate));
        await UntilAsync(() => Thumbprints(running).Length == 1);

        Assert.Equal([Sample.NextCertificate.Thumbprint], Thumbprints(running));
    }

    public static TheoryData<string> Breakages => ["status", "garbage", "redirect", "drop", "huge", "no-certificate"];

    [Theory, MemberData(nameof(Breakages))]
    public async Task Source_that_breaks_leaves_the_last_good_metadata_in_use_until_it_comes_back(string breakage)
    {
        await using var running = await StartFromServerAsync(Sample.Metadata());
        Break(breakage);
        _time.Advance(TimeSpan.FromMinutes(10));

        var isRefreshed = await running.RefreshAsync();
        var broken = running.Status;
        _server.Serve("/corp", Sample.Metadata(certificates: Sample.NextCertificate));
        await running.RefreshAsync();

        Assert.False(isRefreshed);
        Assert.True(broken.IsUsable);
        Assert.NotEmpty(broken.Error!);
        Assert.Equal(Now, broken.LastRefresh);
        Assert.Equal(TimeSpan.FromMinutes(10), broken.Age);
        Assert.Equal(Now + TimeSpan.FromMinutes(10), broken.LastAttempt);
        Assert.Null(running.Status.Error);
        Assert.Equal([Sample.NextCertificate.Thumbprint], Thumbprints(running));
    }

    [Fact]
    public async Task Redirect_is_told_and_not_followed()
    {
        _server.Serve("/elsewhere", Sample.Metadata());
        _server.Redirect("/corp", _server.Address("/elsewhere"));

        await using var running = await StartAsync(("corp:Metadata", _server.Address("/corp")));

        Assert.Null(running.Registry.Find(Sample.EntityId));
        Assert.Contains(_server.Address("/elsewhere"), running.Status.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_without_metadata_and_copy_is_possible_and_heals_in_the_background()
    {
        _server.Fail("/corp", 503);
        await using var running = await StartAsync(("corp:Metadata", _server.Address("/corp")));
        Assert.False(running.Status.IsUsable);
        Assert.Contains("503", running.Status.Error, StringComparison.Ordinal);

        _server.Serve("/corp", Sample.Metadata());
        await UntilAsync(() => running.Status.IsUsable);

        Assert.NotNull(running.Registry.Find(Sample.EntityId));
    }

    [Fact]
    public async Task Restart_while_the_identity_provider_is_down_goes_on_with_the_stored_copy()
    {
        await using (await StartFromServerAsync(Sample.Metadata(certificates: [Sample.Certificate, Sample.NextCertificate])))
        {
            _server.Drop("/corp");
        }

        _time.Advance(TimeSpan.FromHours(3));
        await using var running = await StartAsync(("corp:Metadata", _server.Address("/corp")));

        Assert.Equal([Sample.Certificate.Thumbprint, Sample.NextCertificate.Thumbprint], Thumbprints(running));
        Assert.Equal(new Uri("https://idp.example/sso"), running.Registry.FindByName("corp")!.SingleSignOnRedirect);
        Assert.Equal(new(new("https://idp.example/slo"), new("https://idp.example/slo/done")), running.Registry.FindByName("corp")!.SingleLogoutRedirect);
        Assert.Null(running.Registry.FindByName("corp")!.SingleLogoutPost);
        Assert.True(running.Status.IsFromStore);
        Assert.Equal(TimeSpan.FromHours(3), running.Status.Age);
        Assert.NotNull(running.Status.Error);
        _server.Serve("/corp", Sample.Metadata());
        Assert.True(await running.RefreshAsync());
        Assert.False(running.Status.IsFromStore);
    }

    [Fact]
    public async Task Copy_that_was_read_under_other_options_is_not_used()
    {
        await using (await StartFromServerAsync(Sample.Metadata()))
        {
            _server.Drop("/corp");
            _server.Drop("/other");
        }

        await using var otherSource = await StartAsync(("corp:Metadata", _server.Address("/other")));
        await using var otherEntity = await StartAsync(("corp:Metadata", _server.Address("/corp")), ("corp:EntityId", "urn:other"));
        var certificate = WriteFile("signer.pem", Sample.Certificate.ExportCertificatePem());
        await using var otherTrust = await StartAsync(("corp:Metadata", _server.Address("/corp")), ("corp:MetadataSigningCertificate", certificate));

        Assert.False(otherSource.Status.IsUsable);
        Assert.False(otherEntity.Status.IsUsable);
        Assert.False(otherTrust.Status.IsUsable);
    }

    [Fact]
    public async Task Metadata_is_not_used_beyond_its_end()
    {
        await using var running = await StartFromServerAsync(Sample.Metadata(attributes: $"validUntil=\"{Now.AddMinutes(30):O}\""));
        _server.Drop("/corp");
        Assert.NotNull(running.Registry.Find(Sample.EntityId));

        _time.Advance(TimeSpan.FromMinutes(30));

        Assert.Null(running.Registry.Find(Sample.EntityId));
        Assert.Null(running.Registry.FindByName("corp"));
        Assert.Empty(running.Registry.Usable);
        Assert.False(running.Status.IsUsable);
    }

    [Fact]
    public async Task Source_that_suddenly_describes_another_entity_is_refused()
    {
        await using var running = await StartFromServerAsync(Sample.Metadata());
        _server.Serve("/corp", Sample.Metadata(entityId: "urn:other", certificates: Sample.NextCertificate));

        await running.RefreshAsync();

        Assert.Null(running.Registry.Find("urn:other"));
        Assert.Equal([Sample.Certificate.Thumbprint], Thumbprints(running));
        Assert.Contains("'urn:other' instead of", running.Status.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_source_of_one_entity_is_refused_and_cannot_add_its_keys()
    {
        _server.Fail("/late", 503);
        _server.Serve("/corp", Sample.Metadata());
        await using var running = await StartAsync(
            ("corp:Metadata", _server.Address("/corp")), ("corp:SpeaksForAllUsers", "true"),
            ("late:Metadata", _server.Address("/late")), ("late:SpeaksForAllUsers", "false"));
        _server.Serve("/late", Sample.Metadata(certificates: Sample.NextCertificate));

        await running.RefreshAsync("late");

        Assert.Equal("corp", running.Registry.Find(Sample.EntityId)!.Name);
        Assert.Equal([Sample.Certificate.Thumbprint], Thumbprints(running));
        Assert.Contains("'corp' has the entity id", running.Registry.Status.Single(x => x.Name == "late").Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_entity_of_several_is_chosen_by_its_id()
    {
        var path = WriteFile("federation.xml", Sample.Several(Sample.Metadata("urn:a"), Sample.Metadata("urn:b")));

        await using var running = await StartAsync(("corp:Metadata", path), ("corp:EntityId", "urn:b"));

        Assert.Null(running.Registry.Find("urn:a"));
        Assert.Equal("corp", running.Registry.Find("urn:b")!.Name);
    }

    [Fact]
    public async Task Signature_is_demanded_when_its_certificate_is_configured()
    {
        var signer = WriteFile("signer.pem", Sample.NextCertificate.ExportCertificatePem());
        _server.Serve("/corp", Sample.Sign(Sample.Metadata(), Sample.NextCertificate));
        await using var running = await StartAsync(("corp:Metadata", _server.Address("/corp")), ("corp:MetadataSigningCertificate", signer));
        Assert.NotNull(running.Registry.Find(Sample.EntityId));

        _server.Serve("/corp", Sample.Metadata(certificates: Sample.NextCertificate));
        Assert.False(await running.RefreshAsync());
        _server.Serve("/corp", Sample.Sign(Sample.Metadata(certificates: Sample.NextCertificate), Sample.Certificate));
        Assert.False(await running.RefreshAsync());

        Assert.Equal([Sample.Certificate.Thumbprint], Thumbprints(running));
        Assert.Contains("not signed by the configured certificate", running.Status.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_tells_certificates_and_when_they_end()
    {
        await using var running = await StartFromServerAsync(Sample.Metadata(attributes: $"validUntil=\"{Now.AddDays(2):O}\""));

        var status = running.Status;

        var certificate = Assert.Single(status.Certificates);
        Assert.Equal("CN=first", certificate.Subject);
        Assert.Equal(new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero), certificate.Expires);
        Assert.Equal(Sample.EntityId, status.EntityId);
        Assert.Equal(Now.AddDays(2), status.ValidUntil);
        Assert.Equal(_server.Address("/corp"), status.Source);
        Assert.Equal(TimeSpan.Zero, status.Age);
    }

    void Break(string breakage)
    {
        switch (breakage)
        {
            case "status": _server.Fail("/corp", 500); break;
            case "garbage": _server.Serve("/corp", "<html>Down for maintenance</html>"); break;
            case "redirect": _server.Redirect("/corp", "https://elsewhere.example/"); break;
            case "drop": _server.Drop("/corp"); break;
            case "huge": _server.Serve("/corp", new string(' ', 5 * 1024 * 1024)); break;
            case "no-certificate": _server.Serve("/corp", Sample.Metadata().Replace("use=\"signing\"", "use=\"encryption\"", StringComparison.Ordinal)); break;
            default: throw new ArgumentOutOfRangeException(nameof(breakage));
        }
    }

    /// <summary>Lets the clock run until the background has done it.</summary>
    async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            Assert.True(i < 300, "The background did not do it in time.");
            _time.Advance(TimeSpan.FromMinutes(20));
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }
    }
}
