using System.Text.Json.Nodes;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Tests;

/// <summary>A request with policies, of few words so that many of them meet. The same seed makes the same case.</summary>
sealed class RandomCase
{
    const string Full = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    static readonly string[] _actions = ["sagemaker:CreateApp", "sagemaker:DescribeApp", "sagemaker:AddTags", "s3:GetObject", "s3:PutObject"];

    static readonly string[] _actionPatterns =
        ["*", "sagemaker:*", "sagemaker:Create*", "sagemaker:?escribeApp", "SageMaker:ADDTAGS", "s3:*Object", "s3:Get*", "s3:PutObject", "ec2:*"];

    static readonly string[] _resources =
        ["arn:aws:sagemaker:us-east-1:111122223333:app/d-1/alice/JupyterLab/default", "arn:aws:sagemaker:us-east-1:111122223333:app/d-1/bob/JupyterLab/default", "arn:aws:s3:::studio/alice/a.txt", "arn:aws:s3:::studio/TeamA"];

    static readonly string[] _resourcePatterns =
    [
        "*", "arn:aws:sagemaker:*:*:app/d-1/alice/*", "arn:aws:sagemaker:us-east-?:111122223333:app/*/default", "arn:aws:s3:::studio/*", "arn:aws:s3:::studio/${aws:SourceIdentity}/*",
        "arn:aws:s3:::studio/${aws:PrincipalTag/team}", "arn:aws:s3:::studio/${aws:PrincipalTag/team, 'TeamA'}", "arn:aws:sagemaker:*:111122223333:app/d-1/${aws:SourceIdentity}/*", "arn:aws:s3:::STUDIO/*",
    ];

    static readonly string[] _words = ["TeamA", "TeamB", "teama", "alice", "bob", "Team*", "*", "?eamA", "${aws:PrincipalTag/team}", "${aws:SourceIdentity}", "${aws:PrincipalTag/team, 'TeamA'}", ""];

    static readonly string[] _textKeys = ["aws:PrincipalTag/team", "aws:ResourceTag/team", "aws:RequestTag/team", "AWS:principaltag/TEAM", "aws:SourceIdentity"];

    static readonly string[] _arns = ["arn:aws:iam::111122223333:role/TeamA", "arn:aws:iam::*:role/*", "arn:aws:iam::111122223333:role/${aws:PrincipalTag/team}", "arn:aws:iam::444455556666:*", "arn:*:*:*:*:role/Team?"];

    static readonly string[] _principals =
    [
        "\"*\"", """{"AWS":"111122223333"}""", """{"AWS":"arn:aws:iam::111122223333:role/TeamA"}""", """{"AWS":"arn:aws:sts::111122223333:assumed-role/TeamA/alice"}""",
        """{"AWS":["arn:aws:iam::111122223333:role/TeamB","arn:aws:iam::444455556666:root"]}""", """{"Service":"s3.amazonaws.com"}""",
    ];

    readonly Random _random;

    /// <param name="seed">Which case.</param>
    /// <param name="comparable">Leaves out where iam-simulate is known to decide otherwise: see <c>DifferentialTests</c>.</param>
    public RandomCase(int seed, bool comparable = false)
    {
        _random = new(seed);
        Comparable = comparable;
        Account = Chance(5) ? "444455556666" : "111122223333";
        var resource = Pick(_resources);
        Request = new(Pick(_actions), resource, Context()) { Principal = RequestPrincipal.Parse(Principal), ResourceAccount = Account };
        Identity = Many(1, 2, PolicyKind.Identity);
        Boundary = Chance(3) ? Document(PolicyKind.PermissionBoundary) : null;
        ServiceControl = [.. Enumerable.Range(0, _random.Next(3)).Select(_ => Chance(2) ? [Full, .. Many(0, 2, PolicyKind.ServiceControl)] : Many(1, 2, PolicyKind.ServiceControl))];
        Resource = Chance(2) || Account is not "111122223333" ? Document(PolicyKind.Resource) : null;
        Session = Chance(3) && (!Comparable || Resource is null || Account is not "111122223333") ? Document(PolicyKind.Session) : null;
        Endpoint = Chance(6) ? Document(PolicyKind.VpcEndpoint) : null;
        Policies = new()
        {
            Identity = [.. Identity.Select((p, i) => Policy.Parse($"identity{i}", p, PolicyKind.Identity))],
            Boundary = Boundary is null ? null : Policy.Parse("boundary", Boundary, PolicyKind.PermissionBoundary),
            Session = Session is null ? null : [Policy.Parse("session", Session, PolicyKind.Session)],
            ServiceControl = [.. ServiceControl.Select((level, i) => new PolicyLevel($"level{i}", [.. level.Select((p, j) => Policy.Parse($"scp{i}.{j}", p, PolicyKind.ServiceControl))]))],
            Resource = Resource is null ? null : Policy.Parse("resource", Resource, PolicyKind.Resource),
            VpcEndpoint = Endpoint is null ? null : Policy.Parse("endpoint", Endpoint, PolicyKind.VpcEndpoint),
        };
    }

    public PolicySet Policies { get; }

    public PolicyRequest Request { get; }

    string[] Identity { get; }

    string? Boundary { get; }

    string? Session { get; }

    string[][] ServiceControl { get; }

    string? Resource { get; }

    string? Endpoint { get; }

    string Account { get; }

    string Principal => "arn:aws:sts::111122223333:assumed-role/TeamA/alice";

    bool Comparable { get; }

    /// <summary>The case as <c>@cloud-copilot/iam-simulate</c> takes it.</summary>
    public JsonObject ToSimulation()
    {
        var simulation = new JsonObject
        {
            ["request"] = new JsonObject
            {
                ["principal"] = Principal,
                ["action"] = Request.Action,
                ["resource"] = new JsonObject { ["resource"] = Request.Resource, ["accountId"] = Account },
                ["contextVariables"] = new JsonObject([.. Request.Context.Keys.Select(k => KeyValuePair.Create(k, ValueOf(k)))]),
            },
            ["identityPolicies"] = Named(Identity),
            ["serviceControlPolicies"] = new JsonArray([.. ServiceControl.Select((level, i) => new JsonObject { ["orgIdentifier"] = $"level{i}", ["policies"] = Named(level) })]),
            ["resourceControlPolicies"] = new JsonArray(),
        };
        Set("sessionPolicy", Session is null ? null : JsonNode.Parse(Session));
        Set("resourcePolicy", Resource is null ? null : JsonNode.Parse(Resource));
        Set("permissionBoundaryPolicies", Boundary is null ? null : Named([Boundary]));
        Set("vpcEndpointPolicies", Endpoint is null ? null : Named([Endpoint]));
        return simulation;

        void Set(string name, JsonNode? value)
        {
            if (value is not null)
            {
                simulation[name] = value;
            }
        }
    }

    JsonNode? ValueOf(string key) => Request.Context.Only(key) is { } single ? single : new JsonArray([.. Request.Context.Find(key)!.Select(v => (JsonNode)v)]);

    static JsonArray Named(IEnumerable<string> policies) => [.. policies.Select((p, i) => new JsonObject { ["name"] = $"p{i}", ["policy"] = JsonNode.Parse(p) })];

    RequestContext Context()
    {
        var context = new RequestContext().With("aws:PrincipalArn", "arn:aws:iam::111122223333:role/TeamA").With("aws:PrincipalAccount", "111122223333");
        foreach (var key in new[] { "aws:PrincipalTag/team", "aws:ResourceTag/team", "aws:RequestTag/team" }.Where(_ => Chance(2)))
        {
            context.With(key, Pick("TeamA", "TeamB", "teama", "Team*"));
        }

        return context
            .With("aws:SourceIdentity", Chance(2) ? Pick("alice", "bob") : null)
            .With("aws:SourceIp", Chance(2) ? Pick("10.1.2.3", "192.168.7.1", "2001:db8::7") : null)
            .With("aws:MultiFactorAuthAge", Chance(2) ? Pick("0", "300", "3600") : null)
            .With("aws:MultiFactorAuthPresent", Chance(2) ? Pick("true", "false") : null)
            .With("aws:CurrentTime", Chance(2) ? Pick("2026-11-23T12:00:00Z", "2025-01-01T00:00:00Z") : null)
            .With("aws:TagKeys", Some("team", "owner", "Team"))
            .With("sagemaker:InstanceTypes", Some("ml.t3.medium", "ml.g5.xlarge", "system"));
    }

    string[] Many(int least, int most, PolicyKind kind) => [.. Enumerable.Range(0, _random.Next(least, most + 1)).Select(_ => Document(kind))];

    string Document(PolicyKind kind)
    {
        var statements = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Statement(kind))]);
        return new JsonObject { ["Version"] = Chance(12) && !Comparable ? "2008-10-17" : "2012-10-17", ["Statement"] = statements }.ToJsonString();
    }

    JsonObject Statement(PolicyKind kind)
    {
        var statement = new JsonObject
        {
            ["Effect"] = Chance(4) ? "Deny" : "Allow",
            [Chance(6) ? "NotAction" : "Action"] = Texts(Some(_actionPatterns)),
        };
        var excepts = Chance(6);
        statement[excepts ? "NotResource" : "Resource"] = Texts(Some(excepts ? Sure(_resourcePatterns) : _resourcePatterns));
        if (kind is PolicyKind.Resource or PolicyKind.VpcEndpoint)
        {
            statement[nameof(Principal)] = JsonNode.Parse(kind is PolicyKind.VpcEndpoint ? "\"*\"" : Pick(_principals));
        }

        if (Chance(2))
        {
            var block = new JsonObject();
            for (var i = _random.Next(1, 3); i > 0; i--)
            {
                var (name, key, values) = Condition();
                block[name] = new JsonObject { [key] = Texts(values) };
            }

            statement["Condition"] = block;
        }

        return statement;
    }

    (string Operator, string Key, string[] Values) Condition() => _random.Next(8) switch
    {
        0 => ("Null", Pick([.. _textKeys, "aws:TagKeys", "aws:SourceIp"]), [Pick("true", "false")]),
        1 => (IfExists(Pick("IpAddress", "NotIpAddress")), "aws:SourceIp", Some("10.0.0.0/8", Comparable ? "192.168.7.1/32" : "192.168.7.1", "2001:db8::/32")),
        2 => (IfExists(Pick("NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals")), "aws:MultiFactorAuthAge", Some("300", "0", "1000")),
        3 => (IfExists(Pick("DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals")), "aws:CurrentTime", Some("2026-11-23T12:00:00Z", "2026-01-01T00:00:00Z")),
        4 => (IfExists("Bool"), "aws:MultiFactorAuthPresent", [Pick("true", "false")]),
        5 => IfExists(Pick("ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike")) is var name ? (name, "aws:PrincipalArn", Some(Values(name, _arns))) : default,
        6 => Pick(Comparable ? ["ForAnyValue:", "ForAllValues:"] : ["ForAnyValue:", "ForAllValues:", ""]) + IfExists(TextOperator()) is var name
            ? (name, Pick("aws:TagKeys", "sagemaker:InstanceTypes"), Some(Values(name, ["team", "owner", "ml.*", "system", "${aws:SourceIdentity}", "TEAM"]))) : default,
        _ => IfExists(TextOperator()) is var name ? (name, Pick(_textKeys), Some(Values(name, _words))) : default,
    };

    string[] Values(string name, string[] all) => name.Contains("Not", StringComparison.Ordinal) ? Sure(all) : all;

    // Without variables that may have no value.
    string[] Sure(string[] all) => Comparable ? [.. all.Where(v => !v.Contains("${", StringComparison.Ordinal) || v.Contains(", '", StringComparison.Ordinal))] : all;

    string TextOperator() => Pick("StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike");

    string IfExists(string name) => Chance(4) ? name + "IfExists" : name;

    static JsonNode Texts(string[] values) => values.Length == 1 ? values[0] : new JsonArray([.. values.Select(v => (JsonNode)v)]);

    // One to three of them, none twice.
    string[] Some(params string[] from) => [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Pick(from)).Distinct()];

    string Pick(params string[] from) => from[_random.Next(from.Length)];

    // One in so many.
    bool Chance(int of) => _random.Next(of) == 0;
}
