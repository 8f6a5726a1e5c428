using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace ControlPlane.SignIn;

/// <summary>How sign-ins go: section <c>SignIn</c>.</summary>
public sealed class SignInOptions
{
    /// <summary>How long a presigned URL works: 5 s to 300 s, both included (SageMaker API, <c>ExpiresInSeconds</c>); 30 s unless set.
    /// The URL is followed at once by a redirect: AWS's own default of 300 s keeps a bearer secret alive for no one, and at 5 s a
    /// browser on a slow line arrives too late.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:05:00")]
    public TimeSpan UrlLifetime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a browser is kept before it gets the waiting page: 0 s to 20 s; 2 s unless set.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:20")]
    public TimeSpan WaitBeforePage { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a profile may take to become ready: 10 s to 30 minutes; 5 minutes unless set.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:30:00")]
    public TimeSpan ProfileDeadline { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a sign-in may wait for a choice or a profile: 1 minute to 1 hour; 15 minutes unless set.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan PendingLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long flight records are kept: 1 hour to 400 days; 30 days unless set.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "400.00:00:00")]
    public TimeSpan FlightRecordRetention { get; set; } = TimeSpan.FromDays(30);
}

/// <summary>Checks <see cref="SignInOptions"/> at start.</summary>
[OptionsValidator]
public sealed partial class SignInOptionsValidator : IValidateOptions<SignInOptions>;
