using System.Text.Json;
using ControlPlane.Profiles;

namespace ControlPlane.Aws.Sts;

/// <summary>The session policy of a vend session: one action on one profile. Far under the 2,048 characters that STS takes.</summary>
static class PresignPolicy
{
    public static string For(string partition, ProfileName profile)
    {
        var arn = $"arn:{partition}:sagemaker:{profile.Region}:{profile.Account}:user-profile/{profile.Domain.Domain}/{profile.Profile}";
        // Profile names differ by more than case, so both spellings mean the one profile; which of them AWS keeps in the ARN is not documented.
        var lower = arn.ToLowerInvariant();
        object resource = arn == lower ? arn : new[] { arn, lower };
        return JsonSerializer.Serialize(new
        {
            Version = "2012-10-17",
            Statement = new[] { new { Effect = "Allow", Action = "sagemaker:CreatePresignedDomainUrl", Resource = resource } },
        });
    }
}
