using Amazon;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>The role that is entered for the table, entered again some minutes before its hour is over.</summary>
sealed class TableRole : RefreshingAWSCredentials
{
    readonly string _role;
    readonly DynamoDbOptions _options;
    readonly AWSCredentials? _own;

    public TableRole(string role, DynamoDbOptions options, AWSCredentials? own)
    {
        (_role, _options, _own) = (role, options, own);
        PreemptExpiryTime = TimeSpan.FromMinutes(5);
    }

    protected override CredentialsRefreshState GenerateNewCredentials()
#pragma warning disable VSTHRD002 // The SDK asks this way only for its synchronous calls, of which we make none.
        => GenerateNewCredentialsAsync().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        var config = new AmazonSecurityTokenServiceConfig { Timeout = _options.RequestTimeout };
        if (_options.Region is { } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        using var sts = _own is null ? new AmazonSecurityTokenServiceClient(config) : new(_own, config);
        var answer = await sts.AssumeRoleAsync(new AssumeRoleRequest { RoleArn = _role, RoleSessionName = "studio-control-plane-store", ExternalId = _options.ExternalId });
        var keys = answer.Credentials;
        return new(new(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken), keys.Expiration!.Value.ToUniversalTime());
    }
}
