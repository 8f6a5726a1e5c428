using ControlPlane.Server.Api;
using ControlPlane.Server.Authorization;
using ControlPlane.Server.Tests.Running;
using Google.Protobuf.Reflection;
using Xunit;

namespace ControlPlane.Server.Tests.Api;

public sealed class RpcPolicyTests
{
    [Fact]
    public void Every_rpc_of_the_contract_has_a_permission_and_no_row_is_left_over()
    {
        var rpcs = ContractFiles.All.SelectMany(f => f.Services).SelectMany(s => s.Methods).Select(m => $"/{m.Service.FullName}/{m.Name}");

        Assert.Equal(
            rpcs.Order(StringComparer.Ordinal),
            RpcPolicy.PermissionByMethod.Keys.Where(m => m.StartsWith("/controlplane.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_file_of_the_contract_is_known()
        => Assert.Equal(
            typeof(ControlPlane.V1.AccessReflection).Assembly.GetTypes().Count(t => t.Name.EndsWith("Reflection", StringComparison.Ordinal)),
            ContractFiles.All.Count);

    [Fact]
    public void Only_health_and_reflection_are_open_to_everybody()
        => Assert.All(
            RpcPolicy.PermissionByMethod.Where(m => m.Value is RpcPolicy.Public),
            m => Assert.StartsWith("/grpc.", m.Key, StringComparison.Ordinal));

    [Fact]
    public void Every_permission_of_a_method_belongs_to_some_role()
        => Assert.All(
            RpcPolicy.PermissionByMethod.Values.Where(p => p is not (RpcPolicy.Public or RpcPolicy.AnyCaller)),
            p => Assert.Contains(RpcPolicy.PermissionsByRole.Values, granted => granted.Contains(p)));

    [Fact]
    public void Every_delegated_method_is_one_of_the_contract_and_its_fields_are_text_of_its_request()
    {
        var methods = ContractFiles.All.SelectMany(f => f.Services).SelectMany(s => s.Methods).ToDictionary(m => $"/{m.Service.FullName}/{m.Name}");
        foreach (var (method, rule) in RpcDelegation.ByMethod)
        {
            Assert.All(rule.TeamFields, path => Assert.Equal(FieldType.String, Field(methods[method].InputType, path).FieldType));
            Assert.True(rule.IsNarrowed || rule.TeamFields.Count > 0, method);
        }
    }

    [Fact]
    public void Owners_are_delegated_exactly_what_their_role_gives()
        => Assert.Equal(
            RpcPolicy.PermissionsByRole[RpcDelegation.Role].Order(StringComparer.Ordinal),
            RpcDelegation.ByMethod.Keys.Select(m => RpcPolicy.PermissionByMethod[m]).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_name_in_the_request_of_a_delegated_method_is_looked_at()
    {
        var methods = ContractFiles.All.SelectMany(f => f.Services).SelectMany(s => s.Methods).ToDictionary(m => $"/{m.Service.FullName}/{m.Name}");
        Assert.All(
            RpcDelegation.ByMethod.Where(r => r.Value.TeamFields.Count > 0),
            r => Assert.Equal(
                Paths(methods[r.Key].InputType).Where(p => p.Split('.')[^1] is "name" or "parent" or "team").Order(StringComparer.Ordinal),
                r.Value.TeamFields.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Every_permission_is_explained_in_the_reference_of_roles()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Folder, "docs", "reference", "roles.md"));
        Assert.All(
            RpcPolicy.PermissionByMethod.Values.Concat(RpcPolicy.PermissionsByRole.Values.SelectMany(r => r)).Where(p => p.Length > 1).Distinct(),
            p => Assert.Contains($"| `{p}` |", page, StringComparison.Ordinal));
    }

    static FieldDescriptor Field(MessageDescriptor message, string path)
        => path.Split('.') is [var first, .. { Length: > 0 } rest]
            ? Field(message.FindFieldByName(first).MessageType, string.Join('.', rest))
            : message.FindFieldByName(path);

    static IEnumerable<string> Paths(MessageDescriptor message, string prefix = "") => message.Fields.InDeclarationOrder().SelectMany(f =>
        f is { FieldType: FieldType.Message, IsMap: false } && f.MessageType.File.Package == "controlplane.v1"
            ? Paths(f.MessageType, $"{prefix}{f.Name}.")
            : [$"{prefix}{f.Name}"]);

    [Fact]
    public void Users_act_for_themselves_alone()
        => Assert.DoesNotContain(RpcPolicy.PermissionsByRole["user"], p => p is Permissions.OnBehalf or Permissions.InspectAll or Permissions.SignInsReadAll);
}
