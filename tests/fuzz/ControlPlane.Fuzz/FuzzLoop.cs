using System.Diagnostics;
using System.Text.Json;
using ControlPlane.Saml;
using ControlPlane.Saml.Responses;

namespace ControlPlane.Fuzz;

/// <summary>Damages valid responses at random and holds what validation makes of them: nothing but a SamlRefusedException comes out, in
/// time, and what is accepted is the original assertion, field by field. The same seed makes the same choices; keys are new in each run, so
/// that a finding carries its message.</summary>
sealed class FuzzLoop(int seed)
{
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    readonly Random _random = new(seed);
    readonly ResponseValidator _validator = A.Validator(A.IdentityProvider() with
    {
        Rules = A.IdentityProvider().Rules with { AllowAesCbc = true, AllowSha1 = true },
    });

    readonly Dictionary<string, int> _refusals = [];
    readonly List<string> _findings = [];
    int _accepted;

    public FuzzReport Run(int executions)
    {
        var watch = Stopwatch.StartNew();
        var corpus = Corpus.Make();
        var original = Describe(_validator.Validate(Encode(corpus[0]), A.RequestId));
        var mutator = new Mutator(_random, corpus);
        for (var execution = 0; execution < executions && _findings.Count < 10; execution++)
        {
            var damaged = mutator.Damage(corpus[_random.Next(corpus.Count)]);
            using var hang = new Timer(_ => Environment.FailFast($"seed {seed}, execution {execution} hangs: {Encode(damaged)}"), null, Hang, Timeout.InfiniteTimeSpan);
            Execute(execution, damaged, original);
        }

        return new(executions, _accepted, _refusals, _findings, watch.Elapsed);
    }

    void Execute(int execution, byte[] damaged, string original)
    {
        var field = _random.Next(20) == 0 ? DamageField(Encode(damaged)) : Encode(damaged);
        var watch = Stopwatch.StartNew();
        try
        {
            var verified = Describe(_validator.Validate(field, A.RequestId));
            _accepted++;
            Note(verified != original, execution, field, "another assertion was accepted");
        }
        catch (SamlRefusedException refusal)
        {
            _refusals[refusal.Reason] = _refusals.GetValueOrDefault(refusal.Reason) + 1;
        }
#pragma warning disable CA1031 // Whatever else comes out is what is looked for.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            Note(true, execution, field, defect.ToString());
        }

        Note(watch.Elapsed > Longest, execution, field, $"it took {watch.Elapsed}");
    }

    void Note(bool isFinding, int execution, string field, string what)
    {
        if (isFinding)
        {
            _findings.Add($"seed {seed}, execution {execution}: {what}\n{field}");
        }
    }

    string DamageField(string field)
    {
        var position = _random.Next(field.Length);
        return _random.Next(3) switch
        {
            0 => field.Remove(position, Math.Min(_random.Next(1, 9), field.Length - position)),
            1 => field.Insert(position, ((char)_random.Next(1, 0x3000)).ToString()),
            _ => field[..position],
        };
    }

    static string Describe(Verified<Assertion> verified) => JsonSerializer.Serialize(verified.Value);

    static string Encode(byte[] message) => Convert.ToBase64String(message);

}
