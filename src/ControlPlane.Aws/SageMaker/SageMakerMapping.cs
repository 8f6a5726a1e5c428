using Amazon.Runtime;
using Amazon.SageMaker;
using Amazon.SageMaker.Model;
using ControlPlane.Aws.Calls;
using ControlPlane.Aws.Sts;
using ControlPlane.Domains;
using ControlPlane.Errors;
using ControlPlane.Profiles;

namespace ControlPlane.Aws.SageMaker;

/// <summary>Between SageMaker's words and the core's.</summary>
static class SageMakerMapping
{
    public static ObservedDomain Domain(DomainName name, DescribeDomainResponse found) => new(
        name,
        found.AuthMode == Amazon.SageMaker.AuthMode.SSO ? Domains.AuthMode.Sso : Domains.AuthMode.Iam,
        found.Status?.Value ?? "",
        found.DomainSettings?.ExecutionRoleIdentityConfig == ExecutionRoleIdentityConfig.USER_PROFILE_NAME)
    {
        NetworkAccess = (found.AppNetworkAccessType ?? AppNetworkAccessType.PublicInternetOnly).Value,
        KmsKey = found.KmsKeyId,
    };

    public static ObservedProfile Profile(ProfileName name, DescribeUserProfileResponse found, IEnumerable<Tag> tags) => new()
    {
        Name = name with { Profile = found.UserProfileName ?? name.Profile },
        Status = Status(found.Status),
        FailureReason = found.FailureReason,
        ExecutionRole = found.UserSettings?.ExecutionRole,
        Arn = found.UserProfileArn,
        UserSettingsJson = UserSettingsReader.Write(found.UserSettings),
        Tags = tags.ToDictionary(t => t.Key!, t => t.Key == ProfileTags.User ? EscapedId.FromTag(t.Value ?? "") : t.Value ?? ""),
    };

    public static ObservedApp App(AppDetails found) => new(
        found.AppType?.Value ?? "",
        found.AppName ?? "",
        // AWS lists a space's app without a profile, and a profile's app without a space.
        found.SpaceName is { Length: > 0 } ? null : found.UserProfileName,
        found.SpaceName is { Length: > 0 } ? found.SpaceName : null,
        found.Status?.Value switch
        {
            "Pending" => AppState.Pending,
            "Deleting" => AppState.Deleting,
            "Deleted" => AppState.Deleted,
            "Failed" => AppState.Failed,
            // A state that SageMaker may add one day is one of an app that is there.
            _ => AppState.InService,
        },
        found.CreationTime);

    /// <exception cref="RefusedException"><c>PROFILE_SETTINGS_INVALID</c>, <c>USER_ID_UNUSABLE</c>.</exception>
    public static CreateUserProfileRequest CreateRequest(DesiredProfile profile) => new()
    {
        DomainId = profile.Name.Domain.Domain.ToString(),
        UserProfileName = profile.Name.Profile,
        UserSettings = Settings(profile),
        Tags = Tags(profile.Tags),
    };

    /// <exception cref="RefusedException"><c>PROFILE_SETTINGS_INVALID</c>.</exception>
    public static UserSettings Settings(DesiredProfile profile)
    {
        var settings = UserSettingsReader.Read(profile.UserSettingsJson, out var violations)
            ?? throw AwsErrors.ProfileSettingsInvalid(profile.Name, violations);
        settings.ExecutionRole = profile.ExecutionRole;
        return settings;
    }

    /// <exception cref="RefusedException"><c>USER_ID_UNUSABLE</c>.</exception>
    public static List<Tag> Tags(IReadOnlyDictionary<string, string> tags)
        => [.. tags.Select(t => new Tag { Key = t.Key, Value = t.Key == ProfileTags.User ? EscapedId.ForTag(t.Value) : t.Value })];

    public static RefusedException CreateRefused(ProfileName profile, AwsCall call, AmazonServiceException error) => error switch
    {
        ResourceLimitExceededException => AwsErrors.ProfileLimitReached(profile, call, error),
        { ErrorCode: "ValidationException" or "ValidationError" }
            => AwsErrors.ProfileSettingsInvalid(profile, [new("spec", $"SageMaker says: {error.Message}")], error),
        _ => AwsErrors.Denied(call, error),
    };

    // A state that SageMaker may add one day is not one in which a profile can be opened.
    static ProfileStatus Status(UserProfileStatus? status) => status?.Value switch
    {
        "Pending" => ProfileStatus.Pending,
        "InService" => ProfileStatus.InService,
        "Updating" => ProfileStatus.Updating,
        "Update_Failed" => ProfileStatus.UpdateFailed,
        "Deleting" => ProfileStatus.Deleting,
        "Delete_Failed" => ProfileStatus.DeleteFailed,
        _ => ProfileStatus.Failed,
    };
}
