using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Tests;

/// <summary>Policies and requests to start from.</summary>
static class A
{
    public const string Account = "111122223333";
    public const string Role = "arn:aws:iam::111122223333:role/studio/TeamA";
    public const string Session = "arn:aws:sts::111122223333:assumed-role/TeamA/alice";
    public const string User = "arn:aws:iam::111122223333:user/bob";
    public const string Profile = "arn:aws:sagemaker:us-east-1:111122223333:user-profile/d-1/alice";
    public const string Bucket = "arn:aws:s3:::studio-bucket/a.txt";

    public static string Data(params string[] path) => Path.Combine([AppContext.BaseDirectory, "Data", .. path]);

    public static Policy Policy(string statements, PolicyKind kind = PolicyKind.Identity, string name = "policy")
        => Policies.Policy.Parse(name, $$"""{"Version":"2012-10-17","Statement":[{{statements}}]}""", kind);

    public static Policy AllowAll(PolicyKind kind = PolicyKind.Identity) => Policy("""{"Sid":"All","Effect":"Allow","Action":"*","Resource":"*"}""", kind, "all");

    /// <summary>A policy that says nothing about what the tests ask.</summary>
    public static Policy Silent(PolicyKind kind = PolicyKind.Identity) => Policy("""{"Effect":"Allow","Action":"ec2:Nothing","Resource":"*"}""", kind, "silent");

    public static Policy DenyAll(PolicyKind kind = PolicyKind.Identity) => Policy("""{"Sid":"No","Effect":"Deny","Action":"*","Resource":"*"}""", kind, "deny");

    public static Policy ResourcePolicy(string principal, string effect = "Allow", string element = "Principal")
        => Policy($$"""{"Sid":"R","Effect":"{{effect}}","{{element}}":{{principal}},"Action":"*","Resource":"*"}""", PolicyKind.Resource, "bucket");

    public static PolicyRequest Request(RequestContext? context = null, string action = "sagemaker:DescribeUserProfile", string resource = Profile)
        => new(action, resource, context ?? new());

    public static RequestPrincipal RoleSession() => RequestPrincipal.Session(Session, Role);
}
