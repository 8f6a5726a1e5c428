namespace ControlPlane.Faults;

/// <summary>How one sign-in of one person ended.</summary>
/// <param name="Person">Who.</param>
/// <param name="Team">What for.</param>
/// <param name="Assertions">How many assertions it took: one, unless an answer got lost or something was down.</param>
/// <param name="Launched">Whether a presigned URL came.</param>
/// <param name="Reason">The reason of the last refusal; null for none.</param>
sealed record SignIn(string Person, string Team, int Assertions, bool Launched, string? Reason);
