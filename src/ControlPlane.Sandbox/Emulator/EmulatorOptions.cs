namespace ControlPlane.Sandbox.Emulator;

/// <summary>How an emulator starts.</summary>
public sealed record EmulatorOptions
{
    /// <summary>The world it starts with.</summary>
    public WorldSeed Seed { get; init; } = new();

    /// <summary>The file that keeps domains, profiles, spaces, apps, the organization and what was changed through IAM over restarts; null to keep nothing. Sessions,
    /// Studio sessions and recorded calls are never kept.</summary>
    public string? DataFile { get; init; }

    /// <summary>The port on loopback; 0, as unless set, lets the system choose.</summary>
    public int Port { get; init; }

    /// <summary>How long a new or changed profile, space, app or domain is Pending, Updating or Deleting; 0 or more, nothing unless
    /// set.</summary>
    public TimeSpan SettleTime { get; init; }

    /// <summary>The clock; the system's unless set.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The clock that signatures are held against; <see cref="Time"/> unless set. The AWS SDKs sign by the system's clock, so a
    /// test that moves <see cref="Time"/> by more than 5 minutes sets the system's clock here.</summary>
    public TimeProvider? SignatureTime { get; init; }
}
