namespace ControlPlane.Aws;

/// <summary>Addresses of AWS services, such as VPC endpoints. <c>{region}</c> in an address stands for the Region. Plain <c>http</c> is
/// taken for loopback addresses alone.</summary>
public sealed class AwsEndpoints
{
    /// <summary>The address of STS; AWS's regional one unless set.</summary>
    public string? Sts { get; set; }

    /// <summary>The address of IAM; AWS's one in the partition unless set.</summary>
    public string? Iam { get; set; }

    /// <summary>The address of the SageMaker API; AWS's regional one unless set.</summary>
    public string? SageMaker { get; set; }

    /// <summary>The address of Organizations; AWS's own unless set.</summary>
    public string? Organizations { get; set; }

    internal static string? For(string? address, string region) => address?.Replace("{region}", region, StringComparison.Ordinal);

    internal static bool IsUsable(string? address)
        => address is null
            || (Uri.TryCreate(For(address, "eu-central-1"), UriKind.Absolute, out var uri)
                && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)));
}
