namespace ControlPlane.Sandbox.Demo;

/// <summary>The demo cannot start, for a reason that whoever started it can mend. The message is all that is shown.</summary>
sealed class DemoException(string message) : Exception(message);
