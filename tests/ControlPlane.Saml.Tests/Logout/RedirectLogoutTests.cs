using System.IO.Compression;
using System.Text;
using ControlPlane.Saml.Responses;
using Xunit;

namespace ControlPlane.Saml.Logout;

/// <summary>The rules of the HTTP-Redirect binding (SAMLBind 3.4.4.1): one reading of the query, and the signature over its very
/// characters.</summary>
public sealed class RedirectLogoutTests
{
    const string Evil = "/evil";

    internal static Dictionary<string, (Func<string, string> Break, string Reason)> Broken() => new()
    {
        ["another relay state"] = (q => q.Replace("RelayState=relay", "RelayState=other", StringComparison.Ordinal), SamlReasons.SignatureInvalid),
        ["a relay state in another encoding: the signature is over characters, not values"] = (q => q.Replace("RelayState=relay", "RelayState=%72elay", StringComparison.Ordinal), SamlReasons.SignatureInvalid),
        ["a relay state that was taken away"] = (q => Without(q, "RelayState"), SamlReasons.SignatureInvalid),
        ["another message under the same signature"] = (q => Other(q), SamlReasons.SignatureInvalid),
        ["a second message: the first is signed, the last is read"] = (q => q + "&SAMLRequest=" + Value(Other(q), "SAMLRequest"), LogoutReasons.QueryInvalid),
        ["a second message before"] = (q => "SAMLRequest=" + Value(Other(q), "SAMLRequest") + "&" + q, LogoutReasons.QueryInvalid),
        ["a second relay state"] = (q => q + "&RelayState=" + Evil, LogoutReasons.QueryInvalid),
        ["a second signature"] = (q => q + "&Signature=AAAA", LogoutReasons.QueryInvalid),
        ["a second algorithm"] = (q => q + "&SigAlg=" + Uri.EscapeDataString(Uris.RsaSha1), LogoutReasons.QueryInvalid),
        ["a name that is escaped: frameworks decode names"] = (q => q + "&SAML%52equest=AAAA", LogoutReasons.QueryInvalid),
        ["a name in other letters: frameworks compare without case"] = (q => q + "&samlrequest=AAAA", LogoutReasons.QueryInvalid),
        ["a name without value"] = (q => q + "&SAMLResponse", LogoutReasons.QueryInvalid),
        ["a request and a response"] = (q => q + "&SAMLResponse=AAAA", LogoutReasons.QueryInvalid),
        ["another encoding of the message"] = (q => q + "&SAMLEncoding=urn:example:none", LogoutReasons.QueryInvalid),
        ["half an escape"] = (q => q.Replace("RelayState=relay", "RelayState=%7", StringComparison.Ordinal) + "%", LogoutReasons.QueryInvalid),
        ["an escape that is no UTF-8"] = (q => q.Replace("RelayState=relay", "RelayState=%C0%BC", StringComparison.Ordinal), LogoutReasons.QueryInvalid),
        ["a control character"] = (q => q.Replace("RelayState=relay", "RelayState=\u0001", StringComparison.Ordinal), LogoutReasons.QueryInvalid),
        ["no message"] = (q => Without(q, "SAMLRequest"), LogoutReasons.Missing),
        ["an empty message"] = (q => "SAMLRequest=&" + Without(q, "SAMLRequest"), LogoutReasons.Missing),
        ["an empty query"] = (_ => "", LogoutReasons.Missing),
        ["no signature"] = (q => Without(q, "Signature"), LogoutReasons.SignatureMissing),
        ["no algorithm"] = (q => Without(q, "SigAlg"), LogoutReasons.SignatureMissing),
        ["an empty signature"] = (q => Without(q, "Signature") + "&Signature=", LogoutReasons.Missing),
        ["a signature that is not base64"] = (q => Without(q, "Signature") + "&Signature=%21%21", SamlReasons.Base64Invalid),
        ["half a signature"] = (q => Without(q, "Signature") + "&Signature=" + Uri.EscapeDataString(Convert.ToBase64String(Convert.FromBase64String(Uri.UnescapeDataString(Value(q, "Signature")))[..128])), SamlReasons.SignatureInvalid),
        ["an algorithm of a shared secret"] = (q => q.Replace("rsa-sha256", "hmac-sha256", StringComparison.Ordinal), SamlReasons.AlgorithmForbidden),
        ["an unknown algorithm"] = (q => q.Replace("rsa-sha256", "none", StringComparison.Ordinal), SamlReasons.AlgorithmForbidden),
        ["an algorithm of another kind of key"] = (q => q.Replace("rsa-sha256", "ecdsa-sha256", StringComparison.Ordinal), SamlReasons.SignatureInvalid),
        ["a message that is not base64"] = (q => q.Replace("SAMLRequest=", "SAMLRequest=-_", StringComparison.Ordinal), SamlReasons.Base64Invalid),
        ["a blank in the message"] = (q => q.Replace("SAMLRequest=", "SAMLRequest=+", StringComparison.Ordinal), SamlReasons.Base64Invalid),
        ["a query of 97 KB"] = (q => q + "&x=" + new string('x', 96 * 1024), LogoutReasons.TooLarge),
    };

    public static TheoryData<string> Names => [.. Broken().Keys];

    [Theory, MemberData(nameof(Names))]
    public void Query_with_one_fault_is_refused(string name)
    {
        var (breakIt, reason) = Broken()[name];

        var refusal = LogoutRuleTests.Refusal(new() { AfterInQuery = breakIt }, byPost: false);

        Assert.Equal(reason, refusal.Reason);
    }

    [Fact]
    public void Order_of_the_parameters_a_question_mark_and_what_is_not_of_saml_do_not_matter()
    {
        var query = new LogoutBuilder
        {
            AfterInQuery = q => "?tenant=1&" + string.Join('&', q.Split('&').Reverse()) + "&SAMLEncoding=urn%3Aoasis%3Anames%3Atc%3ASAML%3A2.0%3Abindings%3AURL-Encoding%3ADEFLATE&",
        };

        Assert.Equal("relay+state/1 %", LogoutRuleTests.Request(query, byPost: false).Value.RelayState);
    }

    [Fact]
    public void Senders_own_escapes_are_kept_whatever_they_are()
    {
        // .NET Framework and old Java escape in small letters, some senders write a blank as +; each signs what it writes.
        var query = new LogoutBuilder { RelayState = null, BeforeInQuery = q => q.Replace("%2B", "%2b", StringComparison.Ordinal).Replace("&SigAlg", "&RelayState=a+b%2fc&SigAlg", StringComparison.Ordinal) };

        Assert.Equal("a b/c", LogoutRuleTests.Request(query, byPost: false).Value.RelayState);
    }

    [Fact]
    public void Message_without_relay_state_has_none()
        => Assert.Null(LogoutRuleTests.Request(new() { RelayState = null }, byPost: false).Value.RelayState);

    [Fact]
    public void Relay_state_that_was_added_is_refused()
        => Assert.Equal(
            SamlReasons.SignatureInvalid,
            LogoutRuleTests.Refusal(new() { RelayState = null, AfterInQuery = q => q + "&RelayState=" + Evil }, byPost: false).Reason);

    [Fact]
    public void Bomb_is_refused_before_it_is_inflated()
    {
        var bomb = new LogoutBuilder { Compress = _ => LogoutBuilder.Deflate(new byte[40_000_000]) };
        var before = GC.GetAllocatedBytesForCurrentThread();
        var query = bomb.BuildQuery();
        var validator = A.LogoutValidator();
        var made = GC.GetAllocatedBytesForCurrentThread();

        var refusal = Assert.Throws<SamlRefusedException>(() => validator.ValidateRedirectRequest(query));

        Assert.Equal(LogoutReasons.TooLarge, refusal.Reason);
        Assert.True(made > before);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - made, 0, 4_000_000);
    }

    [Fact]
    public void Message_that_is_not_deflated_is_refused()
    {
        var plain = new LogoutBuilder { Compress = message => message };
        var zlib = new LogoutBuilder
        {
            Compress = message =>
            {
                using var packed = new MemoryStream();
                using (var stream = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
                {
                    stream.Write(message);
                }

                return packed.ToArray();
            },
        };

        Assert.Equal(LogoutReasons.DeflateInvalid, LogoutRuleTests.Refusal(plain, byPost: false).Reason);
        Assert.Equal(LogoutReasons.DeflateInvalid, LogoutRuleTests.Refusal(zlib, byPost: false).Reason);
    }

    [Fact]
    public void Message_that_ends_too_soon_is_refused()
    {
        var cut = new LogoutBuilder { Compress = message => LogoutBuilder.Deflate(message)[..^20] };

        Assert.Contains(LogoutRuleTests.Refusal(cut, byPost: false).Reason, new[] { LogoutReasons.DeflateInvalid, SamlReasons.XmlMalformed });
    }

    [Fact]
    public void Signature_inside_the_message_is_refused_since_the_query_carries_it()
    {
        var builder = new LogoutBuilder();
        var query = builder.BuildQuery(Encoding.UTF8.GetBytes(builder.BuildXml(withSignature: true)));
        var unsigned = new LogoutBuilder { IsSigned = false }.BuildQuery(Encoding.UTF8.GetBytes(builder.BuildXml(withSignature: true)));

        Assert.Equal(SamlReasons.SignatureMisplaced, Assert.Throws<SamlRefusedException>(() => A.LogoutValidator().ValidateRedirectRequest(query)).Reason);
        Assert.Equal(SamlReasons.SignatureMisplaced, Assert.Throws<SamlRefusedException>(() => A.LogoutValidator().ValidateRedirectRequest(unsigned)).Reason);
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY e 'x'>]>", SamlReasons.XmlForbidden)]
    [InlineData("<!-- -->", SamlReasons.XmlForbidden)]
    [InlineData("<?x y?>", SamlReasons.XmlForbidden)]
    public void Xml_is_read_as_strictly_as_that_of_responses(string before, string reason)
    {
        var builder = new LogoutBuilder();

        var query = builder.BuildQuery(Encoding.UTF8.GetBytes(before + builder.BuildXml(withSignature: false)));

        Assert.Equal(reason, Assert.Throws<SamlRefusedException>(() => A.LogoutValidator().ValidateRedirectRequest(query)).Reason);
    }

    [Fact]
    public void Request_cannot_be_handed_in_as_a_response()
    {
        var query = new LogoutBuilder().BuildQuery();
        var renamed = query.Replace("SAMLRequest=", "SAMLResponse=", StringComparison.Ordinal);

        Assert.Equal(
            LogoutReasons.Missing, Assert.Throws<SamlRefusedException>(() => A.LogoutValidator().ValidateRedirectResponse(query, A.RequestId)).Reason);
        Assert.Equal(
            LogoutReasons.Malformed, Assert.Throws<SamlRefusedException>(() => A.LogoutValidator().ValidateRedirectResponse(renamed, A.RequestId)).Reason);
    }

    static string Without(string query, string name)
        => string.Join('&', query.Split('&').Where(parameter => !parameter.StartsWith(name + "=", StringComparison.Ordinal)));

    static string Value(string query, string name) => query.Split('&').First(parameter => parameter.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];

    static string Other(string query)
        => new LogoutBuilder().Before(d => d.Text("saml:NameID", "eve@example.com")).BuildQuery().Split('&')[0] + "&" + Without(query, "SAMLRequest");
}
