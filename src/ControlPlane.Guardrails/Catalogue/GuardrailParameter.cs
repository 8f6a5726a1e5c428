using System.Net;
using System.Text.RegularExpressions;

namespace ControlPlane.Guardrails.Catalogue;

/// <summary>Something that an organization decides about its guardrails.</summary>
public sealed partial record GuardrailParameter
{
    readonly Func<string, bool> _takes;

    GuardrailParameter(string name, string description, string form, Func<string, bool> takes, bool isList, IReadOnlyList<string> unset)
    {
        (Name, Description, Form, IsList, Default) = (name, description, form, isList, unset);
        _takes = takes;
    }

    /// <summary>Its name, such as <c>team-tag</c>.</summary>
    public string Name { get; }

    /// <summary>What it means.</summary>
    public string Description { get; }

    /// <summary>What a value looks like.</summary>
    public string Form { get; }

    /// <summary>Whether it takes several values.</summary>
    public bool IsList { get; }

    /// <summary>What it is unless set. A <c>{{partition}}</c> or <c>{{account}}</c> in it follows those parameters.</summary>
    public IReadOnlyList<string> Default { get; }

    /// <summary>Whether a value has its form.</summary>
    public bool Takes(string value) => _takes(value);

    /// <summary>All parameters. Those that others follow come first.</summary>
    public static IReadOnlyList<GuardrailParameter> All { get; } =
    [
        One("partition", "The partition in ARNs.", "aws, aws-cn or aws-us-gov", Partition(), "aws"),
        One("account", "The account that the policy is attached in.", "12 digits", Account(), "111122223333"),
        One("region", "The Region of the domain and of the logs.", "a Region, such as eu-central-1", Region(), "us-east-1"),
        One("domain", "The SageMaker domain.", "a domain id, such as d-abc123def456", Domain(), "d-abc123def456"),
        One("profile", "The profile of a vend session.", "a profile's name", Profile(), "alice"),
        One("team-tag", "The tag key of the team.", "a tag key", TagKey(), "team"),
        One("owner-tag", "The tag key of whoever made a thing.", "a tag key", TagKey(), "owner"),
        One("user-tag", "The tag key of a profile's user.", "a tag key", TagKey(), "studiouserid"),
        One("ended-tag", "The tag key that marks a profile whose person's access has ended, whatever its value.", "a tag key", TagKey(), "access-ended"),
        One("attribute", "The tag key that attribute-match compares.", "a tag key", TagKey(), "CostCenter"),
        Many("instance-types", "What Studio may run on; * and ? are wildcards.", "an instance type, or system", InstanceType(), "ml.t3.medium", "ml.m5.large", "ml.c5.large", "system"),
        Many("job-instance-types", "What jobs and endpoints may run on.", "an instance type", InstanceType(), "ml.m5.*", "ml.c5.*", "ml.g4dn.xlarge"),
        Many("images", "What Studio may start; the account of AWS's images differs by Region.", "an image's ARN with wildcards", Image(), "arn:{{partition}}:sagemaker:*:{{account}}:image/approved-*", "arn:{{partition}}:sagemaker:*:081325390199:image/*"),
        Many("kms-keys", "The keys that things are encrypted with.", "a key's ARN with wildcards", Key(), "arn:{{partition}}:kms:*:{{account}}:key/*"),
        Many("vpc-endpoints", "The endpoints of SageMaker's API and of Studio.", "an endpoint id, such as vpce-0123456789abcdef0", Endpoint(), "vpce-0123456789abcdef0", "vpce-0abcdefabcdefabcd"),
        Many("subnets", "The subnets that a domain may be in.", "a subnet id, with wildcards", Subnet(), "subnet-*"),
        Range("private-ranges", "The private addresses that Studio is opened from.", "10.100.10.0/24"),
        Range("public-ranges", "The public addresses that Studio is opened from.", "192.0.2.0/24", "203.0.113.0/24"),
        One("bucket", "The bucket that people share or that a bucket policy is for.", "a bucket's name", Bucket(), "studio-bucket"),
        One("team-bucket-prefix", "What the name of a team's bucket begins with; the team's id follows.", "the beginning of a bucket's name", BucketPrefix(), "sagemaker-team-"),
        One("control-plane-role", "The role that the control plane runs under.", "a role's ARN", Role(), "arn:{{partition}}:iam::999900001111:role/StudioControlPlane"),
        One("external-id", "The external id of the account.", "2 to 1224 characters", ExternalId(), "studio-gateway-research"),
        Roles("broker-roles", "The broker roles.", "studio-gateway/StudioGatewayBroker"),
        Roles("vend-roles", "The vend roles.", "studio-gateway/StudioGatewayVend"),
        Roles("execution-roles", "The execution roles of the teams.", "studio/*"),
        Many("team-roles", "The roles that the jobs of one team run under.", "a role's ARN", Role(), "arn:{{partition}}:iam::{{account}}:role/studio/TeamA"),
        One("boundary-policy", "The boundary of execution roles that the control plane makes; * stands for the account.", "a managed policy's ARN", BoundaryPolicy(), "arn:{{partition}}:iam::*:policy/studio-gateway/StudioExecutionBoundary"),
        One("roles-role", "The role by which the control plane makes execution roles; * stands for the account.", "a role's ARN, without wildcards in the name", RolesRole(), "arn:{{partition}}:iam::*:role/studio-gateway/StudioGatewayRoles"),
        Roles("deploy-roles", "The roles that deploy the platform.", "StudioPlatformDeploy"),
        Roles("break-glass-roles", "The roles for emergencies.", "StudioBreakGlass"),
        One("saml-provider", "The identity provider of people who federate straight to IAM.", "a SAML provider's ARN", SamlProvider(), "arn:{{partition}}:iam::{{account}}:saml-provider/Okta"),
        One("organization", "The organization.", "an organization id, such as o-a1b2c3d4e5", Organization(), "o-a1b2c3d4e5"),
    ];

    /// <summary>The parameter of a name; null when there is none.</summary>
    public static GuardrailParameter? Find(string name) => All.FirstOrDefault(p => p.Name == name);

    static GuardrailParameter One(string name, string description, string form, Regex pattern, string unset) => new(name, description, form, pattern.IsMatch, false, [unset]);

    static GuardrailParameter Many(string name, string description, string form, Regex pattern, params string[] unset) => new(name, description, form, pattern.IsMatch, true, unset);

    static GuardrailParameter Roles(string name, string description, string role)
        => Many(name, description, "a role's ARN with wildcards", Role(), $"arn:{{{{partition}}}}:iam::*:role/{role}");

    static GuardrailParameter Range(string name, string description, params string[] unset)
        => new(name, description, "an address range, such as 10.0.0.0/16", text => IPNetwork.TryParse(text, out _), true, unset);

    [GeneratedRegex(@"^aws(?:-cn|-us-gov)?\z")]
    private static partial Regex Partition();

    [GeneratedRegex(@"^[0-9]{12}\z")]
    private static partial Regex Account();

    [GeneratedRegex(@"^[a-z]{2}(?:-[a-z]+){1,2}-[0-9]\z")]
    private static partial Regex Region();

    [GeneratedRegex(@"^d-[a-z0-9](?:-*[a-z0-9]){0,60}\z")]
    private static partial Regex Domain();

    [GeneratedRegex(@"^[a-zA-Z0-9](?:-*[a-zA-Z0-9]){1,62}\z")]
    private static partial Regex Profile();

    [GeneratedRegex(@"^(?!aws:)[A-Za-z0-9_.:/=+@-]{1,128}\z", RegexOptions.IgnoreCase)]
    private static partial Regex TagKey();

    [GeneratedRegex(@"^(?:system|ml\.[a-z0-9*?.-]+)\z")]
    private static partial Regex InstanceType();

    [GeneratedRegex(@"^arn:aws[a-z-]*:sagemaker:[a-z0-9*-]+:(?:[0-9]{12}|\*):image/[A-Za-z0-9*?._-]+\z")]
    private static partial Regex Image();

    [GeneratedRegex(@"^arn:aws[a-z-]*:kms:[a-z0-9*-]+:(?:[0-9]{12}|\*):key/[A-Za-z0-9*?-]+\z")]
    private static partial Regex Key();

    [GeneratedRegex(@"^vpce-[0-9a-f]{8,17}\z")]
    private static partial Regex Endpoint();

    [GeneratedRegex(@"^subnet-[0-9a-f*?]{1,17}\z")]
    private static partial Regex Subnet();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z")]
    private static partial Regex Bucket();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]{0,49}\z")]
    private static partial Regex BucketPrefix();

    [GeneratedRegex(@"^arn:aws[a-z-]*:iam::(?:[0-9]{12}|\*):role/[A-Za-z0-9_+=,.@/*-]+\z")]
    private static partial Regex Role();

    [GeneratedRegex(@"^arn:aws[a-z-]*:iam::(?:[0-9]{12}|\*):policy/[A-Za-z0-9_+=,.@/-]+\z")]
    private static partial Regex BoundaryPolicy();

    [GeneratedRegex(@"^arn:aws[a-z-]*:iam::(?:[0-9]{12}|\*):role/[A-Za-z0-9_+=,.@/-]+\z")]
    private static partial Regex RolesRole();

    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@:/-]{2,1224}\z")]
    private static partial Regex ExternalId();

    [GeneratedRegex(@"^arn:aws[a-z-]*:iam::[0-9]{12}:saml-provider/[A-Za-z0-9._-]+\z")]
    private static partial Regex SamlProvider();

    [GeneratedRegex(@"^o-[a-z0-9]{10,32}\z")]
    private static partial Regex Organization();
}
