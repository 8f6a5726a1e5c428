using ControlPlane.Saml;
using ControlPlane.Saml.Responses;

namespace ControlPlane.Benchmarks;

/// <summary>How long each way to fail at decryption takes, beside the fastest of them: an answer that came sooner would tell what was wrong.</summary>
sealed class SamlDecryptionBenchmark : IBenchmark
{
    const double MostSpread = 1.5;

    public string Name => "saml-decryption";

    public Task<bool> RunAsync(TextWriter output, CancellationToken ct)
    {
        var validator = new ResponseValidator(A.ServiceProvider(), _ => A.IdentityProvider(), new SamlBenchmark.FixedClock());
        var ways = DamagedEncryption.All.Where(d => d.Key is not ("content empty" or "content cut" or "wrapped key cut")).ToList();
        var responses = ways.Select(w => new ResponseBuilder { Encryption = w.Value }.Build());

        var rates = Measure.RatesPerSecond(ct, [.. responses.Select(r => (Action)(() => Refuse(validator, r)))]);

        output.WriteLine("| what is wrong | per second | of the fastest |");
        output.WriteLine("| --- | ---: | ---: |");
        foreach (var (way, rate) in ways.Zip(rates))
        {
            output.WriteLine($"| {way.Key} | {rate:N0} | {rate / rates.Max():P1} |");
        }

        output.WriteLine();
        output.WriteLine($"The slowest takes {rates.Max() / rates.Min():N2} times as long as the fastest (at most {MostSpread:N1} promised).");
        return Task.FromResult(rates.Max() / rates.Min() <= MostSpread);
    }

    static void Refuse(ResponseValidator validator, string response)
    {
        try
        {
            validator.Validate(response, A.RequestId);
        }
        catch (SamlRefusedException refused) when (refused.Reason == SamlReasons.DecryptionFailed)
        {
            return;
        }

        throw new InvalidOperationException("The response was not refused for its encryption.");
    }
}
