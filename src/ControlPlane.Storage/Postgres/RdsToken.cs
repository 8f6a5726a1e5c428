using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Util;

namespace ControlPlane.Storage.Postgres;

/// <summary>Makes the password of a database that authenticates with IAM: a presigned request <c>connect</c> of the service
/// <c>rds-db</c>, without its scheme (Amazon RDS User Guide, "Connecting to your DB instance using IAM authentication").</summary>
static class RdsToken
{
    const string Service = "rds-db";

    /// <summary>A token that lasts 15 minutes, signed with the process's own credentials.</summary>
    public static async ValueTask<string> CreateAsync(string host, int port, string user, string region, CancellationToken ct)
    {
        var credentials = await (await new DefaultAWSCredentialsIdentityResolver().ResolveIdentityAsync(null, ct)).GetCredentialsAsync().WaitAsync(ct);
        return Create(host, port, user, region, credentials);
    }

    public static string Create(string host, int port, string user, string region, ImmutableCredentials credentials)
    {
        var request = new DefaultRequest(new Connect(), Service)
        {
            UseQueryString = true,
            HttpMethod = "GET",
            Endpoint = new UriBuilder("https", host, port).Uri,
            AuthenticationRegion = region,
        };
        request.Parameters.Add("Action", "connect");
        request.Parameters.Add("DBUser", user);
        request.Parameters.Add(HeaderKeys.XAmzExpires, "900");
        if (credentials.UseToken)
        {
            request.Parameters.Add(HeaderKeys.XAmzSecurityTokenHeader, credentials.Token);
        }

        var signed = AWS4PreSignedUrlSigner.SignRequest(request, null, new(), credentials.AccessKey, credentials.SecretKey, Service, region);
        var address = AmazonServiceClient.ComposeUrl(request).AbsoluteUri;
        return $"{address["https://".Length..]}&{signed.ForQueryParameters}";
    }

    sealed class Connect : AmazonWebServiceRequest;
}
