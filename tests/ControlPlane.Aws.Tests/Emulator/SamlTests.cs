using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using ControlPlane.Sandbox.Emulator;
using Xunit;

namespace ControlPlane.Aws.Tests.Emulator;

public sealed class SamlTests : IDisposable
{
    const string Issuer = "https://idp.example/saml";
    const string Acs = "https://studio.example/saml/acs";
    const string Provider = "arn:aws:iam::111122223333:saml-provider/Idp";
    const string Role = "arn:aws:iam::111122223333:role/FromSaml";

    readonly RSA _key = RSA.Create(2048);
    readonly RSA _stranger = RSA.Create(2048);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Signed_assertion_that_names_role_and_provider_gives_a_session_with_its_tags()
    {
        await using var emulator = await StartAsync();

        var answer = await AssumeAsync(emulator, Response(new()));

        Assert.Equal("arn:aws:sts::111122223333:assumed-role/FromSaml/alice", answer.AssumedRoleUser.Arn);
        Assert.Equal(("alice@example.com", Issuer, Acs), (answer.Subject, answer.Issuer, answer.Audience));
        var tagged = emulator.Sts(answer.Credentials);
        Assert.Equal("arn:aws:sts::111122223333:assumed-role/FromSaml/alice", (await tagged.GetCallerIdentityAsync(new(), Ct)).Arn);
        var vend = emulator.Raw(answer.Credentials);
        await (await emulator.BrokerAsync()).JsonAsync("CreateUserProfile", LaunchTests.Profile("user-1", "alice"), Ct);
        Assert.NotNull((await vend.JsonAsync("CreatePresignedDomainUrl", LaunchTests.Named("user-1"), Ct))["AuthorizedUrl"]);
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "unsigned", "InvalidIdentityToken" },
        { "foreign key", "InvalidIdentityToken" },
        { "changed after signing", "InvalidIdentityToken" },
        { "second assertion", "InvalidIdentityToken" },
        { "other issuer", "InvalidIdentityToken" },
        { "expired", "ExpiredTokenException" },
        { "no role", "IDPRejectedClaim" },
        { "other role", "AccessDenied" },
        { "other recipient", "AccessDenied" },
        { "session name with a space", "IDPRejectedClaim" },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task Assertion_with_one_fault_is_refused(string fault, string expected)
    {
        await using var emulator = await StartAsync();
        var response = fault switch
        {
            "unsigned" => Response(new() { Signed = false }),
            "foreign key" => Response(new() { Key = _stranger }),
            "changed after signing" => Response(new(), xml => xml.Replace(">alice<", ">mallory<", StringComparison.Ordinal)),
            "second assertion" => Response(new(), xml => xml.Replace(
                "</samlp:Response>", $"""<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_evil"/></samlp:Response>""", StringComparison.Ordinal)),
            "other issuer" => Response(new() { Issuer = "https://other.example" }),
            "expired" => Response(new() { Ends = TimeSpan.FromSeconds(-1) }),
            "no role" => Response(new() { RolePair = null }),
            "other role" => Response(new() { RolePair = $"{Role}2,{Provider}" }),
            "other recipient" => Response(new() { Recipient = "https://signin.aws.amazon.com/saml" }),
            "session name with a space" => Response(new() { SessionName = "al ice" }),
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "No such fault."),
        };

        var error = await Assert.ThrowsAnyAsync<AmazonSecurityTokenServiceException>(() => AssumeAsync(emulator, response));

        Assert.Equal(expected, error.ErrorCode);
    }

    public void Dispose()
    {
        _key.Dispose();
        _stranger.Dispose();
    }

    static Task<AssumeRoleWithSAMLResponse> AssumeAsync(EmulatorFixture emulator, string response)
        => emulator.Sts(new AnonymousAWSCredentials()).AssumeRoleWithSAMLAsync(
            new() { RoleArn = Role, PrincipalArn = Provider, SAMLAssertion = response }, Ct);

    async Task<EmulatorFixture> StartAsync()
    {
        var emulator = await EmulatorFixture.StartAsync();
        using var certificate = new CertificateRequest("CN=idp", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        emulator.World.PutSamlProvider(Seeds.Account, new("Idp", $"""
            <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{Issuer}"><IDPSSODescriptor
            protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor use="signing"><KeyInfo
            xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>{Convert.ToBase64String(certificate.RawData)}</X509Certificate>
            </X509Data></KeyInfo></KeyDescriptor></IDPSSODescriptor></EntityDescriptor>
            """));
        emulator.World.PutRole(Seeds.Account, new("FromSaml", SeedPolicies.TrustSaml(Provider, Acs)) { Policies = [SeedPolicies.Vend(Seeds.Account)] });
        return emulator;
    }

    string Response(Form form, Func<string, string>? bend = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var end = (now + form.Ends).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var xml = $"""
            <samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r" Version="2.0" Destination="{Acs}"><saml:Assertion
            xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a" Version="2.0"><saml:Issuer>{form.Issuer}</saml:Issuer><saml:Subject><saml:NameID
            Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">alice@example.com</saml:NameID><saml:SubjectConfirmation
            Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData Recipient="{form.Recipient}" NotOnOrAfter="{end}"/>
            </saml:SubjectConfirmation></saml:Subject><saml:Conditions NotOnOrAfter="{end}"/><saml:AttributeStatement>
            {(form.RolePair is null ? "" : Attribute("Role", form.RolePair))}{Attribute("RoleSessionName", form.SessionName)}
            {Attribute("PrincipalTag:studiouserid", "alice")}{Attribute("SourceIdentity", "alice")}
            </saml:AttributeStatement></saml:Assertion></samlp:Response>
            """;
        var document = new XmlDocument { PreserveWhitespace = true };
        document.LoadXml(xml);
        if (form.Signed)
        {
            Sign((XmlElement)document.DocumentElement!.FirstChild!, form.Key ?? _key);
        }

        var text = document.OuterXml;
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(bend?.Invoke(text) ?? text));
    }

    static string Attribute(string name, string value)
        => $"""<saml:Attribute Name="https://aws.amazon.com/SAML/Attributes/{name}"><saml:AttributeValue>{value}</saml:AttributeValue></saml:Attribute>""";

    static void Sign(XmlElement assertion, RSA key)
    {
        var signed = new SignedXml(assertion) { SigningKey = key };
        var reference = new Reference("#_a");
        reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
        reference.AddTransform(new XmlDsigExcC14NTransform());
        signed.AddReference(reference);
        signed.SignedInfo!.CanonicalizationMethod = SignedXml.XmlDsigExcC14NTransformUrl;
        signed.ComputeSignature();
        assertion.InsertAfter(signed.GetXml(), assertion.FirstChild);
    }

    sealed record Form
    {
        public bool Signed { get; init; } = true;

        public RSA? Key { get; init; }

        public string Issuer { get; init; } = SamlTests.Issuer;

        public string Recipient { get; init; } = Acs;

        public string? RolePair { get; init; } = $"{Role},{Provider}";

        public string SessionName { get; init; } = "alice";

        public TimeSpan Ends { get; init; } = TimeSpan.FromMinutes(5);
    }
}
