using System.Text.RegularExpressions;
using ControlPlane.Accounts;
using ControlPlane.Profiles;
using ControlPlane.SignIn;
using ControlPlane.Teams;

namespace ControlPlane.Catalog;

/// <summary>What one thing of a catalog must be like, whatever else there is.</summary>
static partial class CatalogRules
{
    // SageMaker takes 50 tags; studiouserid, team and the mark of an ended access are three of them.
    const int MaximumTags = 47;
    const int MaximumContexts = 8;
    const int MaximumContext = 200;

    public static void Check(Account account, IFindings spec)
    {
        if (account.Partition is not ("aws" or "aws-cn" or "aws-us-gov"))
        {
            spec.Wrong("partition", "Write aws, aws-cn or aws-us-gov.");
        }

        foreach (var (name, role) in new[] { ("brokerRole", account.BrokerRole), ("vendRole", account.VendRole) })
        {
            if (role.Length > 0)
            {
                CheckRoleArn(role, account.Id, account.Partition, spec, name);
            }
        }

        if (account.BrokerRole.Length > 0 && account.BrokerRole == account.VendRole)
        {
            spec.Wrong("vendRole", "The broker role and the vend role are two roles: one manages profiles, the other opens one person's.");
        }

        if (account.ExternalId.Length > 0 && !ExternalId().IsMatch(account.ExternalId))
        {
            spec.Wrong("externalId", "An external id has 2 to 1224 letters, digits and _+=,.@:/-.");
        }
    }

    public static void Check(Team team, bool named, IFindings spec)
    {
        CheckTags(team, named, spec);
        if (team.ExecutionRole.Length > 0 && !team.ExecutionRole.StartsWith("arn:", StringComparison.Ordinal) && !RolePathAndName().IsMatch(team.ExecutionRole))
        {
            spec.Wrong("executionRole", "Write the role's name, with its path if it has one (team/StudioTeam1), or its ARN.");
        }

        if (team.ExecutionRole.StartsWith("arn:", StringComparison.Ordinal))
        {
            // A placement with a role of its own does not use this one.
            foreach (var placement in team.Placements.Where(p => p.ExecutionRole is null).DistinctBy(p => p.Domain.Account))
            {
                CheckRoleArn(team.ExecutionRole, placement.Domain.Account, null, spec, "executionRole");
            }
        }

        if (team.Space is { } space && !LaunchPad.IsSpace(space))
        {
            spec.Wrong("space", "A space has 1 to 63 letters, digits and inner hyphens.");
        }

        if (team.LandingUri is { } landing && !LaunchPad.IsLandingUri(landing))
        {
            spec.Wrong("landingUri", "It must begin with 'studio::' or 'app:' and have at most 1023 characters without white space.");
        }

        CheckContexts(team.Conditions.AuthnContexts, spec);
        foreach (var twice in team.Placements.GroupBy(p => p.Domain).Where(g => g.Count() > 1))
        {
            spec.Wrong("placements", $"{twice.Key} is there twice: keep one.");
        }
    }

    // They travel in the query of a redirect, whose length browsers and proxies bound.
    static void CheckContexts(IReadOnlyList<string> contexts, IFindings spec)
    {
        if (contexts.Count > MaximumContexts)
        {
            spec.Wrong("conditions.authnContexts", $"There are {contexts.Count}: at most {MaximumContexts}.");
        }

        foreach (var context in contexts.Where(c => c.Length > MaximumContext || !Uri.TryCreate(c, UriKind.Absolute, out _) || c.Any(char.IsWhiteSpace)))
        {
            spec.Wrong("conditions.authnContexts", $"'{context}' is not an absolute URI of at most {MaximumContext} characters.");
        }
    }

    /// <summary>A role of another partition than its account's can never be passed to SageMaker there.</summary>
    public static void CheckPartitions(Team team, Func<AccountId, string?> partitionOf, IFindings spec)
    {
        foreach (var placement in team.Placements)
        {
            var role = RoleArn().Match(placement.ExecutionRole ?? team.ExecutionRole);
            if (role.Success && partitionOf(placement.Domain.Account) is { } partition && role.Groups["partition"].Value != partition)
            {
                spec.Wrong("placements", $"The role for {placement.Domain} is in partition {role.Groups["partition"].Value}; its account is in {partition}.");
            }
        }
    }

    public static void CheckRoleArn(string arn, AccountId? account, string? partition, IFindings fields, string name)
    {
        if (RoleArn().Match(arn) is not { Success: true } match)
        {
            fields.Wrong(name, "Write a role's ARN, such as arn:aws:iam::111122223333:role/StudioBroker.");
            return;
        }

        if (account is { } wanted && wanted != default && match.Groups["account"].Value != wanted.ToString())
        {
            fields.Wrong(name, $"The role is in account {match.Groups["account"].Value}; it must be in {wanted}.");
        }

        if (partition is not null && match.Groups["partition"].Value != partition)
        {
            fields.Wrong(name, $"The role is in partition {match.Groups["partition"].Value}; the account is in {partition}.");
        }
    }

    static void CheckTags(Team team, bool named, IFindings spec)
    {
        if (team.Tags.Count > MaximumTags)
        {
            spec.Wrong("tags", $"There are {team.Tags.Count} tags: AWS takes 50, of which the control plane sets three.");
        }

        foreach (var (key, value) in team.Tags)
        {
            if (key.Length is < 1 or > 128 || value.Length > 256 || !TagText().IsMatch(key) || !TagText().IsMatch(value))
            {
                spec.Wrong("tags", $"The tag '{key}' is none that AWS takes: 1 to 128 characters, its value 0 to 256; letters, digits, spaces and _.:/=+-@.");
            }

            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                spec.Wrong("tags", $"The tag '{key}' begins with aws:, which AWS keeps for itself.");
            }

            // IAM compares tag keys without case: a Team beside our team must say the same.
            if (ProfileTags.IsReserved(key)
                && !(key is not ProfileTags.Team && key.Equals(ProfileTags.Team, StringComparison.OrdinalIgnoreCase) && named && value == team.Id.ToString()))
            {
                spec.Wrong("tags", $"The tag '{key}' is set by the control plane alone: leave it out.");
            }
        }
    }

    // IAM API: RoleName, path and ARN.
    [GeneratedRegex(@"^arn:(?<partition>aws|aws-cn|aws-us-gov):iam::(?<account>[0-9]{12}):role/(?:[\x21-\x7e]{1,510}/)?[\w+=,.@-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex RoleArn();

    [GeneratedRegex(@"^/?(?:[\w+=,.@-]{1,128}/){0,4}[\w+=,.@-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex RolePathAndName();

    [GeneratedRegex(@"^[\w+=,.@:/-]{2,1224}\z", RegexOptions.ECMAScript)]
    private static partial Regex ExternalId();

    [GeneratedRegex(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex TagText();
}
