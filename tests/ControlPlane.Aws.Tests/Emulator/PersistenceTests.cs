using Xunit;

namespace ControlPlane.Aws.Tests.Emulator;

public sealed class PersistenceTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("emulator-");

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Second_start_goes_on_with_profiles_tags_and_organization()
    {
        await using (var first = await StartAsync())
        {
            await (await first.BrokerAsync()).JsonAsync("CreateUserProfile", LaunchTests.Profile("user-1", "A1"), Ct);
            await first.Admin().JsonAsync(
                "CreateOrganizationalUnit", new() { ["ParentId"] = "r-sbox", ["Name"] = "Later" }, Ct, "AWSOrganizationsV20161128");
        }

        await using var second = await StartAsync();
        var units = await second.Admin().JsonAsync(
            "ListOrganizationalUnitsForParent", new() { ["ParentId"] = "r-sbox" }, Ct, "AWSOrganizationsV20161128");
        var url = await (await second.VendAsync("A1", "user-1")).JsonAsync("CreatePresignedDomainUrl", LaunchTests.Named("user-1"), Ct);

        Assert.Equal("Later", units["OrganizationalUnits"]![0]!["Name"]!.ToString());
        Assert.NotNull(url["AuthorizedUrl"]);
        var profile = Assert.Single(second.World.Profiles);
        Assert.Equal(("user-1", "InService", "A1"), (profile.Name, profile.Status, profile.Tags["studiouserid"]));
    }

    [Fact]
    public async Task Seeded_domain_that_was_deleted_stays_deleted_until_reset()
    {
        await using (var first = await StartAsync())
        {
            await first.TargetAdmin().JsonAsync("DeleteDomain", new() { ["DomainId"] = Seeds.Domain }, Ct);
        }

        await using var second = await StartAsync();
        var before = await second.TargetAdmin().JsonAsync("ListDomains", [], Ct);
        second.World.Reset();
        var after = await second.TargetAdmin().JsonAsync("ListDomains", [], Ct);

        Assert.Empty(before["Domains"]!.AsArray());
        Assert.Single(after["Domains"]!.AsArray());
    }

    [Fact]
    public async Task Data_file_holds_no_secret()
    {
        await using var emulator = await StartAsync();
        await (await emulator.BrokerAsync()).JsonAsync("CreateUserProfile", LaunchTests.Profile("user-1", "A1"), Ct);
        var url = (await (await emulator.VendAsync("A1", "user-1")).JsonAsync("CreatePresignedDomainUrl", LaunchTests.Named("user-1"), Ct))["AuthorizedUrl"]!;
        await (await emulator.BrokerAsync()).JsonAsync("CreateUserProfile", LaunchTests.Profile("user-2", "A2"), Ct);

        var kept = await File.ReadAllTextAsync(Data, Ct);

        Assert.Contains("user-2", kept, StringComparison.Ordinal);
        Assert.DoesNotContain(url.ToString().Split("token=")[1], kept, StringComparison.Ordinal);
        Assert.DoesNotContain(Seeds.MachineKey.Secret, kept, StringComparison.Ordinal);
        Assert.DoesNotContain("ASIA", kept, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    string Data => Path.Combine(_folder.FullName, "emulator.json");

    Task<EmulatorFixture> StartAsync() => EmulatorFixture.StartAsync(o => o with { DataFile = Data });
}
