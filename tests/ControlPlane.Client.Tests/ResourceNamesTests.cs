using Xunit;

namespace ControlPlane.Client.Tests;

public sealed class ResourceNamesTests
{
    [Theory]
    [InlineData("alice", "users/alice")]
    [InlineData("a.b-c_d~e@f+g=h,i", "users/a.b-c_d~e@f+g=h,i")]
    [InlineData("DOMAIN\\user one", "users/DOMAIN%5Cuser%20one")]
    [InlineData("100%", "users/100%25")]
    [InlineData("ü/ö", "users/%C3%BC%2F%C3%B6")]
    public void Ids_are_encoded_where_a_path_cannot_hold_them_and_come_back(string id, string name)
    {
        Assert.Equal(name, ResourceNames.User(id));
        Assert.Equal(id, ResourceNames.IdOf(name));
    }
}
