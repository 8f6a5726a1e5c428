using System.Text.Json;
using ControlPlane.Saml.Logout;
using ControlPlane.Saml.Tests.Bindings;
using Xunit;

namespace ControlPlane.Saml.Tests.Interop;

/// <summary>Single logout, begun by either side, over either binding.</summary>
public abstract partial class InteropTests
{
    static readonly ServiceProvider Signing = Us with { SigningCertificate = TestKeys.OtherRsa };
    static readonly NameId Person = new("user@example.com", "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress");

    [Fact]
    public async Task Logout_endpoints_of_the_peer_are_read()
    {
        var descriptor = await DescribePeerAsync(wantsSigned: false);

        Assert.Equal(new Uri("https://idp.example/slo/redirect"), descriptor.SingleLogoutRedirect!.Location);
        Assert.Equal(new Uri("https://idp.example/slo/post"), descriptor.SingleLogoutPost!.ForResponses);
    }

    [Theory, InlineData(LogoutBinding.Redirect), InlineData(LogoutBinding.Post)]
    public async Task Our_logout_is_accepted_and_the_answer_to_it(LogoutBinding binding)
    {
        var trusted = await TrustedAsync();
        var message = new LogoutMessageBuilder(Signing, TimeProvider.System).BuildRequest(trusted, Person, "_session1", "relay/state+1", binding);

        var answer = await SendLogoutAsync("receiveLogout", binding, Carry(message));

        Assert.Equal(message.Id, answer.GetProperty("id").GetString());
        Assert.Equal(Us.EntityId, answer.GetProperty("issuer").GetString());
        Assert.Equal("user@example.com", answer.GetProperty("nameId").GetString());
        Assert.Equal("_session1", answer.GetProperty("sessionIndex").GetString());
        var response = Receive(answer, Validator(trusted), binding, message.Id);
        Assert.Equal(message.Id, response.InResponseTo);
        Assert.Equal("relay/state+1", response.RelayState);
        Assert.False(response.IsPartial);
    }

    [Theory, InlineData(LogoutBinding.Redirect), InlineData(LogoutBinding.Post)]
    public async Task Their_logout_is_accepted_and_our_answer_to_it(LogoutBinding binding)
    {
        var trusted = await TrustedAsync();

        var sent = await peer.AskAsync(Logout("sendLogout", binding, new() { ["user"] = Person.Value, ["sessionIndex"] = "_session1", ["relayState"] = "theirs" }));
        var request = Read(sent, Validator(trusted), binding);
        Assert.True(request.Value.Covers(PeerId, Person, "_session1", Us.EntityId));
        Assert.Equal(["_session1"], request.Value.SessionIndexes);
        Assert.Equal(sent.GetProperty("id").GetString(), request.Value.Id);
        var message = new LogoutMessageBuilder(Signing, TimeProvider.System).BuildResponse(trusted, request, LogoutStatus.Success);
        var answer = await SendLogoutAsync("finishLogout", binding, Carry(message));

        Assert.Equal(request.Value.Id, answer.GetProperty("inResponseTo").GetString());
        Assert.Equal(Us.EntityId, answer.GetProperty("issuer").GetString());
    }

    [Theory, InlineData(LogoutBinding.Redirect), InlineData(LogoutBinding.Post)]
    public async Task Our_logout_under_another_key_than_our_metadata_names_is_refused_by_the_peer(LogoutBinding binding)
    {
        var strange = Signing with { SigningCertificate = TestKeys.Rsa };
        var message = new LogoutMessageBuilder(strange, TimeProvider.System).BuildRequest(await TrustedAsync(), Person, null, "r", binding);

        var refusal = await Assert.ThrowsAsync<PeerRefusedException>(() => SendLogoutAsync("receiveLogout", binding, Carry(message)));

        Assert.Matches("(?i)sign|UNMATCH_CERTIFICATE", refusal.Message);
    }

    [Fact]
    public async Task Our_redirected_logout_that_was_changed_is_refused_by_the_peer()
    {
        var message = (RedirectLogout)new LogoutMessageBuilder(Signing, TimeProvider.System)
            .BuildRequest(await TrustedAsync(), Person, "_session1", "ours", LogoutBinding.Redirect);
        var changed = new Uri(message.Location.AbsoluteUri.Replace("RelayState=ours", "RelayState=other", StringComparison.Ordinal));

        await SendLogoutAsync("receiveLogout", LogoutBinding.Redirect, Carry(message));
        await Assert.ThrowsAsync<PeerRefusedException>(
            () => SendLogoutAsync("receiveLogout", LogoutBinding.Redirect, Carry(message with { Location = changed })));
    }

    [Fact]
    public async Task Our_posted_logout_that_was_changed_is_refused_by_the_peer()
    {
        var message = (PostLogout)new LogoutMessageBuilder(Signing, TimeProvider.System)
            .BuildRequest(await TrustedAsync(), Person, "_session1", "ours", LogoutBinding.Post);
        var fields = message.Fields.ToDictionary(x => x.Key, x => x.Value);
        await SendLogoutAsync("receiveLogout", LogoutBinding.Post, new { body = fields });
        fields["SAMLRequest"] = Change(fields["SAMLRequest"], "user@example.com", "other@example.com");

        await Assert.ThrowsAsync<PeerRefusedException>(() => SendLogoutAsync("receiveLogout", LogoutBinding.Post, new { body = fields }));
    }

    [Fact]
    public async Task Their_logout_that_was_changed_is_refused()
    {
        var validator = Validator(await TrustedAsync());
        Dictionary<string, object?> wish = new() { ["user"] = Person.Value, ["sessionIndex"] = "_session1", ["relayState"] = "theirs" };
        var posted = (await peer.AskAsync(Logout("sendLogout", LogoutBinding.Post, wish))).GetProperty("message").GetString()!;
        var query = new Uri((await peer.AskAsync(Logout("sendLogout", LogoutBinding.Redirect, wish))).GetProperty("url").GetString()!).Query;
        wish["key"] = Pem(TestKeys.OtherRsa);
        wish["certificate"] = TestKeys.OtherRsa.ExportCertificatePem();
        var strange = new Uri((await peer.AskAsync(Logout("sendLogout", LogoutBinding.Redirect, wish))).GetProperty("url").GetString()!).Query;

        Assert.Equal(SamlReasons.DigestMismatch, Reason(() => validator.ValidatePostedRequest(Change(posted, "user@example.com", "other@example.com"), null)));
        Assert.Equal(SamlReasons.SignatureInvalid, Reason(() => validator.ValidateRedirectRequest(query.Replace("=theirs", "=ours", StringComparison.Ordinal))));
        Assert.Equal(SamlReasons.SignatureInvalid, Reason(() => validator.ValidateRedirectRequest(strange)));
        Assert.Equal(LogoutReasons.SignatureMissing, Reason(() => validator.ValidateRedirectRequest(query.AsSpan(0, query.IndexOf("&Signature=", StringComparison.Ordinal)))));
    }

    static string Reason(Action action) => Assert.Throws<SamlRefusedException>(action).Reason;

    static Verified<LogoutRequest> Read(JsonElement sent, LogoutValidator validator, LogoutBinding binding)
        => binding is LogoutBinding.Redirect
            ? validator.ValidateRedirectRequest(new Uri(sent.GetProperty("url").GetString()!).Query)
            : validator.ValidatePostedRequest(sent.GetProperty("message").GetString(), sent.GetProperty("relayState").GetString());

    static LogoutResponse Receive(JsonElement answer, LogoutValidator validator, LogoutBinding binding, string requestId)
        => binding is LogoutBinding.Redirect
            ? validator.ValidateRedirectResponse(new Uri(answer.GetProperty("url").GetString()!).Query, requestId).Value
            : validator.ValidatePostedResponse(answer.GetProperty("message").GetString(), answer.GetProperty("relayState").GetString(), requestId).Value;

    /// <summary>What the browser would bring.</summary>
    static object Carry(LogoutMessage message) => message switch
    {
        RedirectLogout redirect => new { raw = redirect.Location.Query[1..], query = Query(redirect.Location) },
        PostLogout post => new { body = post.Fields.ToDictionary(x => x.Key, x => x.Value) },
        _ => throw new InvalidOperationException($"No such message: {message}."),
    };

    static LogoutValidator Validator(IdentityProvider trusted)
        => new(Signing, entityId => entityId == trusted.EntityId ? trusted : null, TimeProvider.System);

    static Dictionary<string, object?> Logout(string name, LogoutBinding binding, Dictionary<string, object?> more)
    {
        more["binding"] = binding is LogoutBinding.Redirect ? "redirect" : "post";
        return Command(name, Signing, more);
    }

    async Task<IdentityProvider> TrustedAsync() => (await DescribePeerAsync(wantsSigned: false)).ToIdentityProvider("peer", new());

    Task<JsonElement> SendLogoutAsync(string command, LogoutBinding binding, object request)
        => peer.AskAsync(Logout(command, binding, new() { ["request"] = request, ["wantsSigned"] = binding is LogoutBinding.Post }));
}
