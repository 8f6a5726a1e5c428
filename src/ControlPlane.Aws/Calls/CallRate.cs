namespace ControlPlane.Aws.Calls;

/// <summary>How often an AWS operation may be called.</summary>
public sealed class CallRate
{
    /// <summary>Calls a second in the long run; over 0.</summary>
    public double PerSecond { get; set; }

    /// <summary>Calls at once after a pause; 1 or more.</summary>
    public double Burst { get; set; } = 1;

    /// <summary>Whether AWS counts the calls of all target accounts together, against the account that calls. False unless set.</summary>
    public bool ChargedToCaller { get; set; }
}
