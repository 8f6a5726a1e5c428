using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator;

/// <summary>What is known of a call while it is answered; it becomes the record.</summary>
sealed class Exchange(string requestId, DateTimeOffset time)
{
    AwsService? _service;
    string _operation = "";
    string _region = "";
    string? _target;
    Caller? _caller;

    /// <summary>The id that the answer carries.</summary>
    public string RequestId => requestId;

    /// <summary>What came of it.</summary>
    public string Outcome { get; set; } = "aborted";

    /// <summary>The service that is called; null as long as it is not known.</summary>
    public AwsService? Service => _service;

    /// <summary>The accounts that the call concerns: the caller's and the wanted role's.</summary>
    public IReadOnlyCollection<string> Accounts => [.. new[] { _caller?.Account, _target?.Split(':').ElementAtOrDefault(4) }.OfType<string>()];

    /// <summary>Notes what is called.</summary>
    public void Begin(AwsService service, string operation)
    {
        _service = service;
        _operation = operation;
    }

    /// <summary>Notes which role is asked for.</summary>
    public void Aim(AwsCall call) => _target = call.Service == "sts" ? call.Input["RoleArn"]?.ToString() : null;

    /// <summary>Notes who calls.</summary>
    public void Identify(Caller caller, string region)
    {
        _caller = caller;
        _region = region;
    }

    /// <summary>The record.</summary>
    public RecordedCall ToRecord() => new(
        time, requestId, _service?.Name ?? "", _operation, _region, _caller?.Account ?? "", _caller?.Arn ?? "", _caller?.SourceIdentity,
        _target, Outcome);
}
