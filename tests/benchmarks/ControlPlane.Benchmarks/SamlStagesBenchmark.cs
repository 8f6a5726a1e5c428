using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ControlPlane.Saml;
using ControlPlane.Saml.Responses;
using ControlPlane.Saml.Validation;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Benchmarks;

/// <summary>Where the time of a validation goes.</summary>
sealed class SamlStagesBenchmark : IBenchmark
{
    public string Name => "saml-stages";

    public Task<bool> RunAsync(TextWriter output, CancellationToken ct)
    {
        var field = SamlBenchmark.Typical().Build();
        var (message, info, assertion, canonicalizer) = (new XmlTree(), new XmlTree(), new XmlTree(), new ExclusiveCanonicalizer());
        PostedMessage.Decode(field, message);
        XmlParser.Parse(message);
        var shape = ResponseShape.Read(message);
        var provider = A.IdentityProvider();
        var context = new ValidationContext(A.ServiceProvider(), provider, ResponseBuilder.Now, A.RequestId);
        SignatureVerifier.Verify(
            shape.Assertion!.Value, shape.AssertionSignature!.Value, provider.SigningCertificates, false, canonicalizer, info, assertion);
        var signedBytes = assertion.Source.ToArray();
        var infoBytes = info.Source.ToArray();
        var key = SigningKey.Of(Keys.IdentityProvider);
        var hash = SHA256.HashData(infoBytes);
        var signature = Keys.IdentityProvider.GetRSAPrivateKey()!.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var scratch = new XmlTree();
        var validator = new ResponseValidator(A.ServiceProvider(), _ => provider, new SamlBenchmark.FixedClock());

        var stages = new (string Name, Action Run)[]
        {
            ("base64", () => PostedMessage.Decode(field, scratch)),
            ("base64 and parsing the message", () =>
            {
                PostedMessage.Decode(field, scratch);
                XmlParser.Parse(scratch);
            }),
            ("shape of the response", () => ResponseShape.Read(message)),
            ("canonical form of the assertion", () => canonicalizer.Write(shape.Assertion.Value, shape.AssertionSignature.Value.Index, default)),
            ("digest of the assertion", () => SHA256.HashData(signedBytes)),
            ("parsing SignedInfo", () => scratch.Read(infoBytes)),
            ("RSA", () => key.Verify(hash, signature, new(KeyKind.Rsa, HashAlgorithmName.SHA256))),
            ("parsing the signed assertion", () => scratch.Read(signedBytes)),
            ("reading and checking the assertion", () => AssertionReader.Read(assertion.Root, context)),
            ("signature, all of it", () => SignatureVerifier.Verify(
                shape.Assertion.Value, shape.AssertionSignature.Value, provider.SigningCertificates, false, canonicalizer, info, scratch)),
            ("everything", () => validator.Validate(field, A.RequestId)),
        };
        var rates = Measure.RatesPerSecond(ct, [.. stages.Select(stage => stage.Run)]);
        output.WriteLine("| stage | microseconds |");
        output.WriteLine("| --- | ---: |");
        foreach (var (stage, rate) in stages.Zip(rates))
        {
            output.WriteLine($"| {stage.Name} | {1e6 / rate:F2} |");
        }

        return Task.FromResult(true);
    }
}
