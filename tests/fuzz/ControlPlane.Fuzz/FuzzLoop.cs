using System.Text.Json;
using ControlPlane.Saml;
using ControlPlane.Saml.Responses;

namespace ControlPlane.Fuzz;

/// <summary>Damages valid responses at random and holds what validation makes of them: nothing but a SamlRefusedException comes out, in
/// time, and what is accepted is the original assertion, field by field. The same seed makes the same choices; keys are new in each run, so
/// that a finding carries its message.</summary>
sealed class FuzzLoop(int seed)
{
    readonly Random _random = new(seed);
    readonly FuzzRecord _record = new(seed);
    readonly ResponseValidator _validator = A.Validator(A.IdentityProvider() with
    {
        Rules = A.IdentityProvider().Rules with { AllowAesCbc = true, AllowSha1 = true },
    });

    public FuzzReport Run(int executions)
    {
        var corpus = Corpus.Make();
        var original = Validate(Encode(corpus[0]));
        var mutator = new Mutator(_random, corpus);
        for (var execution = 0; execution < executions && !_record.IsEnough; execution++)
        {
            var damaged = mutator.Damage(corpus[_random.Next(corpus.Count)]);
            var field = _random.Next(20) == 0 ? DamageField(Encode(damaged)) : Encode(damaged);
            _record.Execute(field, () => Validate(field), original);
        }

        return _record.Report();
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

    string Validate(string field) => JsonSerializer.Serialize(_validator.Validate(field, A.RequestId).Value);

    static string Encode(byte[] message) => Convert.ToBase64String(message);
}
