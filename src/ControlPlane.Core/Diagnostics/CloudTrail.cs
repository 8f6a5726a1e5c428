using System.Globalization;
using ControlPlane.Profiles;
using ControlPlane.SignIn;

namespace ControlPlane.Diagnostics;

/// <summary>The searches in CloudTrail for one sign-in. The fields are those of CloudTrail's events for STS and SageMaker (IAM User Guide,
/// "Logging IAM and AWS STS API calls with AWS CloudTrail").</summary>
sealed class CloudTrail(TracedFlight flight, ProfileName profile)
{
    // Clocks differ, and an event has the time of its request.
    static readonly TimeSpan _margin = TimeSpan.FromMinutes(2);

    string? Session => flight.Fact(StepNames.Vend, VendFacts.Session);

    string? Role => flight.Fact(StepNames.Vend, VendFacts.Role);

    DateTimeOffset VendedAt => flight.TimeOf(flight.Vend);

    /// <summary>The session and the URL; none when AWS was not asked.</summary>
    public IEnumerable<CloudTrailQuery> Queries()
    {
        if (flight.Vend is null)
        {
            yield break;
        }

        if (Session is not null)
        {
            yield return AssumeRole();
        }

        yield return Presign();
    }

    /// <summary>The calls from Studio, when the domain hands the profile's name on as source identity; null when nobody was let in.</summary>
    public CloudTrailQuery? LaterCalls()
    {
        if (flight.Fact(StepNames.Vend, VendFacts.UrlExpires) is null)
        {
            return null;
        }

        var fields = new Dictionary<string, string> { ["userIdentity.sessionContext.sourceIdentity"] = profile.Profile };
        if (flight.Fact(StepNames.Route, "execution_role") is { } role)
        {
            fields["userIdentity.sessionContext.sessionIssuer.arn"] = role;
        }

        return new(
            profile.Account.ToString(), profile.Region.ToString(), "", fields, VendedAt - _margin, VendedAt + Length + _margin,
            "Every call that notebooks and jobs of this profile made with the execution role.");
    }

    TimeSpan Length => Seconds(StepNames.Entitlement, "session_seconds", TimeSpan.FromHours(12));

    CloudTrailQuery AssumeRole() => new(
        profile.Account.ToString(),
        flight.Fact(StepNames.Vend, VendFacts.StsRegion) ?? profile.Region.ToString(),
        "AssumeRole",
        new Dictionary<string, string>
        {
            ["eventSource"] = "sts.amazonaws.com",
            ["requestParameters.roleArn"] = Role ?? "",
            ["requestParameters.roleSessionName"] = Session!,
            ["requestParameters.sourceIdentity"] = flight.Fact(StepNames.Vend, VendFacts.SourceIdentity) ?? Session!,
        },
        VendedAt - Seconds(StepNames.Vend, VendFacts.SessionSeconds, TimeSpan.FromHours(1)) - _margin,
        VendedAt + _margin,
        "The control plane opened the session for this user and team; requestParameters.tags names both in full.");

    CloudTrailQuery Presign()
    {
        var fields = new Dictionary<string, string>
        {
            ["eventSource"] = "sagemaker.amazonaws.com",
            ["requestParameters.domainId"] = profile.Domain.Domain.ToString(),
            ["requestParameters.userProfileName"] = profile.Profile,
        };
        if (Session is { } session)
        {
            fields["userIdentity.sessionContext.sourceIdentity"] = flight.Fact(StepNames.Vend, VendFacts.SourceIdentity) ?? session;
            if (SessionArn(session) is { } arn)
            {
                fields["userIdentity.arn"] = arn;
            }
        }

        return new(
            profile.Account.ToString(), profile.Region.ToString(), "CreatePresignedDomainUrl", fields,
            VendedAt - (flight.Vend?.Elapsed ?? TimeSpan.Zero) - _margin, VendedAt + _margin,
            "The session asked for the URL. The URL itself is hidden there.");
    }

    // arn:aws:iam::{account}:role/{path/}{name}: the path is no part of the session's ARN.
    string? SessionArn(string session) => Role?.Split(':') is ["arn", var partition, "iam", "", var account, var role]
        ? $"arn:{partition}:sts::{account}:assumed-role/{role[(role.LastIndexOf('/') + 1)..]}/{session}"
        : null;

    TimeSpan Seconds(string step, string fact, TimeSpan otherwise)
        => int.TryParse(flight.Fact(step, fact), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : otherwise;
}
