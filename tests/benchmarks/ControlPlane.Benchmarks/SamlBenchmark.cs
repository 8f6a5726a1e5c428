using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ControlPlane.Saml;
using ControlPlane.Saml.Responses;

namespace ControlPlane.Benchmarks;

/// <summary>Complete validation of a typical signed response, on one thread, as a share of the one RSA-2048 verification that it contains.</summary>
sealed class SamlBenchmark : IBenchmark
{
    const double PromisedShare = 0.40;

    public string Name => "saml";

    public async Task<bool> RunAsync(TextWriter output, CancellationToken ct)
    {
        var response = Typical();
        var field = response.Build();
        var validator = new ResponseValidator(A.ServiceProvider(), _ => Provider, new FixedClock());
        var floor = Floor();
        Action validate = () => validator.Validate(field, A.RequestId);

        var rates = Measure.RatesPerSecond(ct, floor, validate);
        var node = await NodeSaml.MeasureAsync(field, Keys.IdentityProvider, ct);

        var share = rates[1] / rates[0];
        output.WriteLine($"A response of {Encoding.UTF8.GetByteCount(response.BuildXml())} bytes, one thread, medians.");
        output.WriteLine();
        output.WriteLine("| contender | per second | of the RSA floor |");
        output.WriteLine("| --- | ---: | ---: |");
        Row(output, "RSA-2048 verify (floor)", rates[0], rates[0]);
        Row(output, "ResponseValidator.Validate", rates[1], rates[0]);
        Row(output, "@node-saml/node-saml", node, rates[0]);
        output.WriteLine();
        output.WriteLine($"{share:P1} of the floor (promised {PromisedShare:P0}); {rates[1] / node:N0} times node-saml; {Measure.AllocatedBytes(validate)} bytes allocated for each response.");
        return share >= PromisedShare;
    }

    static IdentityProvider Provider { get; } = A.IdentityProvider();

    static void Row(TextWriter output, string name, double rate, double floor)
        => output.WriteLine($"| {name} | {rate:N0} | {rate / floor:P1} |");

    /// <summary>The shape of a company's response: a dozen attributes with types, one signature with its certificate.</summary>
    public static ResponseBuilder Typical() => A.Response().Before(document =>
    {
        foreach (var name in new[] { "emailaddress", "givenname", "surname", "displayname", "department", "office", "costcenter", "manager", "title", "company", "country" })
        {
            document.Append("saml:AttributeStatement", $"""
                <saml:Attribute Name="http://schemas.xmlsoap.org/ws/2005/05/identity/claims/{name}" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri"><saml:AttributeValue>a value of {name} that is as long as such values usually are</saml:AttributeValue></saml:Attribute>
                """);
        }
    });

    static Action Floor()
    {
        var key = Keys.IdentityProvider.GetRSAPublicKey()!;
        var hash = SHA256.HashData("what is signed"u8);
        var signature = Keys.IdentityProvider.GetRSAPrivateKey()!.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return () =>
        {
            if (!key.VerifyHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
            {
                throw new InvalidOperationException("The signature does not verify.");
            }
        };
    }

    public sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => ResponseBuilder.Now;
    }
}
