using ControlPlane.IdentityProviders;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Core.Tests.IdentityProviders;

public sealed class IdentityProviderSettingsTests : IAsyncLifetime
{
    static readonly FakeTimeProvider Time = new(new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));
    readonly TemporaryStore _files = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _files.DisposeAsync();

    async Task<string[]> FailuresAsync(params (string Key, string Value)[] options)
    {
        var invalid = await Assert.ThrowsAsync<OptionsValidationException>(() => RunningRegistry.StartAsync(_files.Open(), Time, options));
        return [.. invalid.Failures];
    }

    string WriteFile(string name, string text)
    {
        File.WriteAllText(_files.Path(name), text);
        return _files.Path(name);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once()
    {
        var good = WriteFile("idp.xml", Sample.Metadata());

        var failures = await FailuresAsync(
            ("a:Metadata", good), ("a:SpeaksForAllUsers", "true"), ("a:ClockSkew", "00:06:00"), ("a:MaximumAuthenticationAge", "00:00:01"),
            ("b:Metadata", good), ("b:RequireEncyption", "true"), ("b:AllowSha1", "perhaps"),
            ("c:Metadata", _files.Path("missing.xml")), ("c:StsRole", "arn:aws:iam::111122223333:role/x"), ("c:MultiFactorEvidence:0", "mfa"),
            ("d:Metadata", "http://idp.example/metadata"), ("d:MetadataRefresh", "00:00:10"),
            ("e e:Metadata", "https://user:secret@idp.example/metadata"));

        Assert.Contains(failures, x => x.Contains("a:", StringComparison.Ordinal) && x.Contains("ClockSkew", StringComparison.Ordinal));
        Assert.Contains(failures, x => x.Contains("a:", StringComparison.Ordinal) && x.Contains("MaximumAuthenticationAge", StringComparison.Ordinal));
        Assert.Contains(failures, x => x.Contains("'a' and 'b' have the same entity id", StringComparison.Ordinal));
        Assert.Contains(failures, x => x.Contains("b:SpeaksForAllUsers", StringComparison.Ordinal));
        Assert.Contains("IdentityProviders:b:RequireEncyption: there is no such option.", failures);
        Assert.Contains(failures, x => x.Contains("IdentityProviders:b", StringComparison.Ordinal) && x.Contains("AllowSha1", StringComparison.Ordinal));
        Assert.Contains(failures, x => x.Contains("c:Metadata", StringComparison.Ordinal) && x.Contains("missing.xml", StringComparison.Ordinal));
        Assert.Contains(failures, x => x.Contains("c:StsSamlProvider", StringComparison.Ordinal));
        Assert.Contains(failures, x => x.Contains("c:MultiFactorEvidence", StringComparison.Ordinal));
        Assert.Contains(failures, x => x.Contains("d:Metadata: the address must be https", StringComparison.Ordinal));
        Assert.Contains(failures, x => x.Contains("d:", StringComparison.Ordinal) && x.Contains("MetadataRefresh", StringComparison.Ordinal));
        Assert.Contains(failures, x => x.Contains("e e:", StringComparison.Ordinal) && x.Contains("a name has", StringComparison.Ordinal));
        Assert.Contains(failures, x => x.Contains("e e:Metadata: an address must not hold a password", StringComparison.Ordinal));
        Assert.DoesNotContain(failures, x => x.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Missing_metadata_is_told()
        => Assert.Contains("Metadata", Assert.Single(await FailuresAsync(("a:AllowSha1", "true"))), StringComparison.Ordinal);

    [Fact]
    public async Task File_with_several_identity_providers_needs_the_entity_id()
    {
        var path = WriteFile("federation.xml", Sample.Several(Sample.Metadata("urn:a"), Sample.Metadata("urn:b")));

        var ambiguous = Assert.Single(await FailuresAsync(("a:Metadata", path)));
        var absent = Assert.Single(await FailuresAsync(("a:Metadata", path), ("a:EntityId", "urn:c")));

        Assert.Contains("'urn:a', 'urn:b'. Set EntityId", ambiguous, StringComparison.Ordinal);
        Assert.Contains("'urn:c'", absent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_of_the_metadata_must_be_there()
    {
        var failure = Assert.Single(await FailuresAsync(
            ("a:Metadata", "https://idp.example/metadata"), ("a:MetadataSigningCertificate", _files.Path("missing.pem"))));

        Assert.Contains("a:MetadataSigningCertificate", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_is_no_metadata_is_told_with_what_it_is()
    {
        var failure = Assert.Single(await FailuresAsync(("a:Metadata", WriteFile("x.xml", "<html/>"))));

        Assert.Contains("'html'", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Attributes_that_may_have_several_values_are_groups_evidence_and_those_that_are_named()
    {
        var options = new IdentityProviderOptions
        {
            GroupAttribute = "memberOf",
            AllowSha1 = true,
            AllowAesCbc = true,
            RequireEncryption = true,
            MultiValuedAttributes = { "roles" },
            MultiFactorEvidence = { "http://claims.example/methods=http://claims.example/multiple", "https://refeds.org/profile/mfa" },
        };

        var rules = options.ToTrustRules();

        Assert.True(rules is { AllowSha1: true, AllowAesCbc: true, RequireEncryption: true, AllowIdpInitiated: true });
        Assert.Equal(["http://claims.example/methods", "memberOf", "roles"], rules.MultiValuedAttributes.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("", 0, "01:00:00")]
    [InlineData("cacheDuration=\"PT10M\"", 0, "00:10:00")]
    [InlineData("cacheDuration=\"PT5S\"", 0, "00:01:00")]
    [InlineData("cacheDuration=\"P1D\"", 0, "01:00:00")]
    [InlineData("validUntil=\"2026-03-04T05:46:07Z\"", 0, "00:20:00")]
    [InlineData("", 1, "00:00:30")]
    [InlineData("", 3, "00:02:00")]
    [InlineData("", 50, "01:00:00")]
    public async Task Next_reading_comes_as_soon_as_options_metadata_and_failures_ask_for(string attributes, int failures, string expected)
    {
        var path = WriteFile("idp.xml", Sample.Metadata(attributes: attributes));
        await using var running = await RunningRegistry.StartAsync(_files.Open(Time), Time, ("corp:Metadata", path));

        var delay = IdentityProviderRefresher.NextDelay(Assert.Single(running.Registry.Entries), failures, Time.GetUtcNow());

        Assert.Equal(TimeSpan.Parse(expected, null), delay);
    }
}
