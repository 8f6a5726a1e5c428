using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Web;
using ControlPlane.Saml.Bindings;
using ControlPlane.Saml.Metadata;
using ControlPlane.Saml.Tests.Bindings;
using Xunit;

namespace ControlPlane.Saml.Tests.Interop;

/// <summary>What every identity provider must be able to do with us, and we with it.</summary>
public abstract partial class InteropTests(Peer peer)
{
    protected const string Sha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    const string PeerId = "https://idp.example/metadata";

    protected static ServiceProvider Us { get; } = new()
    {
        EntityId = "https://studio.example/saml/metadata",
        AssertionConsumerService = new("https://studio.example/saml/acs"),
        SingleLogoutService = new("https://studio.example/saml/slo"),
        DecryptionCertificates = [TestKeys.Decryption],
    };

    protected Peer Peer => peer;

    /// <summary>AES-256-GCM under RSA-OAEP, as this peer wants to be told.</summary>
    protected abstract object AuthenticatedEncryption { get; }

    public static TheoryData<bool, bool, bool> Signatures => new()
    {
        // on the assertion, on the response, answers a request
        { true, false, true },
        { true, false, false },
        { false, true, true },
        { false, true, false },
        { true, true, true },
        { true, true, false },
    };

    [Theory, MemberData(nameof(Signatures))]
    public async Task Signed_response_is_accepted(bool onAssertion, bool onResponse, bool answersRequest)
    {
        var request = answersRequest ? "_request1" : null;

        var response = await RespondAsync(new() { SignAssertion = onAssertion, SignResponse = onResponse, InResponseTo = request });
        var assertion = (await ValidatorAsync()).Validate(response, request).Value;

        Assert.Equal("user@example.com", assertion.Subject.Value);
        Assert.Equal(PeerId, assertion.Issuer);
        Assert.Equal(request, assertion.InResponseTo);
        Assert.Equal(["00u-1"], assertion.Values("ssouserid"));
        Assert.Equal(["Team1"], assertion.Values("teamid"));
        Assert.Equal("urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport", assertion.AuthnContextClass);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Response_that_was_changed_is_refused(bool onAssertion, bool onResponse)
    {
        var response = await RespondAsync(new() { SignAssertion = onAssertion, SignResponse = onResponse });
        var validator = await ValidatorAsync();

        var otherUser = Assert.Throws<SamlRefusedException>(() => validator.Validate(Change(response, "00u-1", "00u-2"), null));
        var otherTeam = Assert.Throws<SamlRefusedException>(() => validator.Validate(Change(response, ">Team1<", ">Team2<"), null));

        Assert.Equal(SamlReasons.DigestMismatch, otherUser.Reason);
        Assert.Equal(SamlReasons.DigestMismatch, otherTeam.Reason);
    }

    [Fact]
    public async Task Unsigned_response_is_refused()
    {
        var signed = Encoding.UTF8.GetString(Convert.FromBase64String(await RespondAsync(new())));
        var start = signed.IndexOf(":Signature ", StringComparison.Ordinal);
        start = signed.LastIndexOf('<', start);
        var end = signed.IndexOf(":Signature>", start, StringComparison.Ordinal) + ":Signature>".Length;
        var unsigned = Convert.ToBase64String(Encoding.UTF8.GetBytes(signed.Remove(start, end - start)));

        var validator = await ValidatorAsync();

        Assert.Equal(SamlReasons.SignatureMissing, Assert.Throws<SamlRefusedException>(() => validator.Validate(unsigned, null)).Reason);
    }

    [Fact]
    public async Task Response_of_a_stranger_with_the_same_name_is_refused()
    {
        var response = await RespondAsync(new() { Key = TestKeys.OtherRsa });
        var validator = await ValidatorAsync();

        Assert.Equal(SamlReasons.SignatureInvalid, Assert.Throws<SamlRefusedException>(() => validator.Validate(response, null)).Reason);
    }

    [Fact]
    public async Task Response_to_another_request_is_refused()
    {
        var response = await RespondAsync(new() { InResponseTo = "_request1" });
        var validator = await ValidatorAsync();

        Assert.Equal(SamlReasons.InResponseToMismatch, Assert.Throws<SamlRefusedException>(() => validator.Validate(response, "_request2")).Reason);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Encrypted_response_is_accepted(bool onAssertion, bool onResponse)
    {
        var response = await RespondAsync(new() { SignAssertion = onAssertion, SignResponse = onResponse, Encryption = AuthenticatedEncryption });

        var assertion = (await ValidatorAsync()).Validate(response, null).Value;

        Assert.DoesNotContain("00u-1", Encoding.UTF8.GetString(Convert.FromBase64String(response)), StringComparison.Ordinal);
        Assert.Equal(["00u-1"], assertion.Values("ssouserid"));
    }

    [Fact]
    public async Task Metadata_of_the_peer_is_read()
    {
        var descriptor = await DescribePeerAsync(wantsSigned: true);

        Assert.Equal(PeerId, descriptor.EntityId);
        Assert.Equal([TestKeys.Rsa.Thumbprint], descriptor.SigningCertificates.Select(x => x.Thumbprint));
        Assert.Equal(new Uri("https://idp.example/sso/redirect"), descriptor.SingleSignOnRedirect);
        Assert.Equal(new Uri("https://idp.example/sso/post"), descriptor.SingleSignOnPost);
        Assert.True(descriptor.WantsSignedRequests);
        Assert.Empty(descriptor.Warnings);
    }

    [Fact]
    public async Task Our_metadata_is_understood()
    {
        var answer = await peer.AskAsync(Command("describe", Us with { SigningCertificate = TestKeys.OtherRsa }, []));

        Assert.Equal(Us.EntityId, answer.GetProperty("entityId").GetString());
        Assert.Equal(Us.AssertionConsumerService.AbsoluteUri, answer.GetProperty("acs").GetString());
        Assert.Equal([TestKeys.Base64(TestKeys.OtherRsa)], Texts(answer, "signing"));
        Assert.Equal([TestKeys.Base64(TestKeys.Decryption)], Texts(answer, "encryption"));
    }

    [Theory]
    [InlineData(AuthnRequestBinding.Redirect, false)]
    [InlineData(AuthnRequestBinding.Redirect, true)]
    [InlineData(AuthnRequestBinding.Post, false)]
    [InlineData(AuthnRequestBinding.Post, true)]
    public async Task Our_request_is_accepted(AuthnRequestBinding binding, bool isSigned)
    {
        var us = Us with { SigningCertificate = isSigned ? TestKeys.OtherRsa : null };
        var request = await BuildAsync(us, binding, isSigned);

        var answer = await SendAsync(us, request, isSigned);

        Assert.Equal(request.RequestId, answer.GetProperty("id").GetString());
        Assert.Equal(us.EntityId, answer.GetProperty("issuer").GetString());
        Assert.Equal($"https://idp.example/sso/{binding.ToString().ToLowerInvariant()}", answer.GetProperty("destination").GetString());
        Assert.Equal(us.AssertionConsumerService.AbsoluteUri, answer.GetProperty("acs").GetString());
    }

    [Theory]
    [InlineData(AuthnRequestBinding.Redirect)]
    [InlineData(AuthnRequestBinding.Post)]
    public async Task Our_request_under_another_key_than_our_metadata_names_is_refused_by_the_peer(AuthnRequestBinding binding)
    {
        var request = await BuildAsync(Us with { SigningCertificate = TestKeys.Rsa }, binding, isSigned: true);

        var refusal = await Assert.ThrowsAsync<PeerRefusedException>(
            () => SendAsync(Us with { SigningCertificate = TestKeys.OtherRsa }, request, isSigned: true));

        Assert.Matches("(?i)sign|UNMATCH_CERTIFICATE", refusal.Message);
    }

    /// <summary>What a test wants the peer to send.</summary>
    protected sealed record Wish
    {
        public bool SignAssertion { get; init; } = true;

        public bool SignResponse { get; init; }

        public string? InResponseTo { get; init; }

        public X509Certificate2 Key { get; init; } = TestKeys.Rsa;

        public object? Encryption { get; init; }

        public string SignatureAlgorithm { get; init; } = Sha256;
    }

    protected async Task<string> RespondAsync(Wish wish)
    {
        var answer = await peer.AskAsync(Command("respond", Us, new()
        {
            ["key"] = Pem(wish.Key),
            ["certificate"] = wish.Key.ExportCertificatePem(),
            ["signAssertion"] = wish.SignAssertion,
            ["signResponse"] = wish.SignResponse,
            ["inResponseTo"] = wish.InResponseTo,
            ["encryption"] = wish.Encryption,
            ["signatureAlgorithm"] = wish.SignatureAlgorithm,
            ["user"] = "user@example.com",
            ["attributes"] = new { ssouserid = "00u-1", teamid = "Team1" },
        }));
        return answer.GetProperty("response").GetString()!;
    }

    /// <summary>A validator that trusts what the peer's own metadata says.</summary>
    protected async Task<ResponseValidator> ValidatorAsync(TrustRules? rules = null)
    {
        var trusted = (await DescribePeerAsync(wantsSigned: false)).ToIdentityProvider("peer", rules ?? new());
        return new(Us, entityId => entityId == trusted.EntityId ? trusted : null, TimeProvider.System);
    }

    protected async Task<AuthnRequestMessage> BuildAsync(ServiceProvider us, AuthnRequestBinding binding, bool isSigned, AuthnRequestOptions? options = null)
    {
        var trusted = (await DescribePeerAsync(isSigned)).ToIdentityProvider("peer", new());
        return new AuthnRequestBuilder(us, TimeProvider.System).Build(trusted, "relay/state+1", (options ?? new()) with { Binding = binding });
    }

    protected Task<JsonElement> SendAsync(ServiceProvider us, AuthnRequestMessage message, bool isSigned)
        => peer.AskAsync(Command("receive", us, new()
        {
            // A signature beside the message is checked by another function than one inside, and not demanded by the first.
            ["wantsSigned"] = isSigned && WantsSigned(message),
            ["binding"] = message is RedirectAuthnRequest ? "redirect" : "post",
            ["request"] = message switch
            {
                RedirectAuthnRequest redirect => Redirected(redirect.Location, isSigned),
                PostAuthnRequest post => Posted(post),
                _ => throw new InvalidOperationException($"No such message: {message}."),
            },
        }));

    protected virtual bool WantsSigned(AuthnRequestMessage message) => true;

    protected abstract object Redirected(Uri location, bool isSigned);

    protected abstract object Posted(PostAuthnRequest post);

    protected static Dictionary<string, string> Query(Uri location)
    {
        var query = HttpUtility.ParseQueryString(location.Query);
        return query.AllKeys.ToDictionary(x => x!, x => query[x]!);
    }

    protected static string[] Texts(JsonElement answer, string name)
        => [.. answer.GetProperty(name).EnumerateArray().Select(x => x.GetString()!)];

    static string Change(string response, string from, string to)
    {
        var xml = Encoding.UTF8.GetString(Convert.FromBase64String(response));
        Assert.Contains(from, xml, StringComparison.Ordinal);
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(xml.Replace(from, to, StringComparison.Ordinal)));
    }

    async Task<IdentityProviderDescriptor> DescribePeerAsync(bool wantsSigned)
    {
        var command = Command("metadata", Us, new() { ["wantsSigned"] = wantsSigned });
        command.Remove("serviceProvider");
        var answer = await peer.AskAsync(command);
        var metadata = Encoding.UTF8.GetBytes(answer.GetProperty("metadata").GetString()!);
        return Assert.Single(IdentityProviderMetadata.Read(metadata, null, TimeProvider.System.GetUtcNow()));
    }

    static Dictionary<string, object?> Command(string name, ServiceProvider us, Dictionary<string, object?> more)
    {
        Dictionary<string, object?> command = new()
        {
            ["do"] = name,
            ["entityId"] = PeerId,
            ["location"] = "https://idp.example/sso",
            ["key"] = Pem(TestKeys.Rsa),
            ["certificate"] = TestKeys.Rsa.ExportCertificatePem(),
            ["serviceProvider"] = ServiceProviderMetadata.Write(us),
            ["serviceProviderId"] = us.EntityId,
        };
        foreach (var (key, value) in more)
        {
            command[key] = value;
        }

        return command;
    }

    static string Pem(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPrivateKey();
        return rsa!.ExportPkcs8PrivateKeyPem();
    }
}
