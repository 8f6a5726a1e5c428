using System.Diagnostics;
using ControlPlane.Saml;

namespace ControlPlane.Fuzz;

/// <summary>Holds what comes out of a damaged message against what may: a SamlRefusedException, in time, or the original and nothing
/// else.</summary>
sealed class FuzzRecord(int seed)
{
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    readonly Stopwatch _watch = Stopwatch.StartNew();
    readonly Dictionary<string, int> _refusals = [];
    readonly List<string> _findings = [];
    int _accepted;
    int _executions;

    public bool IsEnough => _findings.Count >= 10;

    /// <summary>Validates one message.</summary>
    /// <param name="message">The message, as a finding shows it.</param>
    /// <param name="validate">Validates it and describes what was accepted.</param>
    /// <param name="original">The only thing that may be accepted; null when it was signed after it was damaged, so that anything may.</param>
    public void Execute(string message, Func<string> validate, string? original)
    {
        var execution = _executions++;
        using var hang = new Timer(_ => Environment.FailFast($"seed {seed}, execution {execution} hangs: {message}"), null, Hang, Timeout.InfiniteTimeSpan);
        var watch = Stopwatch.StartNew();
        try
        {
            var accepted = validate();
            _accepted++;
            Note(original is not null && accepted != original, execution, message, "another message was accepted");
        }
        catch (SamlRefusedException refusal)
        {
            _refusals[refusal.Reason] = _refusals.GetValueOrDefault(refusal.Reason) + 1;
        }
#pragma warning disable CA1031 // Whatever else comes out is what is looked for.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            Note(true, execution, message, defect.ToString());
        }

        Note(watch.Elapsed > Longest, execution, message, $"it took {watch.Elapsed}");
    }

    public FuzzReport Report() => new(_executions, _accepted, _refusals, _findings, _watch.Elapsed);

    void Note(bool isFinding, int execution, string message, string what)
    {
        if (isFinding)
        {
            _findings.Add($"seed {seed}, execution {execution}: {what}\n{message}");
        }
    }
}
