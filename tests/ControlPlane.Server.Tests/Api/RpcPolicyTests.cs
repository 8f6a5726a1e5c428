using ControlPlane.Server.Api;
using ControlPlane.Server.Authorization;
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
    public void Users_act_for_themselves_alone()
        => Assert.DoesNotContain(RpcPolicy.PermissionsByRole["user"], p => p is Permissions.OnBehalf or Permissions.InspectAll or Permissions.SignInsReadAll);
}
