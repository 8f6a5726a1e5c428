using ControlPlane.Saml.Responses;
using Xunit;

namespace ControlPlane.Saml.Validation;

public sealed class EncryptedAssertionTests
{
    static readonly string Oaep11 = $"{Uris.Xenc11}rsa-oaep";
    static readonly IdentityProvider AllowsCbc = A.IdentityProvider() with
    {
        Rules = A.IdentityProvider().Rules with { AllowAesCbc = true },
    };

    public static TheoryData<string, string, string?, string?> Accepted() => new()
    {
        { $"{Uris.Xenc11}aes256-gcm", $"{Uris.Xenc}rsa-oaep-mgf1p", null, null },
        { $"{Uris.Xenc11}aes128-gcm", $"{Uris.Xenc}rsa-oaep-mgf1p", Uris.Sha1, null },
        { $"{Uris.Xenc11}aes128-gcm", $"{Uris.Xenc}rsa-oaep-mgf1p", Uris.Sha256, null },
        { $"{Uris.Xenc11}aes256-gcm", Oaep11, null, null },
        { $"{Uris.Xenc11}aes256-gcm", Oaep11, Uris.Sha256, $"{Uris.Xenc11}mgf1sha256" },
        { $"{Uris.Xenc11}aes256-gcm", Oaep11, Uris.Sha256, $"{Uris.Xenc11}mgf1sha1" },
        { $"{Uris.Xenc11}aes256-gcm", Oaep11, Uris.Sha1, $"{Uris.Xenc11}mgf1sha256" },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public void An_assertion_that_is_encrypted_for_us_is_read(string content, string keyWrap, string? digest, string? mask)
    {
        var encryption = new Encrypting { Content = content, KeyWrap = keyWrap, Digest = digest, Mask = mask };

        foreach (var beside in new[] { false, true })
        {
            Assert.Equal("ada@example.com", A.Validated(new() { Encryption = encryption with { KeyBeside = beside } }).Subject.Value);
        }
    }

    [Fact]
    public void A_signed_response_makes_up_for_an_assertion_that_is_not_signed_inside()
        => Assert.Equal(
            "ada@example.com",
            A.Validated(new() { SignsAssertion = false, SignsResponse = true, Encryption = new() }).Subject.Value);

    [Fact]
    public void Signed_inside_and_outside_is_read()
        => Assert.Equal("ada@example.com", A.Validated(new() { SignsResponse = true, Encryption = new() }).Subject.Value);

    [Fact]
    public void An_assertion_that_nobody_signed_is_refused_although_only_we_can_read_it()
        => Assert.Equal(SamlReasons.SignatureMissing, A.Refusal(new() { SignsAssertion = false, Encryption = new() }).Reason);

    [Fact]
    public void A_previous_decryption_key_still_decrypts()
    {
        var serviceProvider = A.ServiceProvider() with { DecryptionCertificates = [Keys.NextDecryption, Keys.Decryption] };

        var verified = A.Validator(serviceProvider: serviceProvider).Validate(new ResponseBuilder { Encryption = new() }.Build(), A.RequestId);

        Assert.Equal("ada@example.com", verified.Value.Subject.Value);
    }

    [Theory]
    [InlineData("aes256-cbc")]
    [InlineData("aes128-cbc")]
    public void Cbc_is_read_only_where_it_is_allowed_by_name(string algorithm)
    {
        var response = new ResponseBuilder { Encryption = new() { Content = Uris.Xenc + algorithm } };

        Assert.Equal(SamlReasons.EncryptionForbidden, A.Refusal(response).Reason);
        Assert.Equal("ada@example.com", A.Validated(response, AllowsCbc).Subject.Value);
    }

    [Fact]
    public void Rsa_1_5_is_refused_for_everyone()
        => Assert.Equal(
            SamlReasons.EncryptionForbidden,
            A.Refusal(new() { Encryption = new() { KeyWrap = $"{Uris.Xenc}rsa-1_5" } }, AllowsCbc).Reason);

    [Fact]
    public void A_clear_assertion_is_refused_where_encryption_is_required()
    {
        var strict = A.IdentityProvider() with { Rules = A.IdentityProvider().Rules with { RequireEncryption = true } };

        Assert.Equal(SamlReasons.EncryptionRequired, A.Refusal(A.Response(), strict).Reason);
        Assert.Equal("ada@example.com", A.Validated(new() { Encryption = new() }, strict).Subject.Value);
    }

    [Fact]
    public void Without_a_decryption_key_the_administrator_is_told()
    {
        var keyless = A.ServiceProvider() with { DecryptionCertificates = [] };

        var refusal = Assert.Throws<SamlRefusedException>(
            () => A.Validator(serviceProvider: keyless).Validate(new ResponseBuilder { Encryption = new() }.Build(), A.RequestId));

        Assert.Equal(SamlReasons.DecryptionKeyMissing, refusal.Reason);
    }

    [Fact]
    public void Every_failure_to_decrypt_gets_the_same_answer()
    {
        var answers = DamagedEncryption.All.Values.Select(encryption => A.Refusal(new() { Encryption = encryption })).ToList();

        Assert.All(answers, answer => Assert.Equal(SamlReasons.DecryptionFailed, answer.Reason));
        Assert.Single(answers.Select(answer => (answer.Message, answer.Facts.Count)).Distinct());
    }

    // Who could tell a key that did not fit from content that did not could try keys one by one. How long each takes is shown by the
    // benchmark saml-decryption; that the work is done is told by the room that the plain text takes.
    [Theory]
    [InlineData("wrapped for another key")]
    [InlineData("wrapped key changed")]
    [InlineData("wrapped key cut")]
    [InlineData("wrapped key of the wrong length")]
    [InlineData("another content key")]
    public void The_content_is_decrypted_whatever_is_wrong_with_its_key(string name)
    {
        const int PlainText = 100_000;
        var attribute = $"<saml:Attribute Name='long'><saml:AttributeValue>{new string('x', PlainText)}</saml:AttributeValue></saml:Attribute>";
        var (validator, damaged) = (A.Validator(), DamagedEncryption.All);

        var (here, changedContent) = (Room(damaged[name]), Room(damaged["content changed"]));

        Assert.InRange(here, changedContent - (PlainText / 2), changedContent + (PlainText / 2));

        long Room(Encrypting encryption)
        {
            var response = new ResponseBuilder { Encryption = encryption }.Before(d => d.Append("saml:AttributeStatement", attribute)).Build();
            Refuse(response);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Refuse(response);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void Refuse(string response) => Assert.Equal(
            SamlReasons.DecryptionFailed, Assert.Throws<SamlRefusedException>(() => validator.Validate(response, A.RequestId)).Reason);
    }

    [Fact]
    public void What_cbc_decrypts_to_is_never_told()
    {
        var cbc = new Encrypting { Content = $"{Uris.Xenc}aes128-cbc" };
        ResponseBuilder[] attacks =
        [
            new() { Encryption = cbc with { ChangeContent = content => [.. content[..^1], (byte)(content[^1] ^ 1)] } },
            new() { Encryption = cbc with { ChangeContent = DamagedEncryption.Flip } },
            new() { Encryption = cbc with { ChangePlainText = _ => "not XML" } },
            new() { Encryption = cbc with { ChangePlainText = _ => "<x/>" } },
            new() { Encryption = cbc with { ChangePlainText = text => text.Replace("ada@", "eve@", StringComparison.Ordinal) } },
            new() { Encryption = cbc, SignsAssertion = false },
        ];

        var answers = attacks.Select(attack => A.Refusal(attack, AllowsCbc)).ToList();

        Assert.All(answers, answer => Assert.Equal(SamlReasons.DecryptionFailed, answer.Reason));
        Assert.Single(answers.Select(answer => answer.Message).Distinct());
    }

    internal static Dictionary<string, (Func<string, string> Change, string Reason)> PlainTexts() => new()
    {
        ["changed after it was signed"] = (text => text.Replace("ada@", "eve@", StringComparison.Ordinal), SamlReasons.DigestMismatch),
        ["two assertions"] = (text => text + text, SamlReasons.DuplicateId),
        ["a comment"] = (text => text.Replace("ada@", "ada@<!-- -->", StringComparison.Ordinal), SamlReasons.XmlForbidden),
        ["no assertion"] = (_ => "<x/>", SamlReasons.ResponseMalformed),
        ["nothing"] = (_ => "", SamlReasons.AssertionCount),
        ["an encrypted assertion"] = (_ => $"<saml:EncryptedAssertion xmlns:saml='{Uris.Assertion}'/>", SamlReasons.AssertionCount),
        ["the end of its parent"] = (text => text + "</samlp:Response><samlp:Response>", SamlReasons.XmlMalformed),
    };

    public static TheoryData<string> PlainTextNames() => [.. PlainTexts().Keys];

    [Theory]
    [MemberData(nameof(PlainTextNames))]
    public void Every_rule_is_checked_again_on_what_was_decrypted(string name)
    {
        var (change, reason) = PlainTexts()[name];

        Assert.Equal(reason, A.Refusal(new() { Encryption = new() { ChangePlainText = change } }).Reason);
    }

    internal static Dictionary<string, Func<string, string>> Misshapen() => new()
    {
        ["a reference to fetch"] = xml => xml.Replace("e:CipherValue", "e:CipherReference", StringComparison.Ordinal),
        ["no key"] = xml => Cut(xml, "<ds:KeyInfo", "</ds:KeyInfo>"),
        ["no method"] = xml => Cut(xml, "<e:EncryptionMethod Algorithm=\"http://www.w3.org/2009", "/>"),
        ["no content"] = xml => xml.Replace("e:CipherData", "e:Other", StringComparison.Ordinal),
        ["another type"] = xml => xml.Replace("xmlenc#Element", "xmlenc#Content", StringComparison.Ordinal),
        ["no base64"] = xml => xml.Replace("<e:CipherValue>", "<e:CipherValue>*", StringComparison.Ordinal),
    };

    public static TheoryData<string> MisshapenNames() => [.. Misshapen().Keys];

    [Theory]
    [MemberData(nameof(MisshapenNames))]
    public void An_encrypted_assertion_with_other_parts_is_refused(string name)
        => Assert.Equal(
            SamlReasons.EncryptionMalformed,
            A.Refusal(new ResponseBuilder { Encryption = new() }.AfterInText(Misshapen()[name])).Reason);

    static string Cut(string xml, string from, string to)
    {
        var start = xml.IndexOf(from, StringComparison.Ordinal);
        return xml.Remove(start, xml.IndexOf(to, start, StringComparison.Ordinal) + to.Length - start);
    }
}
