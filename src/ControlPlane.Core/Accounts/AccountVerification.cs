namespace ControlPlane.Accounts;

/// <summary>What a verification of an account found.</summary>
/// <param name="Account">The account.</param>
/// <param name="Findings">Each finding, in the order of the checks.</param>
/// <param name="VerifiedAt">When it ended.</param>
public sealed record AccountVerification(AccountId Account, IReadOnlyList<VerificationFinding> Findings, DateTimeOffset VerifiedAt)
{
    /// <summary>True when no finding is an error.</summary>
    public bool Passed => Findings.All(f => f.Verdict is VerificationVerdict.Passed or VerificationVerdict.Warning);
}

/// <summary>One finding.</summary>
/// <param name="Check">What was checked, such as <c>broker-role</c>.</param>
/// <param name="Verdict">What came out.</param>
/// <param name="Message">What happened, in a sentence.</param>
/// <param name="Reason">The reason code; null when it holds.</param>
/// <param name="Fix">What to do about it; null when there is nothing to do.</param>
/// <param name="Region">The Region that was tried; null when it makes no difference.</param>
public sealed record VerificationFinding(
    string Check, VerificationVerdict Verdict, string Message, string? Reason = null, string? Fix = null, string? Region = null);

/// <summary>What came out of a check.</summary>
public enum VerificationVerdict
{
    /// <summary>It holds.</summary>
    Passed,

    /// <summary>It holds, and could be better.</summary>
    Warning,

    /// <summary>It does not hold.</summary>
    Failed,

    /// <summary>It could not be tried because an earlier check failed.</summary>
    Skipped,
}

/// <summary>An order to verify an account.</summary>
/// <param name="Account">The account.</param>
public sealed record VerifyOrder(AccountId Account);
