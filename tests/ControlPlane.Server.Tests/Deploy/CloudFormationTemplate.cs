using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ControlPlane.Server.Tests.Running;
using YamlDotNet.RepresentationModel;

namespace ControlPlane.Server.Tests.Deploy;

/// <summary>A template of deploy/cloudformation as a stack has it: parameters filled in, conditions decided, functions carried out. All values
/// are texts.</summary>
sealed partial class CloudFormationTemplate
{
    const string Account = "111122223333";
    readonly YamlMappingNode _root;
    readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal)
    {
        ["AWS::Partition"] = "aws",
        ["AWS::AccountId"] = Account,
        ["AWS::Region"] = "eu-central-1",
    };

    CloudFormationTemplate(YamlMappingNode root) => _root = root;

    /// <summary>Reads a template.</summary>
    /// <param name="name">The file's name without its ending.</param>
    /// <param name="parameters">What is given, with pseudo parameters; the defaults count for the others.</param>
    public static CloudFormationTemplate Read(string name, params (string Name, string Value)[] parameters)
    {
        using var file = File.OpenText(Path.Combine(Repository.Folder, "deploy", "cloudformation", $"{name}.yaml"));
        var yaml = new YamlStream();
        yaml.Load(file);
        var template = new CloudFormationTemplate((YamlMappingNode)yaml.Documents.Single().RootNode);
        foreach (var (parameter, about) in template.Section("Parameters"))
        {
            if (about.Children.TryGetValue("Default", out var unset))
            {
                template._parameters[parameter] = ((YamlScalarNode)unset).Value!;
            }
        }

        foreach (var (parameter, value) in parameters)
        {
            template._parameters[parameter] = value;
        }

        return template;
    }

    /// <summary>The names of the resources that are made.</summary>
    public IEnumerable<string> Resources => Section("Resources").Where(r => IsMade(r.Value)).Select(r => r.Key);

    /// <summary>The properties of a resource.</summary>
    public JsonObject Properties(string resource) => (JsonObject)Value(Section("Resources")[resource]["Properties"])!;

    /// <summary>The value of an output.</summary>
    public string Output(string name) => (string)Value(Section("Outputs")[name]["Value"])!;

    Dictionary<string, YamlMappingNode> Section(string name)
        => ((YamlMappingNode)_root[name]).ToDictionary(e => ((YamlScalarNode)e.Key).Value!, e => (YamlMappingNode)e.Value, StringComparer.Ordinal);

    bool IsMade(YamlMappingNode part) => !part.Children.TryGetValue("Condition", out var condition) || Holds(((YamlScalarNode)condition).Value!);

    bool Holds(string condition) => Truth(_root["Conditions"][condition]);

    bool Truth(YamlNode node) => node.Tag.ToString() switch
    {
        "!Condition" => Holds(((YamlScalarNode)node).Value!),
        "!Equals" => Text(Items(node)[0]) == Text(Items(node)[1]),
        "!Not" => !Truth(Items(node)[0]),
        "!And" => Items(node).All(Truth),
        "!Or" => Items(node).Any(Truth),
        var other => throw new InvalidOperationException($"'{other}' is no condition."),
    };

    // Null is AWS::NoValue, which takes what it stands for away.
    JsonNode? Value(YamlNode node) => (node.Tag.IsEmpty ? "" : node.Tag.ToString()) switch
    {
        "!Ref" => Referred(((YamlScalarNode)node).Value!),
        "!GetAtt" => Attribute(((YamlScalarNode)node).Value!),
        "!Sub" => Filled(node),
        "!If" => Value(Items(node)[Holds(((YamlScalarNode)Items(node)[0]).Value!) ? 1 : 2]),
        "!Join" => string.Join(Text(Items(node)[0]), ((JsonArray)Value(Items(node)[1])!).Select(i => (string)i!)),
        "" => Plain(node),
        var tag => throw new InvalidOperationException($"The function '{tag}' is not understood."),
    };

    JsonNode? Plain(YamlNode node) => node switch
    {
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        YamlSequenceNode list => new JsonArray([.. list.Select(Value).Where(v => v is not null)]),
        YamlMappingNode map => new JsonObject(map.Select(e => KeyValuePair.Create(((YamlScalarNode)e.Key).Value!, Value(e.Value))).Where(e => e.Value is not null)),
        _ => throw new InvalidOperationException($"A node of the kind {node.NodeType} is not understood."),
    };

    JsonNode? Referred(string name)
    {
        if (!_parameters.TryGetValue(name, out var value))
        {
            return name is "AWS::NoValue" ? null : JsonValue.Create(Physical(name));
        }

        return IsList(name) ? new JsonArray([.. value.Split(',').Select(v => JsonValue.Create(v.Trim()))]) : JsonValue.Create(value);
    }

    bool IsList(string parameter)
        => Section("Parameters").TryGetValue(parameter, out var about) && ((YamlScalarNode)about["Type"]).Value is "CommaDelimitedList";

    // What 'Ref' of a resource gives: the ARN of a policy, the name of a role.
    string Physical(string resource) => (string)Section("Resources")[resource]["Type"]! switch
    {
        "AWS::IAM::ManagedPolicy" => $"arn:aws:iam::{_parameters["AWS::AccountId"]}:policy{Properties(resource)["Path"]}{Properties(resource)["ManagedPolicyName"]}",
        "AWS::IAM::Role" => (string)Properties(resource)["RoleName"]!,
        var type => $"{type}/{resource}",
    };

    // AWS makes up what other resources are called.
    string Attribute(string path) => path.Split('.') switch
    {
        [var role, "Arn"] when (string)Section("Resources")[role]["Type"]! is "AWS::IAM::Role"
            => $"arn:aws:iam::{_parameters["AWS::AccountId"]}:role{Properties(role)["Path"] ?? "/"}{Properties(role)["RoleName"]}",
        [var other, "Arn"] => $"arn:aws:test:{_parameters["AWS::Region"]}:{_parameters["AWS::AccountId"]}:{other}",
        _ => path,
    };

    JsonValue Filled(YamlNode node) => JsonValue.Create(Variable().Replace(((YamlScalarNode)node).Value!, found => found.Groups["name"].Value switch
    {
        ['!', .. var own] => $"${{{own}}}",
        var name when name.Contains('.', StringComparison.Ordinal) => Attribute(name),
        var name => (string)Referred(name)!,
    }));

    string Text(YamlNode node) => (string)Value(node)!;

    static IList<YamlNode> Items(YamlNode node) => ((YamlSequenceNode)node).Children;

    [GeneratedRegex(@"\$\{(?<name>[^}]+)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}
