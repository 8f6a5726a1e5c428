using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>The connection to the table.</summary>
static class DynamoDbConnection
{
    /// <exception cref="Errors.RefusedException"><c>STORE_NOT_CONFIGURED</c> or <c>STORE_TLS_REQUIRED</c>.</exception>
    public static AmazonDynamoDBClient Open(DynamoDbOptions options, AWSCredentials? credentials)
    {
        if (options.Endpoint is { } endpoint && endpoint.Scheme != Uri.UriSchemeHttps && !endpoint.IsLoopback)
        {
            throw DynamoDbFaults.NotEncrypted(endpoint);
        }

        if (options.Endpoint is not null && options.Region is null)
        {
            throw DynamoDbFaults.NotConfigured("Storage:DynamoDb:Endpoint needs Storage:DynamoDb:Region: requests are signed for a Region.");
        }

        try
        {
            var config = Configure(options);
            var signer = options.RoleArn is { } role ? new TableRole(role, options, credentials) : credentials;
            return signer is null ? new(config) : new(signer, config);
        }
        catch (AmazonClientException e)
        {
            throw DynamoDbFaults.NotConfigured($"DynamoDB cannot be asked ({e.Message}): set Storage:DynamoDb:Region and give the process credentials.");
        }
    }

    static AmazonDynamoDBConfig Configure(DynamoDbOptions options)
    {
        // Repeats are ours: the SDK's wait up to 20 seconds each, and of a transaction they would hide that its fate was in doubt.
        var config = new AmazonDynamoDBConfig { MaxErrorRetry = 0, Timeout = options.RequestTimeout };
        if (options.Region is { } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
            config.AuthenticationRegion = region;
        }

        if (options.Endpoint is { } address)
        {
            config.ServiceURL = address.ToString();
        }

        return config;
    }
}
