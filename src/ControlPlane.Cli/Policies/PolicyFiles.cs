using ControlPlane.Cli.Hosting;
using ControlPlane.Client;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Cli.Policies;

/// <summary>Reads policy files and gathers everything that is wrong with them.</summary>
sealed class PolicyFiles
{
    const string Everything = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    readonly List<ControlPlaneViolation> _errors = [];
    readonly List<string> _warnings = [];

    /// <summary>What is valid and perhaps not meant.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Reads a file that must be there.</summary>
    /// <exception cref="CliException">It is not, or cannot be read.</exception>
    public static string Text(string path)
    {
        if (!File.Exists(path))
        {
            throw CliException.Usage($"There is no file '{path}'.");
        }

        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.Usage($"'{path}' cannot be read: {e.Message}");
        }
    }

    /// <summary>Reads a policy; null when it has errors, which <see cref="ThrowIfAny"/> tells. Two names stand for policies of AWS:
    /// <c>FullAWSAccess</c> for organizations and <c>AdministratorAccess</c> for identities.</summary>
    public Policy? Read(string path, PolicyKind kind) => (path, kind) switch
    {
        ("FullAWSAccess", PolicyKind.ServiceControl) => Policy.FullAccess,
        ("AdministratorAccess", PolicyKind.Identity) => Policy.Parse(path, Everything, kind),
        _ => Read(Path.GetFileName(path), Text(path), kind),
    };

    /// <summary>Reads a policy that is a text.</summary>
    public Policy? Read(string name, string json, PolicyKind kind)
    {
        var reading = Policy.Read(name, json, kind);
        _errors.AddRange(reading.Errors.Select(f => new ControlPlaneViolation($"{name} {f.Path}", f.Message)));
        _warnings.AddRange(reading.Warnings.Select(f => $"{name} {f}"));
        return reading.Policy;
    }

    public IReadOnlyList<Policy> ReadAll(IEnumerable<string>? paths, PolicyKind kind) => [.. (paths ?? []).Select(p => Read(p, kind)).OfType<Policy>()];

    /// <summary>Each text is a level, with the files that are attached there divided by commas.</summary>
    public IReadOnlyList<PolicyLevel> Levels(IEnumerable<string>? levels, PolicyKind kind)
        => [.. (levels ?? []).Select((level, i) => new PolicyLevel($"level {i + 1}", ReadAll(level.Split(',', StringSplitOptions.RemoveEmptyEntries), kind)))];

    /// <summary>Throws when a policy had errors.</summary>
    /// <exception cref="CliException"><c>POLICY_INVALID</c>, with all of them.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
        {
            throw new CliException(ExitCodes.Usage, "POLICY_INVALID", _errors.Count == 1 ? "There is an error in the policies." : $"There are {_errors.Count} errors in the policies.")
            {
                Violations = _errors,
                Fix = "AWS would refuse them, or decide otherwise than they read: nothing was decided.",
            };
        }
    }
}
