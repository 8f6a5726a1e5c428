using System.Text.Json;
using ControlPlane.Profiles;

namespace ControlPlane.Aws.Sts;

/// <summary>The session policy of a vend session: one action on one profile, unless it is marked as ended. Far under the 2,048 characters that
/// STS takes. AWS asks it again for each request of the browser, so the mark also ends what is open already.</summary>
static class PresignPolicy
{
    const string Action = "sagemaker:CreatePresignedDomainUrl";

    static readonly Dictionary<string, string> _marked = new() { [$"sagemaker:ResourceTag/{ProfileTags.Ended}"] = "false" };

    public static string For(string partition, ProfileName profile)
    {
        var arn = $"arn:{partition}:sagemaker:{profile.Region}:{profile.Account}:user-profile/{profile.Domain.Domain}/{profile.Profile}";
        // Profile names differ by more than case, so both spellings mean the one profile; which of them AWS keeps in the ARN is not documented.
        var lower = arn.ToLowerInvariant();
        object resource = arn == lower ? arn : new[] { arn, lower };
        return JsonSerializer.Serialize(new
        {
            Version = "2012-10-17",
            Statement = new object[]
            {
                new { Effect = "Allow", Action, Resource = resource },
                new { Effect = "Deny", Action, Resource = "*", Condition = new { Null = _marked } },
            },
        });
    }
}
