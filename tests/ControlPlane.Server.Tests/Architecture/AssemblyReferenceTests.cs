using System.Reflection;
using System.Xml.Linq;
using ControlPlane.Server.Tests.Running;
using Xunit;

namespace ControlPlane.Server.Tests.Architecture;

/// <summary>Holds the projects against the dependency list of docs/concepts.md.</summary>
public sealed class AssemblyReferenceTests
{
    static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["ControlPlane.Contracts"] = [],
        ["ControlPlane.Saml"] = [],
        ["ControlPlane.Guardrails"] = [],
        ["ControlPlane.Core"] = ["ControlPlane.Saml"],
        ["ControlPlane.Aws.Clients"] = [],
        ["ControlPlane.Aws"] = ["ControlPlane.Core", "ControlPlane.Aws.Clients"],
        ["ControlPlane.Storage"] = ["ControlPlane.Core"],
        ["ControlPlane.Server"] = ["ControlPlane.Core", "ControlPlane.Aws", "ControlPlane.Storage", "ControlPlane.Contracts"],
        ["ControlPlane.Sandbox"] = ["ControlPlane.Server", "ControlPlane.Guardrails"],
        ["ControlPlane.Client"] = ["ControlPlane.Contracts"],
        ["ControlPlane.Client.OnBehalfOf"] = ["ControlPlane.Client"],
        ["ControlPlane.Cli"] = ["ControlPlane.Client", "ControlPlane.Guardrails"],
    };

    /// <summary>What a project must not know at all, by the beginning of an assembly's name.</summary>
    static readonly Dictionary<string, string[]> Banned = new()
    {
        ["ControlPlane.Saml"] = ["Microsoft.AspNetCore", "System.Net.Http", "System.Security.Cryptography.Xml", "System.Net.Sockets"],
        ["ControlPlane.Guardrails"] = ["AWSSDK", "Grpc", "Google.Protobuf", "Microsoft.", "System.Net.Http", "System.Net.Sockets"],
        ["ControlPlane.Core"] = ["AWSSDK", "Grpc", "Google.Protobuf", "Microsoft.AspNetCore", "Microsoft.Data", "Npgsql"],
        ["ControlPlane.Storage"] = ["Grpc", "Google.Protobuf", "Microsoft.AspNetCore"],
        ["ControlPlane.Aws"] = ["Grpc", "Google.Protobuf", "Microsoft.AspNetCore", "Microsoft.Data"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    /// <summary>Those that these tests are built with; the client and studioctl are held by tests of their own.</summary>
    public static TheoryData<string> ServerSide => [.. Allowed.Keys.Except(["ControlPlane.Client", "ControlPlane.Client.OnBehalfOf", "ControlPlane.Cli"])];

    [Fact]
    public void Every_project_of_the_product_is_in_the_list()
    {
        var found = Directory.GetDirectories(Path.Combine(Repository.Folder, "src")).Concat(Directory.GetDirectories(Path.Combine(Repository.Folder, "clients/dotnet"))).Select(Path.GetFileName);

        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Projects))]
    public void Project_file_names_no_project_beyond_the_list(string project)
    {
        var folder = project.StartsWith("ControlPlane.Client", StringComparison.Ordinal) ? "clients/dotnet" : "src";
        var file = XDocument.Load(Path.Combine(Repository.Folder, folder, project, $"{project}.csproj"));

        var references = file.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension((string)r.Attribute("Include")!));

        Assert.Empty(references.Except(Reachable(project)));
    }

    [Theory, MemberData(nameof(ServerSide))]
    public void Assembly_references_nothing_beyond_the_list(string project)
    {
        var references = Assembly.Load(project).GetReferencedAssemblies().Select(r => r.Name!).ToList();

        Assert.Empty(references.Where(r => r.StartsWith("ControlPlane.", StringComparison.Ordinal)).Except(Reachable(project)));
        Assert.DoesNotContain(references, r => Banned.GetValueOrDefault(project, []).Any(b => r.StartsWith(b, StringComparison.Ordinal)));
    }

    /// <summary>A project sees what it names and what that sees in turn: Server, say, speaks of assertions through Core.</summary>
    static IEnumerable<string> Reachable(string project)
        => Allowed[project].SelectMany(direct => Reachable(direct).Prepend(direct)).Distinct();
}
